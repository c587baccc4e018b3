"""Convert Markdown of authors to safe HTML: no raw HTML, no pictures from other sites, no styles."""

import re
from collections.abc import Callable, MutableMapping, Sequence
from functools import lru_cache
from html import escape
from itertools import count
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from lms.domain.text.formula import formula_html, is_formula
from lms.domain.text.typed import printable

LONGEST_MARKED = 50_000
"""Longer texts are shown as written, without markup: the parser could take minutes."""

Resolve = Callable[[str], str | None]
"""Returns the address of a file from its relative name (not percent-encoded); None if there is no such file."""

_INLINE_TAGS = {"a", "br", "code", "em", "img", "span", "strong", "sub", "sup"}
_BLOCK_TAGS = _INLINE_TAGS | {
    "blockquote", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "table", "tbody", "td", "th", "thead", "tr", "ul", "video",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "th": {"scope"},
    "video": {"src", "controls", "preload"},
}  # fmt: skip
_CLASSES = {"span": {"gap"}, "td": {"right", "center"}, "th": {"right", "center"}, "figure": {"video"}}
_RELATIVE = re.compile(r"(?![a-zA-Z][a-zA-Z0-9+.-]*:)(?!/[/\\])(?!\\)[^\x00-\x20\\]+")
_ALIGN = re.compile(r"text-align:(left|right|center)")
_GAPS = re.compile(r"_{3,}")
_FORMULA = re.compile(r"\$((?:\\.|[^$\\\n])+)\$(?!\d)")
"""No digit follows the second dollar sign: "$5_000 to $6_000" is money."""
_BEGINS = r"[\u4e00-\u9fffA-Za-z“”‘’《》（）【】、，。；：？！]"
_GOES_ON = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’A-Za-z0-9 ,.;?%/()-]*"
_WORD = r"[\u4e00-\u9fffA-Za-z0-9]"
_NO_MARKUP = re.compile(_BEGINS + _GOES_ON)
"""One line that begins like a sentence and contains no Markdown: most questions and options."""
_BOLD_ONLY = re.compile(
    rf"(?:{_BEGINS}{_GOES_ON})?(?:\*\*{_WORD}(?:{_GOES_ON}{_WORD})?\*\*(?!\*){_GOES_ON})+"
)
"""The same with **bold** words, whose asterisks touch letters inside, as Markdown requires."""
_VIDEO = re.compile(r"\.(mp4|webm)$", re.IGNORECASE)


def block_html(
    source: str, *, resolve: Resolve | None = None, top: int = 2, gaps: bool = False, formulae: bool = True
) -> str:
    """Return HTML for paragraphs, lists, tables, headings, pictures and videos; the top heading is h`top`.

    `resolve` gives the addresses of relative pictures and links; if it returns None, a picture becomes its
    alternative text and a link its text. With `gaps`, runs of three or more underscores are numbered:
    `<span class="gap">（1）____</span>`. Without `formulae`, `$x^2$` is shown as written.
    """
    if len(source) > LONGEST_MARKED:
        return _unmarked(source, gaps)
    if resolve is None:
        return _cached_block(source, top, gaps, formulae)
    return _block(source, resolve, top, gaps, formulae)


def inline_html(source: str, *, resolve: Resolve | None = None, formulae: bool = True) -> str:
    """Return HTML for one line with emphasis, code, links, pictures and formulae."""
    if len(source) > LONGEST_MARKED:
        return escape(" ".join(printable(source).split()))
    return _cached_inline(source, formulae) if resolve is None else _inline(source, resolve, formulae)


def plain_text(source: str) -> str:
    """Return the text without markup on one line; it is not HTML."""
    if _NO_MARKUP.fullmatch(source):
        return " ".join(source.split())
    if len(source) > LONGEST_MARKED:
        return " ".join(source.split())
    if _BOLD_ONLY.fullmatch(source):
        return " ".join(source.replace("**", "").split())
    words = (_words_of(token) for token in _MARKDOWN.parse(source, {}) if token.type != "heading_open")
    return " ".join(" ".join(words).split())


def count_gaps(source: str) -> int:
    """Return the number of gaps: runs of three or more underscores outside code."""
    if len(source) > LONGEST_MARKED:
        return len(_GAPS.findall(source))
    tokens = _MARKDOWN.parse(source, {})
    return sum(child.type == "gap" for token in tokens for child in token.children or [])


def is_relative(address: str) -> bool:
    """Return whether the address is on this site: relative or beginning with a single slash."""
    return _RELATIVE.fullmatch(address) is not None


def _block(source: str, resolve: Resolve | None, top: int, gaps: bool, formulae: bool) -> str:
    env = {"resolve": resolve, "top": top, "gap": 0 if gaps else None, "formulae": formulae}
    return _BLOCK_CLEANER.clean(_MARKDOWN.render(printable(source), env)).strip()


def _unmarked(source: str, gaps: bool) -> str:
    """Return HTML with paragraphs and line breaks only; underscores are still gaps."""
    numbers = count(1)
    paragraphs = [escape(part.strip("\n")) for part in re.split(r"\n[ \t]*\n", printable(source))]
    html = "\n".join(
        f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>" for part in paragraphs if part.strip()
    )
    if not gaps:
        return html
    return _GAPS.sub(lambda _: f'<span class="gap">（{next(numbers)}）________</span>', html)


