"""Questions as a package: a manifest, a test that lists the items, and a file for each."""

import base64
import posixpath
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import quote

from lxml import etree

from lms.domain.question.protocol import Question
from lms.formats.containers.content_package import ContentPackage
from lms.formats.containers.safe_xml import Element
from lms.formats.containers.safe_zip import is_allowed_name
from lms.formats.drafts.sidecar import sidecar_text
from lms.formats.item import Draft
from lms.formats.qti.names import NAMESPACE, SCHEMA, kebab
from lms.formats.qti.read import REST, read_seen
from lms.formats.qti.write import item_of
from lms.formats.qti.xhtml import words

_MANIFEST = {
    "2.2": "http://www.imsglobal.org/xsd/imscp_v1p1",
    "3.0": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
}
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_OURS = "urn:wuneng:lms:1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TYPES = {
    "2.2": ("imsqti_item_xmlv2p2", "imsqti_test_xmlv2p2"),
    "3.0": ("imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"),
}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same questions are the same bytes."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the manifest says of an item; `document` and `files` are names in the archive."""

    identifier: str
    draft: Draft
    document: str
    files: Sequence[str]
    rest: str


def package_of(drafts: Sequence[tuple[Draft, Question]], version: str) -> bytes:
    """The ZIP file. Items keep their order; a test's section is a category."""
    out = BytesIO()
    rows: list[Row] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (draft, question) in enumerate(drafts, 1):
            identifier = f"item-{place:04}"
            document = _document(item_of(draft, question, identifier, version), version)
            files = _files(draft)
            folder, name = _home(identifier, files)
            _put(archive, folder + name, document)
            seen, _ = read_seen(ContentPackage(document), "")
            beside = seen and replace(
                seen, tags=(), meta={"": ""}
            )  # these depend on the package: always told
            rest = sidecar_text(draft, question, beside)
            for file, data in files.items():
                _put(archive, folder + file, data)
            rows.append(Row(identifier, draft, folder + name, [folder + file for file in files], rest))
        _put(archive, "assessment.xml", _document(_test(rows), version))
        _put(archive, "imsmanifest.xml", _manifest(rows, version))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)


def _home(identifier: str, files: Iterable[str]) -> tuple[str, str]:
    """The folder and name of an item's document: with pictures in a folder of its own, so that none meets another
    question's, under a name that none of them has, on disks that do not tell a from A either."""
    taken = {file.split("/")[0].casefold() for file in files}
    name = f"{identifier}.xml"
    while name in taken:
        name = f"_{name}"
    return (f"items/{identifier}/" if taken else "items/"), name


def _files(draft: Draft) -> dict[str, bytes]:
    """Pictures that came with the question and are still at hand."""
    found: dict[str, bytes] = {}
    seen: set[str] = set()
    for file in draft.more.get("files", ()):
        if not isinstance(file, dict) or not isinstance(file.get("base64"), str):
            continue
        name = posixpath.normpath(words(file.get("name", "")).replace("\\", "/"))
        if name == "." or name.startswith("/") or not is_allowed_name(f"items/{name}"):
            continue
        same = unicodedata.normalize("NFC", name)
        if same in seen:
            continue
        seen.add(same)
        try:
            found[name] = base64.b64decode(file["base64"], validate=True)
        except ValueError:
            continue
    return found


def _document(root: Element, version: str) -> bytes:
    """The element in its version's namespace and spelling."""
    html = {"p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img", "em", "strong", "code", "pre", "br",
            "hr", "span", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "sub", "sup"}  # fmt: skip
    made = etree.Element("root", nsmap={None: NAMESPACE[version], "xsi": _XSI})
    made.append(root)
    for element in root.iter():
        name = str(element.tag)
        if version == "3.0" and name not in html:
            name = f"qti-{kebab(name)}"
            for key, value in list(element.attrib.items()):
                del element.attrib[key]
                element.set(kebab(key), value)
        element.tag = f"{{{NAMESPACE[version]}}}{name}"
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE[version]} {SCHEMA[version]}")
    etree.cleanup_namespaces(made, keep_ns_prefixes=["xsi"])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _test(rows: Sequence[Row]) -> Element:
    test = etree.Element("assessmentTest", identifier="assessment", title="试题")
    part = etree.SubElement(
        test, "testPart", identifier="part-1", navigationMode="nonlinear", submissionMode="simultaneous"
    )
    section: Element | None = None
    for row in rows:
        title = words(row.draft.meta.get("category", "") or "试题")
        if section is None or section.get("title") != title:
            section = _section(part, title)
        etree.SubElement(section, "assessmentItemRef", identifier=row.identifier, href=quote(row.document))
    if section is None:
        _section(part, "试题")
    return test


def _section(part: Element, title: str) -> Element:
    identifier = f"section-{len(part) + 1}"
    return etree.SubElement(part, "assessmentSection", identifier=identifier, title=title, visible="true")


def _manifest(rows: Sequence[Row], version: str) -> bytes:
    item_type, test_type = _TYPES[version]
    space = _MANIFEST[version]
    root = etree.Element(f"{{{space}}}manifest", nsmap={None: space}, identifier="manifest")
    metadata = etree.SubElement(root, f"{{{space}}}metadata")
    etree.SubElement(metadata, f"{{{space}}}schema").text = (
        "QTI Package" if version == "3.0" else "QTIv2.2 Package"
    )
    etree.SubElement(metadata, f"{{{space}}}schemaversion").text = "3.0.0" if version == "3.0" else "1.0.0"
    etree.SubElement(root, f"{{{space}}}organizations")
    resources = etree.SubElement(root, f"{{{space}}}resources")
    test = _resource(resources, "assessment", test_type, "assessment.xml")
    for row in rows:
        etree.SubElement(test, f"{{{space}}}dependency", identifierref=row.identifier)
        _resource(resources, row.identifier, item_type, row.document, row)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _resource(resources: Element, identifier: str, kind: str, href: str, row: Row | None = None) -> Element:
    space = etree.QName(resources).namespace
    made = etree.SubElement(
        resources, f"{{{space}}}resource", identifier=identifier, type=kind, href=quote(href)
    )
    tags = row.draft.tags if row else ()
    rest = row.rest if row else ""
    if tags or rest:
        metadata = etree.SubElement(made, f"{{{space}}}metadata")
        lom = etree.SubElement(metadata, f"{{{_LOM}}}lom", nsmap={None: _LOM})
    if tags:
        general = etree.SubElement(lom, f"{{{_LOM}}}general")
        for tag in tags:
            keyword = etree.SubElement(general, f"{{{_LOM}}}keyword")
            etree.SubElement(keyword, f"{{{_LOM}}}string", language="zh").text = words(tag)
    if rest:
        # The schema of the manifest has no room for what is not its own; that of LOM has.
        etree.SubElement(lom, f"{{{_OURS}}}{REST}", nsmap={None: _OURS}).text = rest
    for name in (href, *(row.files if row else ())):
        etree.SubElement(made, f"{{{space}}}file", href=quote(name))
    return made
