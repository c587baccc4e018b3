"""Markdown to HTML: what authors may use, and what is never allowed."""

import random

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.text import markup
from lms.domain.text.markup import block_html, count_gaps, inline_html, is_relative, plain_text

ALLOWED: dict[str, set[str]] = {
    "a": {"href", "rel", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "span": {"class"}, "figure": {"class"},
    "video": {"src", "controls", "preload"}, "th": {"class", "scope"}, "td": {"class"},
}  # fmt: skip
PLAIN = (
    "p br em strong code pre ul li blockquote hr table thead tbody tr h1 h2 h3 h4 h5 h6 figcaption sub sup"
)
ALLOWED |= {tag: set() for tag in PLAIN.split()}


def known(source: str) -> str | None:
    return None if "missing" in source else f"/files/{source}"


def assert_safe(html: str) -> None:
    """Check that there are only allowed tags, attributes and addresses, and that the HTML is strict."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    for node in parser.parseFragment(html).iter():
        if node.tag in ("DOCUMENT_FRAGMENT",):
            continue
        assert set(node.attrib) <= ALLOWED[node.tag]
        if node.tag in ("img", "video"):
            assert is_relative(node.attrib["src"])
        if "href" in node.attrib:
            assert is_relative(node.attrib["href"]) or node.attrib["href"].lower().startswith(
                ("http://", "https://")
            )
            assert node.attrib["rel"] == "noopener"


def test_paragraphs_emphasis_lists_and_code() -> None:
    assert block_html("**甲** 和 *乙*\n\n- 一\n- 二") == (
        "<p><strong>甲</strong> 和 <em>乙</em></p>\n<ul>\n<li>一</li>\n<li>二</li>\n</ul>"
    )


def test_the_highest_heading_goes_to_the_top_level() -> None:
    assert block_html("# 甲\n## 乙", top=2) == "<h2>甲</h2>\n<h3>乙</h3>"
    assert block_html("## 甲\n### 乙", top=2) == "<h2>甲</h2>\n<h3>乙</h3>"
    assert block_html("# 甲\n### 乙\n###### 丙", top=4) == "<h4>甲</h4>\n<h6>乙</h6>\n<h6>丙</h6>"


def test_a_table_names_its_columns_and_aligns_by_class() -> None:
    html = block_html("| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |")
    assert '<th scope="col">甲</th>\n<th class="right" scope="col">乙</th>' in html
    assert '<td>1</td>\n<td class="right">2</td>' in html


def test_raw_html_is_shown_as_text() -> None:
    assert inline_html("<b>甲</b> & <script>x</script>") == (
        "&lt;b&gt;甲&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;"
    )


def test_links_lead_to_http_or_stay_here() -> None:
    link = '<a href="{}" rel="noopener">x</a>'
    for address in ("https://www.gov.cn/a", "http://10.0.0.1/", "b/c.html", "/rooted", "#part", "?q=1"):
        assert inline_html(f"[x]({address})") == link.format(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "java\tscript:x", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "mailto:a@b.cn", "//evil.example/x", "https:evil", "ftp://a/b",
    ],
)  # fmt: skip
def test_other_addresses_become_neither_links_nor_pictures(address: str) -> None:
    html = block_html(f"[x]({address}) ![x]({address}) <{address}>")
    assert "<a" not in html
    assert "<img" not in html


def test_pictures_come_from_here_only() -> None:
    assert inline_html('![图](a.svg "题")') == '<img src="a.svg" alt="图" title="题">'
    assert inline_html("![图](/a.svg)") == '<img src="/a.svg" alt="图">'
    assert inline_html("![外 **图**](https://a.cn/a.svg)") == "外 图"


def test_relative_addresses_go_through_the_resolver() -> None:
    html = inline_html(
        "![图](a.svg) ![无](missing.svg) [页](b.pdf) [失](missing.pdf) [根](/c) [外](https://a.cn)",
        resolve=known,
    )
    assert html == (
        '<img src="/files/a.svg" alt="图"> 无 <a href="/files/b.pdf" rel="noopener">页</a> 失 '
        '<a href="/c" rel="noopener">根</a> <a href="https://a.cn" rel="noopener">外</a>'
    )


def test_the_resolver_gets_the_name_as_it_was_written() -> None:
    assert (
        inline_html("![图](现场%20图.svg)", resolve=lambda name: f"/{len(name)}") == '<img src="/8" alt="图">'
    )


def test_a_backslash_cannot_lead_to_another_site() -> None:
    assert inline_html("[x](/\\evil.example)") == '<a href="/%5Cevil.example" rel="noopener">x</a>'


def test_a_link_to_a_video_alone_is_a_player() -> None:
    assert block_html("[片子](v.mp4)", resolve=known) == (
        '<figure class="video"><video src="/files/v.mp4" controls="" preload="metadata"></video>'
        '<figcaption><a href="/files/v.mp4" rel="noopener">片子</a></figcaption></figure>'
    )
    assert "<video" not in block_html(
        "看[片子](v.mp4)。\n\n[失](missing.mp4)\n\n- [片子](v.mp4)", resolve=known
    )


def test_underscores_between_chinese_words_are_a_gap_and_not_emphasis() -> None:
    source = "按____要求（____）是____。\n\n____\n\n`____` __甲__"
    assert count_gaps(source) == 4
    assert "<em>" not in block_html(source)
    assert block_html(source).startswith("<p>按____要求（____）是____。</p>\n<p>____</p>")
    assert block_html(source).endswith("<p><code>____</code> <strong>甲</strong></p>")


def test_gaps_are_numbered_on_request() -> None:
    gap = '<span class="gap">（{}）________</span>'
    assert block_html("____ 和 ___", gaps=True) == f"<p>{gap.format(1)} 和 {gap.format(2)}</p>"
    assert block_html("____", gaps=True) == block_html("____", gaps=True)


def test_a_rule_of_stars_or_dashes_is_still_a_rule() -> None:
    assert block_html("甲\n\n***\n\n---") == "<p>甲</p>\n<hr>\n<hr>"


def test_plain_text_has_the_words_only() -> None:
    assert (
        plain_text("# 甲 **乙**\n\n- `丙`\n- ![图](a.png) [链](b)\n\n    丁 &amp; <b>")
        == "甲 乙 丙 图 链 丁 & <b>"
    )


marks = st.sampled_from(
    ["$", "^", "\\frac{", "}", "[", "](", ")", "![", "<", ">", "`", "```\n", "\n", "\n\n", "# ", "- ", "1. ", "|", "\n|-|-|\n", "*", "**", "_", "____", "&#106;",
     "javascript:", "http://", "//", "\\", '"', "'", " onerror=x ", "<img src=x onerror=y>", "<svg/onload=x>", "甲", "a", ".mp4", "v.mp4", "&lt;"]
)  # fmt: skip


@given(st.lists(marks | st.text(max_size=3), max_size=12).map("".join))
def test_any_source_gives_safe_html(source: str) -> None:
    assert_safe(block_html(source))
    assert_safe(block_html(source, resolve=known, gaps=True))
    assert_safe(f"<p>{inline_html(source)}</p>")
    assert isinstance(plain_text(source), str)


def test_a_line_without_markup_gives_the_same_text_with_and_without_parsing():
    dice, many = random.Random(1), 0
    signs = "公文办A1z。，；：？！“”《》（）()-.,;/% 　〇①３Ａ—…·℃"
    for _ in range(3_000):
        line = "".join(dice.choice(signs) for _ in range(dice.randint(1, 14)))
        if markup._NO_MARKUP.fullmatch(line):
            many += 1
            tokens = markup._MARKDOWN.parse(line, {})
            slow = " ".join(" ".join(markup._words_of(t) for t in tokens if t.type != "heading_open").split())
            assert markup.plain_text(line) == slow
    assert many > 400
