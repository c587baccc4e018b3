"""An IMS content package, or a single XML file: its documents in the order of the manifest, and their files."""

import base64
import posixpath
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lms.domain.place import named
from lms.domain.problem import Problem
from lms.formats.containers import messages
from lms.formats.containers.safe_xml import Element, children, descendants, first_tag, parse_xml, text
from lms.formats.containers.safe_zip import SafeZip, looks_like_zip, open_zip

_DOCUMENTS = (".xml", ".qti")
_SMALL_FILE = 100_000
_MOST_CHECKED = 4_000
_MOST_FILES = 25_000
"""A bank of 10,000 questions with their pictures."""


class ContentPackage:
    """`documents` are the names of the XML files in order; a single file has the name "" and no other files."""

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
        documents = [name for name in names if name.lower().endswith(_DOCUMENTS) or not name]
        self.documents = [name for name in dict.fromkeys([*listed, *documents]) if name not in manifests]

    def _read(self, name: str) -> bytes:
        if isinstance(self._files, bytes):
            return self._files if not name else b""
        data = self._files.read(name)
        return b"" if isinstance(data, Problem) else data

    def _listed(self) -> Iterator[str]:
        for resource in descendants(self.manifest, "resource") if self.manifest is not None else ():
            for element in (resource, *children(resource, "file")):
                href = str(element.get("href", ""))
                if href.lower().endswith(_DOCUMENTS):
                    yield self.resolve(href, posixpath.join(self._base, "imsmanifest.xml"))

    def root(self, name: str) -> Element | Problem:
        """Return the parsed document, or why it cannot be read, with its name."""
        root = parse_xml(self._read(name))
        return root.at(named(name)) if isinstance(root, Problem) and name else root

    def recovered(self, name: str) -> Element | Problem:
        """Return as much of a broken document as can be parsed."""
        return parse_xml(self._read(name), recover=True)

    def first_tag(self, name: str) -> str:
        """Return the name of its root element, or "" if it has none."""
        return first_tag(self._read(name))

    def resolve(self, href: str, document: str) -> str:
        """Return the name of the file that a relative address in `document` points to."""
        path = unicodedata.normalize("NFC", unquote(href.split("#")[0].split("?")[0])).replace("\\", "/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(document), path)).lstrip("/")

    def file(self, href: str, document: str) -> dict[str, Any] | None:
        """Return name and size of a file that a document uses, with its content in Base64 if small; None if missing."""
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
        """Return the bytes of a file that a document uses; empty if it is missing or large."""
        name = self.resolve(href, document)
        is_readable = (
            not isinstance(self._files, bytes)
            and name in self._files.names()
            and self._files.size(name) <= 1_000_000
        )
        return self._read(name) if is_readable else b""

    def keywords(self, document: str) -> list[str]:
        """Return the keywords that the manifest gives for a document."""
        resource = self._resources().get(document)
        elements = descendants(resource, "keyword") if resource is not None else ()
        return [keyword for element in elements if (keyword := text(element))]

    def metadata(self, document: str, name: str) -> str:
        """Return the text of the first element of that name in the manifest's entry for a document."""
        resource = self._resources().get(document)
        return text(next(iter(descendants(resource, name)), None)) if resource is not None else ""

    def _resources(self) -> dict[str, Element]:
        """Return the manifest's resources by their document."""
        if self._by_document is None:
            manifest = posixpath.join(self._base, "imsmanifest.xml")
            self._by_document = {}
            for resource in descendants(self.manifest, "resource") if self.manifest is not None else ():
                if resource.get("href"):
                    self._by_document.setdefault(self.resolve(str(resource.get("href")), manifest), resource)
        return self._by_document


def open_package(data: bytes) -> ContentPackage | Problem:
    """Return the package or the single XML file in `data`, or why it is refused."""
    if not looks_like_zip(data):
        return ContentPackage(data)
    archive = open_zip(data, most_files=_MOST_FILES)
    if isinstance(archive, Problem):
        return archive
    package = ContentPackage(archive)
    return package if package.documents else messages.NO_QUESTION_FILES


def root_tags(data: bytes) -> set[str]:
    """Return the names of the root elements in a package or file, which distinguish QTI from other packages."""
    if not looks_like_zip(data):
        return (
            {first_tag(data)}
            if data[:_MOST_CHECKED].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t")[:1] == b"<"
            else set()
        )
    archive = open_zip(data, most_files=_MOST_FILES)
    if isinstance(archive, Problem):
        return set()
    names = [name for name in archive.names() if name.lower().endswith(_DOCUMENTS)]
    if any(name.startswith(("xl/", "word/")) for name in names):
        return set()
    package = ContentPackage(archive)
    return {package.first_tag(name) for name in package.documents[:_MOST_CHECKED]}
