"""HTML to Markdown: the words are always those of the HTML, and what Markdown can mark is marked."""

import pytest

from lms.domain.text.markup import block_html, inline_html
from lms.formats.markup.html_text import line_of, looks_like_html, markdown_of, superscript, words_of


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>公司的<b>核心</b>是？</p>", "公司的**核心**是？"),
        ("<b>注意：</b>请看", "**注意**：请看"),  # asterisks next to punctuation do not count between 汉字
        ("他说<b>“你好”</b>吧", "他说“**你好**”吧"),
        ("<p>一</p><p>二<br>三</p>", "一\n\n二  \n三"),
        (
            "<h2>题</h2><ul><li>一</li><li>二<ol start='3'><li>三</li></ol></li></ul>",
            "## 题\n\n- 一\n- 二\n\n  3. 三",
        ),
        (
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 |  |",
        ),
        ("H<sub>2</sub>O、10<sup>-3</sup>、x<sup>甲</sup>", "H₂O、10⁻³、x^(甲)"),
        ("<pre>if x:\n  y</pre>", "```\nif x:\n  y\n```"),
        ("用 <code>a`b</code>", "用 ``a`b``"),
        ("火警<u>&nbsp;&nbsp;&nbsp;</u>。", "火警____。"),
        ("<blockquote><p>一</p><p>二</p></blockquote>", "> 一\n>\n> 二"),
        ("a &lt;b&gt; &amp;amp; c", "a \\<b> \\&amp; c"),
        ("1*2*3 a_b", "1\\*2\\*3 a_b"),
        ("<p># 甲</p><p>- 乙</p>", "\\# 甲\n\n\\- 乙"),
        ("<i><b>x</b></i>y", "***x***y"),
        ("<img src='@@PLUGINFILE@@/a%20b.png' alt='图'>", "![图](a%20b.png)"),
        ("<a href='https://a.cn/(x) y'>条例</a>", "[条例](<https://a.cn/(x)%20y>)"),
        ("", ""),
    ],
)
def test_what_html_shows_the_markdown_shows(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


@pytest.mark.parametrize(
    "html",
    [
        "甲<script>alert(1)</script>", "甲<style>p{}</style>", "甲<!-- x -->", "甲<iframe src='http://x.cn'>x</iframe>",
        "<a href='javascript:x'>甲</a>", "<a href='data:text/html,x'>甲</a>", "<svg onload=x><text>y</text></svg>甲",
        "<span onclick='x' style='color:red'>甲</span>", "甲<input value='x'><object>y</object>", "<img src='data:image/png;base64,x'>甲",
    ],
)  # fmt: skip
def test_what_could_run_or_be_filled_in_is_left_out(html: str) -> None:
    assert markdown_of(html) == "甲"


def test_a_line_has_no_blocks() -> None:
    assert (
        line_of("<p>一</p><ul><li><b>二</b></li></ul><table><tr><td>三</td><td>四|</td></tr></table>")
        == "一 **二** 三 四|"
    )


def test_emphasis_that_markdown_cannot_carry_is_dropped_and_the_words_stay() -> None:
    html = "<b>a</b><i>b</i><b>c*d</b>"
    assert (
        inline_html(line_of(html))
        .replace("<strong>", "")
        .replace("</strong>", "")
        .replace("<em>", "")
        .replace("</em>", "")
        == "abc*d"
    )


def test_a_tree_deeper_than_any_page_keeps_its_words() -> None:
    assert markdown_of("<div>" * 5_000 + "甲") == "甲"


def test_words_alone() -> None:
    assert (words_of("<p>一 <b>二</b>&amp;</p>三"), words_of("a &lt; b")) == ("一 二&三", "a < b")


def test_tags_are_distinguished_from_signs() -> None:
    is_html = {
        text: looks_like_html(text)
        for text in ("<b>", "a<br/>", "<!-- x -->", "a < b", "a<b and c>d", "<3>", "《》")
    }
    assert is_html == {
        "<b>": True,
        "a<br/>": True,
        "<!-- x -->": True,
        "a < b": False,
        "a<b and c>d": True,
        "<3>": False,
        "《》": False,
    }


def test_superscripts_and_subscripts() -> None:
    assert (superscript("10"), superscript("2n"), superscript("n", low=True), superscript(" ")) == (
        "¹⁰",
        "²ⁿ",
        "_(n)",
        " ",
    )


def test_a_list_of_html_stays_a_list() -> None:
    html = "<ol><li>一</li><li><p>二</p><p>三</p></li></ol>"
    assert (
        block_html(markdown_of(html)).replace("\n", "")
        == "<ol><li><p>一</p></li><li><p>二</p><p>三</p></li></ol>"
    )
