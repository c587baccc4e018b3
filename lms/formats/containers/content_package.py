"""An IMS content package, or one XML file alone: its documents in the order of the manifest, and the files beside them."""

import base64
import posixpath
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lms.domain.place import NOWHERE, named
from lms.domain.problem import Problem, Text
from lms.formats.containers.safe_xml import Element, children, descendants, first_tag, parse_xml, text
from lms.formats.containers.safe_zip import SafeZip, looks_like_zip, open_zip

_DOCUMENTS = (".xml", ".qti")
_SMALL_FILE = 100_000
_LOOKED_INTO = 4_000
_MOST_FILES = 25_000
"""A bank of 10,000 questions with their pictures."""


class ContentPackage:
    """`documents` are the XML files in order; a single file has the name "" and nothing beside it."""

    def __init__(self, files: SafeZip | bytes) -> None:
        self._files = files
        self.manifest: Element | None = None
        self._by_document: dict[str, Element] | None = None
        names = [""] if isinstance(files, bytes) else files.names()
        self._base = ""
        manifests = sorted(
            (n for n in names if posixpath.basename(n) == "imsmanifest.xml"), key=lambda n: n.count("/")
        )
        if manifests:
            root = parse_xml(self._read(manifests[0]))
            self.manifest = None if isinstance(root, Problem) else root
            self._base = posixpath.dirname(manifests[0])
        listed = [name for name in self._listed() if name in names]
        rest = [name for name in names if name.lower().endswith(_DOCUMENTS) or not name]
        self.documents = [name for name in dict.fromkeys([*listed, *rest]) if name not in manifests]

    def _read(self, name: str) -> bytes:
        if isinstance(self._files, bytes):
            return self._files if not name else b""
        found = self._files.read(name)
        return b"" if isinstance(found, Problem) else found

    def _listed(self) -> Iterator[str]:
        for resource in descendants(self.manifest, "resource") if self.manifest is not None else ():
            for holder in (resource, *children(resource, "file")):
                href = str(holder.get("href", ""))
                if href.lower().endswith(_DOCUMENTS):
                    yield self.resolve(href, posixpath.join(self._base, "imsmanifest.xml"))

    def root(self, name: str) -> Element | Problem:
        """The parsed document, or why it cannot be read, under its name."""
        found = parse_xml(self._read(name))
        return found.at(named(name)) if isinstance(found, Problem) and name else found

    def recovered(self, name: str) -> Element | Problem:
        """The document as far as it makes sense."""
        return parse_xml(self._read(name), recover=True)

    def first_tag(self, name: str) -> str:
        """The name of its root element; "" if it has none."""
        return first_tag(self._read(name))

    def resolve(self, href: str, document: str) -> str:
        """The file that a relative address in `document` means."""
        path = unicodedata.normalize("NFC", unquote(href.split("#")[0].split("?")[0])).replace("\\", "/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(document), path)).lstrip("/")

    def file(self, href: str, document: str) -> dict[str, Any] | None:
        """Name and size of a file beside a document, with its content in Base64 if it is small; None if missing."""
        name = self.resolve(href, document)
        if isinstance(self._files, bytes) or name not in self._files.names():
            return None
        size = self._files.size(name)
        data = self._read(name) if size <= _SMALL_FILE else b""
        return {
            "name": unquote(href),
            "size": size,
            **({"base64": base64.b64encode(data).decode()} if data else {}),
        }

    def text_file(self, href: str, document: str) -> bytes:
        """The bytes of a file beside a document; none if it is missing or large."""
        name = self.resolve(href, document)
        known = (
            not isinstance(self._files, bytes)
            and name in self._files.names()
            and self._files.size(name) <= 1_000_000
        )
        return self._read(name) if known else b""

    def keywords(self, document: str) -> list[str]:
        """What the manifest says a document is about."""
        resource = self._resources().get(document)
        found = descendants(resource, "keyword") if resource is not None else ()
        return [words for keyword in found if (words := text(keyword))]

    def metadata(self, document: str, name: str) -> str:
        """The words of an element of that name in what the manifest says of a document."""
        resource = self._resources().get(document)
        return text(next(iter(descendants(resource, name)), None)) if resource is not None else ""

    def _resources(self) -> dict[str, Element]:
        """The manifest's resources by the document they are about."""
        if self._by_document is None:
            manifest = posixpath.join(self._base, "imsmanifest.xml")
            self._by_document = {}
            for resource in descendants(self.manifest, "resource") if self.manifest is not None else ():
                if resource.get("href"):
                    self._by_document.setdefault(self.resolve(str(resource.get("href")), manifest), resource)
        return self._by_document


def open_package(data: bytes) -> ContentPackage | Problem:
    """The package or the single XML file in `data`, or why it is refused."""
    if not looks_like_zip(data):
        return ContentPackage(data)
    archive = open_zip(data, most_files=_MOST_FILES)
    if isinstance(archive, Problem):
        return archive
    package = ContentPackage(archive)
    if not package.documents:
        what = Text("压缩包里没有试题文件", "the archive holds no file of questions")
        return Problem(NOWHERE, what, Text("请上传 QTI 试题包", "Upload a package of QTI"))
    return package


def root_tags(data: bytes) -> set[str]:
    """The names of the root elements in a package or file: what tells QTI from other packages."""
    if not looks_like_zip(data):
        return (
            {first_tag(data)}
            if data[:_LOOKED_INTO].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t")[:1] == b"<"
            else set()
        )
    archive = open_zip(data, most_files=_MOST_FILES)
    if isinstance(archive, Problem):
        return set()
    names = [name for name in archive.names() if name.lower().endswith(_DOCUMENTS)]
    if any(name.startswith(("xl/", "word/")) for name in names):
        return set()
    package = ContentPackage(archive)
    return {package.first_tag(name) for name in package.documents[:_LOOKED_INTO]}
