"""Convert HTML from other systems to this system's Markdown: text, emphasis, lists, tables, pictures; no scripts."""

import re
from html import unescape

from lxml import etree

from lms.domain.text.markup import is_relative, plain_text
from lms.domain.text.typed import printable
from lms.formats.markup.html_inline import Line, Piece, line_markdown, line_words
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain

_LONGEST = 200_000
"""Ten times what a question may hold; of longer HTML only the words are kept."""

_SKIPPED_TAGS = {
    "script",
    "style",
    "head",
    "title",
    "template",
    "noscript",
    "svg",
    "math",
    "select",
    "button",
    "colgroup",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
_STYLES = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "u": "*", "ins": "*"}
_SUPERSCRIPTS = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_PLUGIN_FILE = "@@PLUGINFILE@@/"
_TAG = re.compile(r"<[^<>]*>")
_HTML = re.compile(r"<(?:!--|/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*|/)?>)")


def looks_like_html(text: str) -> bool:
    """Return whether a browser would find tags in `text`."""
    return "<" in text and _HTML.search(text) is not None


def markdown_of(html: str) -> str:
    """Return Markdown that shows what `html` shows, for a stem: paragraphs, lists, tables, code, pictures.

    Safe for any input: scripts, styles, forms and frames are left out with their content; a link
    with an unsafe address keeps only its words; colours and fonts are dropped. The words are always
    those of the HTML: where Markdown cannot emphasise them, they are plain.
    """
    return _converted(html, one_line=False)


def line_of(html: str) -> str:
    """Return the Markdown on one line, for an option, a side of a pair, or a feedback."""
    return _converted(html, one_line=True)


def words_of(html: str) -> str:
    """Return the words alone on one line, for an answer that is compared with what people type."""
    root = _parsed(html) if "<" in html and len(html) <= _LONGEST else None
    text = "".join(root.itertext()) if root is not None else unescape(_TAG.sub(" ", html))
    return " ".join(text.split())


def superscript(text: str, *, low: bool = False) -> str:
    """Return `text` in superscript characters (subscript if `low`); where there are none, ^(text) or _(text)."""
    raised = text.translate(_SUBSCRIPTS if low else _SUPERSCRIPTS)
    if all(char not in text or char == " " for char in raised):
        return raised
    return f"{'_' if low else '^'}({text})" if text.strip() else text


def _converted(html: str, *, one_line: bool) -> str:
    html = printable(html)
    if "<" not in html:
        text = " ".join(unescape(html).split())
        return line_of_plain(text) if one_line else markdown_of_plain(text)
    root = _parsed(html) if len(html) <= _LONGEST else None
    if root is None:
        bare = " ".join(unescape(_TAG.sub(" ", html)).split())
        return line_of_plain(bare) if one_line else markdown_of_plain(bare)
    writer = _MarkdownWriter(styled=True, one_line=one_line)
    text = writer.text(root)
    if writer.marked and not _same_words(text, writer.words):
        writer = _MarkdownWriter(styled=False, one_line=one_line)
        text = writer.text(root)
    return text


def _same_words(text: str, words: list[str]) -> bool:
    return "".join(plain_text(text).split()) == "".join("".join(words).split())


