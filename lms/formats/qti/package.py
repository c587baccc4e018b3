"""Write questions as a package: a manifest, a test that lists the items, and a file for each."""

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
from lms.formats.qti.read import SIDECAR, read_visible
from lms.formats.qti.write import item_element
from lms.formats.qti.xhtml import xml_text

_MANIFEST = {
    "2.2": "http://www.imsglobal.org/xsd/imscp_v1p1",
    "3.0": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
}
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_NAMESPACE = "urn:wuneng:lms:1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TYPES = {
    "2.2": ("imsqti_item_xmlv2p2", "imsqti_test_xmlv2p2"),
    "3.0": ("imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"),
}
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same questions are the same bytes."""


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What the manifest lists of an item; `document` and `files` are names in the archive."""

    identifier: str
    draft: Draft
    document: str
    files: Sequence[str]
    sidecar: str


def write_package(drafts: Sequence[tuple[Draft, Question]], version: str) -> bytes:
    """Return the ZIP file. Items keep their order; a test's section is a category."""
    out = BytesIO()
    manifest_entries: list[ManifestEntry] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (draft, question) in enumerate(drafts, 1):
            identifier = f"item-{place:04}"
            document = _document(item_element(draft, question, identifier, version), version)
            files = _files(draft)
            folder, name = _document_path(identifier, files)
            _write_entry(archive, folder + name, document)
            visible, _ = read_visible(ContentPackage(document), "")
            # Tags and category depend on the package: the sidecar always has them.
            sidecar = sidecar_text(draft, question, visible and replace(visible, tags=(), meta={"": ""}))
            for file, data in files.items():
                _write_entry(archive, folder + file, data)
            manifest_entries.append(
                ManifestEntry(identifier, draft, folder + name, [folder + file for file in files], sidecar)
            )
        _write_entry(archive, "assessment.xml", _document(_test(manifest_entries), version))
        _write_entry(archive, "imsmanifest.xml", _manifest(manifest_entries, version))
    return out.getvalue()


def _write_entry(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), data, zipfile.ZIP_DEFLATED)


def _document_path(identifier: str, files: Iterable[str]) -> tuple[str, str]:
    """Return the folder and name of an item's document.

    An item with pictures has a folder of its own, so that they cannot overwrite those of another question.
    No picture has the document's name, not even on file systems that ignore case.
    """
    used = {file.split("/")[0].casefold() for file in files}
    name = f"{identifier}.xml"
    while name in used:
        name = f"_{name}"
    return (f"items/{identifier}/" if used else "items/"), name


def _files(draft: Draft) -> dict[str, bytes]:
    """Return the pictures that came with the question and whose content is known."""
    pictures: dict[str, bytes] = {}
    normalised_names: set[str] = set()
    for file in draft.more.get("files", ()):
        if not isinstance(file, dict) or not isinstance(file.get("base64"), str):
            continue
        name = posixpath.normpath(xml_text(file.get("name", "")).replace("\\", "/"))
        if name == "." or name.startswith("/") or not is_allowed_name(f"items/{name}"):
            continue
        normalised = unicodedata.normalize("NFC", name)
        if normalised in normalised_names:
            continue
        normalised_names.add(normalised)
        try:
            pictures[name] = base64.b64decode(file["base64"], validate=True)
        except ValueError:
            continue
    return pictures


def _document(root: Element, version: str) -> bytes:
    """Return the element as XML in its version's namespace and spelling."""
    html = {"p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img", "em", "strong", "code", "pre", "br",
            "hr", "span", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "sub", "sup"}  # fmt: skip
    parent = etree.Element("root", nsmap={None: NAMESPACE[version], "xsi": _XSI})
    parent.append(root)
    for element in root.iter():
        name = str(element.tag)
        if version == "3.0" and name not in html:
            name = f"qti-{kebab(name)}"
            for key, value in list(element.attrib.items()):
                del element.attrib[key]
                element.set(kebab(key), value)
        element.tag = f"{{{NAMESPACE[version]}}}{name}"
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE[version]} {SCHEMA[version]}")
    etree.cleanup_namespaces(parent, keep_ns_prefixes=["xsi"])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _test(manifest_entries: Sequence[ManifestEntry]) -> Element:
    test = etree.Element("assessmentTest", identifier="assessment", title="试题")
    part = etree.SubElement(
        test, "testPart", identifier="part-1", navigationMode="nonlinear", submissionMode="simultaneous"
    )
    section: Element | None = None
    for entry in manifest_entries:
        title = xml_text(entry.draft.meta.get("category", "") or "试题")
        if section is None or section.get("title") != title:
            section = _section(part, title)
        etree.SubElement(
            section, "assessmentItemRef", identifier=entry.identifier, href=quote(entry.document)
        )
    if section is None:
        _section(part, "试题")
    return test


def _section(part: Element, title: str) -> Element:
    identifier = f"section-{len(part) + 1}"
    return etree.SubElement(part, "assessmentSection", identifier=identifier, title=title, visible="true")


def _manifest(manifest_entries: Sequence[ManifestEntry], version: str) -> bytes:
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
    for entry in manifest_entries:
        etree.SubElement(test, f"{{{space}}}dependency", identifierref=entry.identifier)
        _resource(resources, entry.identifier, item_type, entry.document, entry)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _resource(
    resources: Element, identifier: str, kind: str, href: str, entry: ManifestEntry | None = None
) -> Element:
    space = etree.QName(resources).namespace
    resource = etree.SubElement(
        resources, f"{{{space}}}resource", identifier=identifier, type=kind, href=quote(href)
    )
    tags = entry.draft.tags if entry else ()
    sidecar = entry.sidecar if entry else ""
    if tags or sidecar:
        metadata = etree.SubElement(resource, f"{{{space}}}metadata")
        lom = etree.SubElement(metadata, f"{{{_LOM}}}lom", nsmap={None: _LOM})
    if tags:
        general = etree.SubElement(lom, f"{{{_LOM}}}general")
        for tag in tags:
            keyword = etree.SubElement(general, f"{{{_LOM}}}keyword")
            etree.SubElement(keyword, f"{{{_LOM}}}string", language="zh").text = xml_text(tag)
    if sidecar:
        # The manifest's schema allows no foreign elements; that of LOM does.
        etree.SubElement(lom, f"{{{_NAMESPACE}}}{SIDECAR}", nsmap={None: _NAMESPACE}).text = sidecar
    for name in (href, *(entry.files if entry else ())):
        etree.SubElement(resource, f"{{{space}}}file", href=quote(name))
    return resource
