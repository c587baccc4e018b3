"""The numbers that Word shows before paragraphs are read with them."""

import pytest

from lms.formats.word.numbering import numeral
from tests.formats.word.build import CHOICES, abstract, listed, num, p, read, right


def test_numbers_that_word_shows_are_read() -> None:
    numbering = abstract(0, ("decimal", "%1."), ("upperLetter", "%2.")) + num(5, 0)
    body = [
        listed(5, 0, "一"),
        listed(5, 1, "甲"),
        listed(5, 1, "乙"),
        p("答案：B"),
        listed(5, 0, "二"),
        listed(5, 1, "丙"),
        listed(5, 1, "丁"),
        p("答案：A"),
    ]
    reading = read(*body, numbering=numbering)
    assert [(draft.data["stem"], right(draft)) for draft in reading.drafts] == [
        ("一", ["乙"]),
        ("二", ["丙"]),
    ]
    assert reading.problems == ()


def test_a_list_can_start_from_one_again() -> None:
    numbering = (
        abstract(0, ("decimal", "%1."))
        + abstract(1, ("upperLetter", "%1、"))
        + num(1, 0)
        + num(2, 1, 1)
        + num(3, 1, 1)
    )
    body = [
        listed(1, 0, "一"),
        listed(2, 0, "甲"),
        listed(2, 0, "乙"),
        p("答案：B"),
        listed(1, 0, "二"),
        listed(3, 0, "丙"),
        listed(3, 0, "丁"),
        p("答案：A"),
    ]
    assert [right(draft) for draft in read(*body, numbering=numbering).drafts] == [["乙"], ["丙"]]


def test_a_number_can_come_from_the_style_or_its_base() -> None:
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="ask"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:styleId="off"><w:basedOn w:val="base"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    body = [
        p("一", properties='<w:pStyle w:val="ask"/>'),
        *CHOICES,
        p("续", properties='<w:pStyle w:val="off"/>'),
        p("二", properties='<w:pStyle w:val="ask"/>'),
        *CHOICES,
    ]
    reading = read(*body, numbering=abstract(0, ("decimal", "%1、")) + num(1, 0), styles=styles)
    assert [draft.data["stem"] for draft in reading.drafts] == ["一", "二"]


def test_word_can_number_headings() -> None:
    numbering = abstract(0, ("chineseCounting", "%1、"), ("decimal", "%2.")) + num(1, 0)
    body = [
        listed(1, 0, "判断题"),
        listed(1, 1, "甲。"),
        p("答案：对"),
        listed(1, 0, "简答题"),
        listed(1, 1, "乙？"),
        p("答案：丙"),
    ]
    assert [draft.kind for draft in read(*body, numbering=numbering).drafts] == ["true_false", "essay"]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (28, "upperLetter", "BB"), (3, "lowerLetter", "c"), (14, "upperRoman", "XIV"), (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"), (3, "ideographTraditional", "丙"), (4, "decimalEnclosedCircleChinese", "④"),
        (5, "decimalEnclosedParen", "(5)"), (7, "decimalZero", "07"), (9, "unheardOf", "9"),
    ],
)  # fmt: skip
def test_numerals_have_the_forms_of_word(count: int, form: str, shown: str) -> None:
    assert numeral(count, form) == shown
