"""Formulae between dollar signs: which are rendered, which are shown as written, and which are money."""

import pytest

from lms.domain.text.markup import block_html, inline_html, plain_text


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("$x^2$", "x<sup>2</sup>"),
        ("面积 $S=\\pi r^2$。", "面积 S=πr<sup>2</sup>。"),
        ("$a_1+a_{n-1}$", "a<sub>1</sub>+a<sub>n-1</sub>"),
        ("$\\frac{a+b}{2} \\le c$", "(a+b)/2 ≤c"),
        ("$\\frac12$", "1/2"),
        ("$\\sqrt{x}\\times\\sqrt{x+1}\\div 3 \\geq 0$", "√x×√(x+1)÷3 ≥0"),
        ("$x^{2y_1}$", "x<sup>2y<sub>1</sub></sup>"),
        ("$a<b_1$", "a&lt;b<sub>1</sub>"),
        ("$10\\%$ 和 $\\Omega$", "10% 和 Ω"),
        ("$\\oint x$", "<code>$\\oint x$</code>"),
        ("$x^$", "<code>$x^$</code>"),
        ("$x^{2$", "<code>$x^{2$</code>"),
        ("$x}_1$", "<code>$x}_1$</code>"),
        ("$\\text{<b>甲</b>}$", "&lt;b&gt;甲&lt;/b&gt;"),
        ("$\\evil<script>$", "<code>$\\evil&lt;script&gt;$</code>"),
    ],
)
def test_a_formula_is_shown_or_shown_as_it_is_written(source, html):
    assert inline_html(source) == html
    assert block_html(source) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "text",
    ["$5 和 $6", "花了 $5。", "$5_000 到 $6_000", "$ x^2 $", "$x^2 $", "$x$", "$$", "从 $5 到 $6 共 a_b"],
)
def test_money_and_single_dollar_signs_are_not_formulae(text):
    assert inline_html(text) == text


def test_escaped_dollar_signs_and_code_are_not_formulae():
    assert inline_html("\\$x^2\\$") == "$x^2$"
    assert inline_html("`$x^2$`") == "<code>$x^2$</code>"


def test_a_gap_is_never_inside_a_formula():
    assert block_html("$x=____$", gaps=True) == '<p>$x=<span class="gap">（1）________</span>$</p>'


def test_search_and_files_keep_a_formula_as_it_is_written():
    assert plain_text("面积 $\\pi r^2$") == "面积 $\\pi r^2$"
    assert inline_html("$x^2$", formulae=False) == "$x^2$"


def test_deep_nesting_is_shown_as_it_is_written():
    source = "x" + "^{x" * 20 + "}" * 20
    assert inline_html(f"${source}$") == f"<code>${source}$</code>"