def _parsed(html: str) -> etree._Element | None:
    """Return the tree; None where the parser would drop words, as it does where tags nest deeper than 255."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(f"<div>{html}</div>".encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    cut_short = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if cut_short else root


class _MarkdownWriter:
    """Convert one tree. `words` collects all visible text; `marked`: something was emphasised."""

    def __init__(self, *, styled: bool, one_line: bool) -> None:
        self.styled = styled
        self.one_line = one_line
        self.marked = False
        self.words: list[str] = []

    def text(self, root: etree._Element) -> str:
        blocks = self._blocks(root)
        return (" " if self.one_line else "\n\n").join(block for block in blocks if block).strip()

    def _blocks(self, element: etree._Element) -> list[str]:
        """Return the blocks inside: runs of inline content and block elements in turn."""
        blocks: list[str] = []
        line: Line = []
        self._add_text(line, element.text, "")
        for child in element:
            if child.tag in _BLOCKS:
                blocks.append(self._line(line))
                line = []
                blocks += self._block(child)
            else:
                self._inline(line, child, "")
            self._add_text(line, child.tail, "")
        return [*blocks, self._line(line)]

    def _block(self, element: etree._Element) -> list[str]:
        tag = str(element.tag)
        if self.one_line and tag not in ("table", "hr"):
            return self._blocks(element)
        if tag in ("ul", "ol"):
            return [self._list(element, ordered=tag == "ol")]
        if tag == "table":
            return self._table(element)
        if tag == "pre":
            return [self._code(element)]
        if tag == "hr":
            return [] if self.one_line else ["* * *"]
        blocks = [block for block in self._blocks(element) if block]
        if tag == "blockquote":
            return (
                ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(blocks).split("\n"))]
                if blocks
                else []
            )
        if tag[0] == "h" and tag[1:].isdigit() and blocks:
            return [f"{'#' * int(tag[1])} {blocks[0]}", *blocks[1:]]
        return blocks

    def _list(self, element: etree._Element, *, ordered: bool) -> str:
        start = str(element.get("start", "1"))
        number = int(start) if start.isdecimal() and len(start) < 9 else 1
        entries = []
        for child in element:
            mark = f"{number}. " if ordered else "- "
            blocks = [block for block in self._blocks(child) if block] if isinstance(child.tag, str) else []
            if blocks:
                entries.append(mark + "\n\n".join(blocks).replace("\n", "\n" + " " * len(mark)))
                number += 1
        return "\n".join(re.sub(r"\n +(?=\n)", "\n", entry) for entry in entries)

    def _table(self, element: etree._Element) -> list[str]:
        rows = [
            [self._cell(cell) for cell in row if cell.tag in ("td", "th")]
            for row in element.iter("tr")
            if next(row.iterancestors("table"), None) is element
        ]
        rows = [row for row in rows if row]
        if self.one_line:
            return [" ".join(cell for row in rows for cell in row if cell)]
        width = max(map(len, rows), default=0)
        if not width:
            return self._blocks(element)
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        return ["\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])]

    def _cell(self, cell: etree._Element) -> str:
        was_one_line = self.one_line
        self.one_line = True
        blocks = self._blocks(cell)
        self.one_line = was_one_line
        text = " ".join(block for block in blocks if block)
        return text if was_one_line else text.replace("|", r"\|")

    def _code(self, element: etree._Element) -> str:
        for line_break in element.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        text = "".join(element.itertext()).strip("\n")
        self.words.append(text)
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        return f"{fence}\n{text}\n{fence}" if text.strip() else ""

    def _add_text(self, line: Line, text: str | None, style: str) -> None:
        if text:
            line.append(Piece(text, style))

    def _line(self, line: Line) -> str:
        text, marked = line_markdown(line, styled=self.styled, one_line=self.one_line)
        self.words.append(line_words(line))
        self.marked = self.marked or marked
        return text

    def _inline(self, line: Line, element: etree._Element, style: str) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED_TAGS:
            return
        if tag == "br":
            line.append(Piece("\n", "", "break"))
        elif tag == "img":
            line.append(_picture(element))
        elif tag in ("code", "tt", "kbd", "samp"):
            line.append(Piece("".join(element.itertext()), "", "code"))
        elif tag in ("sub", "sup"):
            line.append(Piece(superscript("".join(element.itertext()), low=tag == "sub"), style))
        elif tag == "a" and _has_usable_address(element):
            line.append(
                Piece(
                    " ".join("".join(element.itertext()).split()),
                    style,
                    "link",
                    str(element.get("href")).strip(),
                )
            )
        elif tag in ("iframe", "object", "embed", "input", "textarea"):
            return
        else:
            self._inside(line, element, _combined_style(style, _STYLES.get(tag, "")))

    def _inside(self, line: Line, element: etree._Element, style: str) -> None:
        content = "".join(element.itertext())
        is_underlined_blank = element.tag in ("u", "ins") and len(element) == 0
        if is_underlined_blank and len(content) >= 2 and not content.strip(" \xa0\u3000\t"):
            line.append(Piece("____", ""))
            return
        self._add_text(line, element.text, style)
        for child in element:
            if child.tag in _BLOCKS and child.tag != "hr":
                line.append(Piece("\n", "", "break"))
                self._inside(line, child, style)
                line.append(Piece("\n", "", "break"))
            else:
                self._inline(line, child, style)
            self._add_text(line, child.tail, style)


def _combined_style(style: str, more: str) -> str:
    """Combine two styles: bold and italic together are three asterisks, never four."""
    if not more or more in (style, "***") or style == "***":
        return style or more
    return "***" if style else more


def _picture(element: etree._Element) -> Piece:
    source = str(element.get("src", "")).strip().removeprefix(_PLUGIN_FILE)
    words = " ".join(str(element.get("alt") or element.get("title") or "").split())
    if not source or source.startswith("data:"):
        return Piece(words, "")
    return Piece(words or source.rsplit("/", 1)[-1], "", "picture", source)


def _has_usable_address(element: etree._Element) -> bool:
    address = str(element.get("href", "")).strip()
    if not address or not "".join(element.itertext()).strip():
        return False
    return is_relative(address) or re.match(r"https?://[^/\\\s]", address, re.IGNORECASE) is not None
