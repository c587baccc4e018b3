"""Convert the two spellings of names: responseDeclaration in QTI 2, qti-response-declaration in QTI 3."""

import re

from lms.formats.containers.safe_xml import Element, local_name

NAMESPACE = {
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
SCHEMA = {
    "2.2": "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
}
_NEW = re.compile("qti-[a-z]")
"""The start of a name of QTI 3; qti-2x is an extension, and 2x would be no name."""


def plain_names(root: Element) -> Element:
    """Give the tree the names of QTI 2 without namespaces, so that one reader reads both versions."""
    for element in root.iter():
        name = local_name(element)
        is_new = bool(_NEW.match(name))
        element.tag = camel(name.removeprefix("qti-")) if is_new else name
        for key in list(element.attrib):
            plain = key.rpartition("}")[2]
            plain = camel(plain) if is_new and not plain.startswith(("data-", "aria-")) else plain
            if plain != key:
                value = element.attrib.pop(key)
                if plain not in element.attrib:
                    element.set(plain, value)
    return root


def camel(name: str) -> str:
    """Return simpleChoice for simple-choice."""
    return re.sub(r"-([a-z0-9])", lambda match: match[1].upper(), name)


def kebab(name: str) -> str:
    """Return simple-choice for simpleChoice."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"-{match[1].lower()}", name)
