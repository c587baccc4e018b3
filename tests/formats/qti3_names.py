"""A document of QTI 3.0 in the names of 2.2, so that one model holds for both; a name that is not one of 3.0 becomes none."""

import re
from collections.abc import Iterator

from lxml import etree

_SPACES = {
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1": "http://www.imsglobal.org/xsd/imscp_v1p1",
}
_HTML = "p ul ol li table thead tbody tr th td a img em strong code pre br hr span blockquote h1 h2 h3 h4 h5 h6 sub sup"
_VALUES = {
    "QTI Package": "QTIv2.2 Package", "3.0.0": "1.0.0",
    "imsqti_item_xmlv3p0": "imsqti_item_xmlv2p2", "imsqti_test_xmlv3p0": "imsqti_test_xmlv2p2",
}  # fmt: skip


def as_before(root: etree._Element) -> Iterator[str]:
    """Rename what is of 3.0, and yield what only 3.0 requires and is missing."""
    if etree.QName(root).namespace not in _SPACES:
        return
    for element in root.iter():
        space, name = etree.QName(element).namespace, etree.QName(element).localname
        if space not in _SPACES:
            continue
        in_manifest = space.endswith("imscp_v1p1")
        plain = name if in_manifest else _plain(name)
        element.tag = f"{{{_SPACES[space]}}}{plain}" if plain else element.tag
        if in_manifest:
            _replace_values(element)
        elif name.startswith("qti-"):
            _rename_attributes(element)
    for holder in [*root.iter("{*}rubricBlock"), *root.iter("{*}modalFeedback")]:
        yield from _unwrapped(holder)


def _plain(name: str) -> str:
    """Return simpleChoice for qti-simple-choice, p for p, "" for a name that 3.0 does not have."""
    if name in _HTML.split():
        return name
    plain = _camel(name.removeprefix("qti-"))
    return plain if name.startswith("qti-") and plain not in _HTML.split() else ""


def _camel(name: str) -> str:
    """Return simpleChoice for simple-choice, "" for another spelling."""
    if not re.fullmatch("[a-z-]+", name):
        return ""
    first, *others = name.split("-")
    return first + "".join(word.capitalize() for word in others)


def _rename_attributes(element: etree._Element) -> None:
    for key, value in list(element.attrib.items()):
        if "}" not in key:
            del element.attrib[key]
            element.set(_camel(key) or f"not-{key}", value)


def _replace_values(element: etree._Element) -> None:
    """Replace the values in a manifest of 3.0 by those of 2.2; values of 2.2 are wrong in 3.0."""
    if etree.QName(element).localname in ("schema", "schemaversion"):
        element.text = _VALUES.get(element.text, f"not {element.text}")
    if "type" in element.attrib:
        element.set("type", _VALUES.get(element.get("type"), f"not {element.get('type')}"))


def _unwrapped(holder: etree._Element) -> Iterator[str]:
    """Require that a rubric is for scoring, and that its words and those of feedback are in a content body."""
    name = etree.QName(holder).localname
    if name == "rubricBlock" and holder.attrib.pop("use", "") != "scoring":
        yield "a rubric that is not for scoring"
    if [etree.QName(child).localname for child in holder] != ["contentBody"] or (holder.text or "").strip():
        yield f"{name} without a content body"
        return
    (body,) = holder
    if body.attrib:
        yield f"a content body with {list(body.attrib)}"
    holder.text, holder[:] = body.text, list(body)
