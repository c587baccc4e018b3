"""Parses XML from strangers: no document types, no entities, no network, bounded size and depth."""

import re
from collections.abc import Iterator
from html.entities import html5
from io import BytesIO
from typing import Any

from lxml import etree

from lms.domain.place import NOWHERE, Place, TextLine
from lms.domain.problem import Problem, Text

Element = Any
"""An element of lxml, which comes without types."""

LARGEST = 50_000_000
DEEPEST = 200
MOST_TAGS = 1_000_000
"""A tree of so many takes about 150 MB."""
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([^\s>\[]*)((?:[^>\[\"']|\"[^\"]*\"|'[^']*')*)([>\[])", re.IGNORECASE)
_SUBSET = re.compile(r"(?:[^\]\"'<]|<(?!!--)|\"[^\"]*\"|'[^']*'|<!--.*?-->)*\]\s*>", re.DOTALL)
_NO_XML_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "utf-16": "utf-16",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "big5": "big5",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030",
}  # fmt: skip


def parse_xml(data: bytes, *, mend: bool = False) -> Element | Problem:
    """The root element, or why it is refused; `where` is the line, or "" for the whole.

    A <!DOCTYPE …> is passed over and never followed; one that declares an entity is refused.
    With `mend`, HTML's named entities count as their characters and a broken file is read as far as it makes sense.
    """
    source = _source(data)
    if isinstance(source, Problem):
        return source
    if source.count("<") > MOST_TAGS:
        what = Text(f"标签超过 {MOST_TAGS} 个", f"has more than {MOST_TAGS} tags")
        return Problem(NOWHERE, what, _SPLIT)
    if mend:
        source = _ENTITY.sub(_character, source)
    try:
        root = etree.fromstring(source.encode(), _parser(mend))
    except (etree.XMLSyntaxError, ValueError) as error:
        return _not_well_formed(error)
    if root is None:
        return _not_well_formed(ValueError())
    if _TOO_DEEP(root):
        what = Text(f"标签嵌套超过 {DEEPEST} 层", f"has tags more than {DEEPEST} levels deep")
        return Problem(NOWHERE, what, _EXPORT_AGAIN)
    return root


def iterate(data: bytes, *names: str) -> Iterator[Element | Problem]:
    """Each element with one of these names in any namespace, forgotten after its turn.

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
    """The name of the root element as far as the first bytes tell, without its prefix; "" if they do not."""
    text = _decode(data[:20_000], "ignore")
    if isinstance(text, Problem):
        return ""
    at = _prolog_end(text)
    doctype = _DOCTYPE.match(text, at)
    at = _prolog_end(text, doctype.end()) if doctype else at
    found = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)").match(text, at)
    return found[1] if found else ""


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> list[Element]:
    """The direct children with one of these names, whatever their namespace; without names, all."""
    return [child for child in element if not names or local_name(child) in names]


def child(element: Element | None, *path: str) -> Element | None:
    """The first child with the first name, its first child with the next, and so on; None if one is missing."""
    for name in path:
        if element is None:
            return None
        element = next((found for found in element if local_name(found) == name), None)
    return element


def descendants(element: Element, *names: str) -> list[Element]:
    """All elements below with one of these names, in the order of the file."""
    return [found for found in element.iterdescendants() if local_name(found) in names]


def text(element: Element | None) -> str:
    """All words inside, without outer blanks; "" for None."""
    return "" if element is None else "".join(element.itertext()).strip()


def line(element: Element) -> Place:
    """Where it stands in the file."""
    return TextLine(element.sourceline)


def _source(data: bytes) -> str | Problem:
    """The text without declaration and document type, so that nothing of either is ever looked at."""
    if len(data) > LARGEST:
        what = Text(f"超过 {LARGEST // 1_000_000} MB", f"is larger than {LARGEST // 1_000_000} MB")
        return Problem(NOWHERE, what, _SPLIT)
    decoded = _decode(data)
    if isinstance(decoded, Problem):
        return decoded
    source = _NO_XML_CHARACTER.sub("", decoded)
    if not source.strip():
        what = Text("文件是空的", "is empty")
        return Problem(NOWHERE, what, _EXPORT_AGAIN)
    declaration = _DECLARATION.match(source)
    if declaration:
        source = _blank(source, declaration.start(), declaration.end())
    at = _prolog_end(source)
    doctype = _DOCTYPE.match(source, at)
    if doctype is None:
        wrong = source[at : at + 9].upper() == "<!DOCTYPE" or source[at : at + 8].upper() == "<!ENTITY"
        return _declares_entities() if wrong else _web_page_or(source, at, "")
    end = doctype.end() if doctype[3] == ">" else _harmless_end(source, doctype.end())
    if end is None:
        return _declares_entities()
    at = doctype.start()
    return _web_page_or(_blank(source, at, end), at, doctype[1])


def _harmless_end(source: str, start: int) -> int | None:
    """Where a document type ends that declares elements and attributes only; None if it declares an entity."""
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
            what = Text(f"不支持 {name} 编码", f"the encoding {name} is not supported")
            return Problem(NOWHERE, what, Text("请另存为 UTF-8 后重试", "Save it as UTF-8 and try again"))
    for attempt in (encoding, "utf-8", "gb18030"):
        try:
            return data.decode(attempt, errors).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    what = Text("文字编码有误", "is not text in the encoding it names")
    return Problem(NOWHERE, what, Text("请另存为 UTF-8 后重试", "Save it as UTF-8 and try again"))


def _prolog_end(source: str, at: int = 0) -> int:
    while found := _BEFORE_ROOT.match(source, at):
        at = found.end()
    return at


def _blank(source: str, start: int, end: int) -> str:
    """Blanks instead of a part, so that line numbers stay."""
    return source[:start] + "\n" * source.count("\n", start, end) + source[end:]


def _web_page_or(source: str, at: int, doctype: str) -> str | Problem:
    if doctype.lower() != "html" and source[at : at + 5].lower() != "<html":
        return source
    what = Text(
        "这是一个网页（HTML），不是试题文件：不是 QTI，也不是 Moodle XML",
        "this is a web page (HTML) and no file of questions: not QTI, not Moodle XML",
    )
    how = Text(
        "请在原系统中用“导出”或“下载”取得文件，不要另存网页",
        "Get the file by the other system's export, not by saving the page",
    )
    return Problem(NOWHERE, what, how)


def _declares_entities() -> Problem:
    what = Text(
        "文件带有文档类型声明（DTD）或实体，可能有害，未读取",
        "declares a document type or entities, which may do harm; it was not read",
    )
    return Problem(NOWHERE, what, Text("请重新导出不带 DTD 的文件", "Export it again without a DTD"))


def _character(match: re.Match[str]) -> str:
    return match[0] if match[1] in _OF_XML else html5.get(f"{match[1]};", match[0])


def _parser(mend: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=True,
        remove_comments=True, remove_pis=True, recover=mend,
    )  # fmt: skip


def _not_well_formed(error: Exception) -> Problem:
    row = getattr(error, "lineno", None)
    said = re.sub(r", line \d+.*|\(<string>.*", "", str(error)).strip()
    what = Text(f"不是合格的 XML（{said[:200]}）", f"is not well-formed XML ({said[:200]})")
    return Problem(TextLine(row) if row else NOWHERE, what, _EXPORT_AGAIN)


_SPLIT = Text("请分成几个文件", "Split it into several files")
_EXPORT_AGAIN = Text("请在原系统中重新导出", "Export it again from the system it comes from")
