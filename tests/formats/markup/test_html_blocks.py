"""What pages show, as the text that is printed."""

from lms.domain.text.markup import block_html
from lms.formats.markup.html_blocks import Paragraph, blocks_of, printed_line


def test_raised_and_lowered_signs_of_a_formula_are_characters_on_paper():
    assert blocks_of(block_html("面积 $\\pi r^2$，$a_1$")) == [Paragraph("面积 πr²，a₁")]
    assert (
        printed_line(block_html("| $x^2$ | $y_{n+1}$ |\n|--|--|\n| 1 | $2^{甲}$ |")) == "x² y_(n+1) 1 2^(甲)"
    )
