"""Plain text to Markdown: every sign is seen, and nothing is escaped that need not be."""

from html import unescape

import pytest

from lms.domain.text.markup import block_html, inline_html
from lms.formats.drafts.names import name_from_markdown
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain, plain_of_markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("C# 与 a_b_c", "C# 与 a_b_c"),
        ("2 * 3 < 7 & 8", "2 * 3 < 7 & 8"),
        ("*甲*", "\\*甲\\*"),
        ("__init__", "\\_\\_init\\_\\_"),
        ("火警____", "火警____"),
        ("[甲](乙)", "[甲\\](乙)"),
        ("C:\\new \\* \\\\", "C:\\new \\\\\\* \\\\\\\\"),
        ("&lt; &x", "\\&lt; &x"),
        ("# 甲\n- 乙\n1. 丙\n2) 丁", "\\# 甲  \n\\- 乙  \n1\\. 丙  \n2\\) 丁"),
        ("1. 甲", "1. 甲"),
        ("一\n    二", "一  \n\xa0\xa0\xa0\xa0二"),
        ("　　一\n\n\n二", "一\n\n二"),
        ("a | b\n--|--", "a | b  \n--\\|--"),
        ("一\n---", "一  \n\\---"),
        ("`x", "`x"),
    ],
)
def test_only_what_markdown_would_take_for_markup_is_escaped(text: str, markdown: str) -> None:
    assert markdown_of_plain(text) == markdown


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>", "a_b *c* `d` [e](f) ![g](h) \\i", "1. x", "# x", "~~x~~", "<http://a.b>", "&amp;", "a\\"],
)
def test_a_line_shows_what_it_says(text: str) -> None:
    assert unescape(inline_html(line_of_plain(text))) == text


def test_a_long_text_is_escaped_by_rule_and_shows_the_same() -> None:
    text = "*a* [b](c) " * 500
    assert unescape(block_html(markdown_of_plain(text)))[3:-4] == text.strip()


def test_markdown_back_to_words() -> None:
    assert plain_of_markdown("**一** `二`\n三\n\n- 四") == "一 二 三\n四"


def test_a_name_is_the_first_words_cut_between_words() -> None:
    assert name_from_markdown("**一** 二") == "一 二"
    assert (name_from_markdown("字" * 100), name_from_markdown("word " * 30)) == (
        "字" * 77 + "...",
        ("word " * 15).strip() + "...",
    )