def _inline(source: str, resolve: Resolve | None, formulae: bool) -> str:
    env = {"resolve": resolve, "gap": None, "formulae": formulae}
    return _INLINE_CLEANER.clean(_MARKDOWN.renderInline(" ".join(printable(source).split("\n")), env)).strip()


_cached_block = lru_cache(4096)(lambda source, top, gaps, formulae: _block(source, None, top, gaps, formulae))
_cached_inline = lru_cache(8192)(lambda source, formulae: _inline(source, None, formulae))


def _words_of(token: Token) -> str:
    if token.children is not None:
        return "".join(_words_of(child) for child in token.children)
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _gap_rule(state: StateInline, silent: bool) -> bool:
    """Parse three or more underscores as a gap, even inside a word; they are never emphasis."""
    end = state.pos
    while end < state.posMax and state.src[end] == "_":
        end += 1
    if end - state.pos < 3:
        return False
    if not silent:
        state.push("gap", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _formula_rule(state: StateInline, silent: bool) -> bool:
    """Parse a formula between dollar signs that do not mean money, if the caller wants formulae."""
    if state.src[state.pos] != "$" or not state.env.get("formulae"):
        return False
    match = _FORMULA.match(state.src, state.pos, state.posMax)
    if match is None or not is_formula(match[1]):
        return False
    if not silent:
        state.push("formula", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _hr_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse *** and --- as a rule, but not a line of underscores, which is a gap."""
    return not state.src.startswith("_", state.bMarks[start] + state.tShift[start]) and hr(
        state, start, end, silent
    )


def _finish(state: Any) -> None:
    """After parsing, adjust heading levels, replace alignment by classes, and resolve addresses."""
    levels = [int(token.tag[1]) for token in state.tokens if token.type == "heading_open"]
    shift = state.env.get("top", 1) - min(levels, default=1)
    for index, token in enumerate(state.tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        elif token.type in ("th_open", "td_open"):
            _classify_cell(token)
        elif token.type == "inline":
            _resolve_links(token.children or [], state.env.get("resolve"))
            _make_video(state.tokens, index)


def _classify_cell(token: Token) -> None:
    style = _ALIGN.fullmatch(str(token.attrs.pop("style", "")))
    if style and style[1] != "left":
        token.attrSet("class", style[1])
    if token.tag == "th":
        token.attrSet("scope", "col")


def _resolve_links(children: list[Token], resolve: Resolve | None) -> None:
    """Resolve links; one that cannot be resolved loses its tags and keeps its text."""
    is_broken = False
    for token in children:
        if token.type == "link_open":
            href = _resolved(str(token.attrGet("href")), resolve)
            is_broken = href is None
            token.attrSet("href", href or "")
        if is_broken and token.type in ("link_open", "link_close"):
            token.type, token.tag, token.nesting, token.content = "text", "", 0, ""


def _resolved(address: str, resolve: Resolve | None) -> str | None:
    if resolve is None or not is_relative(address) or address[0] in "/#?":
        return address
    return resolve(unquote(address))


def _make_video(tokens: list[Token], index: int) -> None:
    """Turn a paragraph that is only a link to a video into a player with the link below."""
    children = tokens[index].children or []
    before = tokens[index - 1]
    if before.type != "paragraph_open" or before.hidden or not children or children[0].type != "link_open":
        return
    href = str(children[0].attrGet("href"))
    if not _VIDEO.search(href) or [c.type for c in children].index("link_close") != len(children) - 1:
        return
    before.tag = tokens[index + 1].tag = "figure"
    before.attrSet("class", "video")
    player = Token("video", "video", 0, attrs={"src": href, "controls": "", "preload": "metadata"})
    children[:] = [
        player,
        Token("figcaption_open", "figcaption", 1),
        *children,
        Token("figcaption_close", "figcaption", -1),
    ]


def _render_gap(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    if env.get("gap") is None:
        return tokens[index].content
    env["gap"] += 1
    return f'<span class="gap">（{env["gap"]}）________</span>'


def _render_formula(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    html = formula_html(tokens[index].content)
    return f"<code>${escape(tokens[index].content)}$</code>" if html is None else html


def _render_image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token = tokens[index]
    words = _words_of(token)
    source = str(token.attrGet("src"))
    address = _resolved(source, env.get("resolve")) if is_relative(source) else None
    if address is None:
        return escape(words)
    title = token.attrGet("title")
    return f'<img src="{escape(address)}" alt="{escape(words)}"' + (
        f' title="{escape(str(title))}">' if title else ">"
    )


def _render_video(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    return f"<video{renderer.renderAttrs(tokens[index])}></video>"


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Return whether a link or picture may have this address: on this site, or http and https."""
        return is_relative(url) or re.match(r"https?://[^/\\\s]", url, re.IGNORECASE) is not None


def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False}).enable("table")
    parser.inline.ruler.before("emphasis", "gap", _gap_rule)
    parser.inline.ruler.before("escape", "formula", _formula_rule)
    parser.block.ruler.at("hr", _hr_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.core.ruler.push("finish", _finish)
    parser.add_render_rule("gap", _render_gap)
    parser.add_render_rule("formula", _render_formula)
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("video", _render_video)
    return parser


def _cleaner(tags: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in tags},
        allowed_classes={tag: names for tag, names in _CLASSES.items() if tag in tags},
        url_schemes={"http", "https"},
        link_rel="noopener",
    )


_MARKDOWN = _parser()
_BLOCK_CLEANER = _cleaner(_BLOCK_TAGS)
_INLINE_CLEANER = _cleaner(_INLINE_TAGS)
