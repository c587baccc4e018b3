"""Parse XML from unknown sources: no document types, no entities, no network, bounded size and depth."""

import re
from collections.abc import Iterator
from html.entities import html5
from io import BytesIO
from typing import Any

from lxml import etree

from lms.domain.place import NOWHERE, Place, TextLine
from lms.domain.problem import Problem
from lms.formats.containers import messages

Element = Any
"""An element of lxml, which comes without types."""

LARGEST = 50_000_000
DEEPEST = 200
MOST_TAGS = 1_000_000
"""The tree of so many takes about 150 MB."""
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([^\s>\[]*)((?:[^>\[\"']|\"[^\"]*\"|'[^']*')*)([>\[])", re.IGNORECASE)
_SUBSET = re.compile(r"(?:[^\]\"'<]|<(?!!--)|\"[^\"]*\"|'[^']*'|<!--.*?-->)*\]\s*>", re.DOTALL)
_NOT_XML_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "utf-16": "utf-16",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "big5": "big5",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030",
}  # fmt: skip


def parse_xml(data: bytes, *, recover: bool = False) -> Element | Problem:
    """Return the root element, or why the file is refused, with the line where one is known.

    A <!DOCTYPE …> is skipped and never followed; one that declares an entity is refused.
    With `recover`, HTML's named entities are read as their characters, and a broken file as far as it can be parsed.
    """
    source = _source(data)
    if isinstance(source, Problem):
        return source
    if source.count("<") > MOST_TAGS:
        return messages.too_many_tags(MOST_TAGS)
    if recover:
        source = _ENTITY.sub(_character, source)
    try:
        root = etree.fromstring(source.encode(), _parser(recover))
    except (etree.XMLSyntaxError, ValueError) as error:
        return _not_well_formed(error)
    if root is None:
        return _not_well_formed(ValueError())
    if _TOO_DEEP(root):
        return messages.too_deep(DEEPEST)
    return root


def iterate(data: bytes, *names: str) -> Iterator[Element | Problem]:
    """Yield each element with one of these names in any namespace, and free it afterwards.

    For large files of many rows; a Problem comes last.
    """
    source = _source(data)
    if isinstance(source, Problem):
        yield source
        return
    tags = [f"{{*}}{name}" for name in names]
    try:
        for _, element in etree.iterparse(
            BytesIO(source.encode()), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=True, remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        yield _not_well_formed(error)


def first_tag(data: bytes) -> str:
    """Return the name of the root element without its prefix, by the first bytes alone; "" if they do not show it."""
    text = _decode(data[:20_000], "ignore")
    if isinstance(text, Problem):
        return ""
    at = _prolog_end(text)
    doctype = _DOCTYPE.match(text, at)
    at = _prolog_end(text, doctype.end()) if doctype else at
    tag = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)").match(text, at)
    return tag[1] if tag else ""


def local_name(element: Element) -> str:
    """Return the element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> list[Element]:
    """Return the direct children with one of these names in any namespace; all of them without names."""
    return [child for child in element if not names or local_name(child) in names]


def child(element: Element | None, *path: str) -> Element | None:
    """Follow the path from first child to first child by name; return None if one is missing."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local_name(inner) == name), None)
    return element


def descendants(element: Element, *names: str) -> list[Element]:
    """Return all elements below with one of these names, in the order of the file."""
    return [inner for inner in element.iterdescendants() if local_name(inner) in names]


def text(element: Element | None) -> str:
    """Return all text inside, without outer blanks; "" for None."""
    return "" if element is None else "".join(element.itertext()).strip()


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name in any namespace; "" if there is none."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def line(element: Element) -> Place:
    """Return the element's place in the file."""
    return TextLine(element.sourceline)


def _source(data: bytes) -> str | Problem:
    """Return the text without declaration and document type, so that the parser never sees them."""
    if len(data) > LARGEST:
        return messages.xml_too_large(LARGEST)
    decoded = _decode(data)
    if isinstance(decoded, Problem):
        return decoded
    source = _NOT_XML_CHARACTERS.sub("", decoded)
    if not source.strip():
        return messages.EMPTY_XML
    declaration = _DECLARATION.match(source)
    if declaration:
        source = _blank(source, declaration.start(), declaration.end())
    at = _prolog_end(source)
    doctype = _DOCTYPE.match(source, at)
    if doctype is None:
        wrong = source[at : at + 9].upper() == "<!DOCTYPE" or source[at : at + 8].upper() == "<!ENTITY"
        return messages.DECLARES_ENTITIES if wrong else _web_page_or(source, at, "")
    end = doctype.end() if doctype[3] == ">" else _harmless_end(source, doctype.end())
    if end is None:
        return messages.DECLARES_ENTITIES
    at = doctype.start()
    return _web_page_or(_blank(source, at, end), at, doctype[1])


def _harmless_end(source: str, start: int) -> int | None:
    """Return where a document type ends that declares elements and attributes only; None if it declares an entity."""
    end = _SUBSET.match(source, start)
    if end is None or "%" in end[0] or "<!ENTITY" in end[0].upper():
        return None
    return end.end()


def _decode(data: bytes, errors: str = "strict") -> str | Problem:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data.startswith((b"<\0", b"\0<")):
        encoding = "utf-16-le" if data[0] else "utf-16-be"
    else:
        data = data.removeprefix(b"\xef\xbb\xbf")
        declared = _DECLARED.match(data)
        name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
        encoding = _ENCODINGS.get(name, "")
        if not encoding:
            return messages.unsupported_encoding(name)
    for attempt in (encoding, "utf-8", "gb18030"):
        try:
            return data.decode(attempt, errors).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return messages.WRONG_ENCODING


def _prolog_end(source: str, at: int = 0) -> int:
    while skipped := _BEFORE_ROOT.match(source, at):
        at = skipped.end()
    return at


def _blank(source: str, start: int, end: int) -> str:
    """Replace a part by line ends alone, so that line numbers stay."""
    return source[:start] + "\n" * source.count("\n", start, end) + source[end:]


def _web_page_or(source: str, at: int, doctype: str) -> str | Problem:
    if doctype.lower() != "html" and source[at : at + 5].lower() != "<html":
        return source
    return messages.WEB_PAGE


def _character(match: re.Match[str]) -> str:
    return match[0] if match[1] in _XML_ENTITIES else html5.get(f"{match[1]};", match[0])


def _parser(recover: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=True,
        remove_comments=True, remove_pis=True, recover=recover,
    )  # fmt: skip


def _not_well_formed(error: Exception) -> Problem:
    row = getattr(error, "lineno", None)
    reason = re.sub(r", line \d+.*|\(<string>.*", "", str(error)).strip()
    return messages.not_well_formed(TextLine(row) if row else NOWHERE, reason[:200])
