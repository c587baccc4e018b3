"""Numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.text.numbers import MOST_DIGITS, chinese_number, decimal_text, read_number

READ = {
    "１２": "12", "1,000": "1000", "1，000": "1000", "1 000": "1000", "12.50": "12.50", "+3": "3", "-3": "-3",
    "－３": "-3", "−5": "-5", "3．5": "3.5", "3。5": "3.5", ".5": "0.5", "5.": "5", "10。": "10", "-0": "0", "007": "7",
    "50%": "0.50", "50％": "0.50", "百分之五十": "0.50", "1.2e3": "1200", "1E-2": "0.01", " 3\u200b ": "3",
    "一百一十九": "119", "二〇二六": "2026", "一万二": "12000", "三点一四": "3.14", "负二": "-2", "负一百": "-100",
}  # fmt: skip
REFUSED = [
    "", " ", ".", "-", "%", "10²", "①", "½", "Ⅳ", "NaN", "inf", "-Infinity", "9e999999", "1e30", "1,00", "1,0000", "12,34,567",
    "1 00", "3-5", "1/2", "3 4", "0x10", "1_000", "1e", "--3", "3.4.5", "٣", "约三", "三四五十", "百", "点五", "三点", "abc",
    "3万", "9" * (MOST_DIGITS + 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), READ.items())
def test_a_number_is_read_exactly(text: str, number: str) -> None:
    value = read_number(text)
    assert value is not None
    assert decimal_text(value) == number


@pytest.mark.parametrize("text", REFUSED)
def test_anything_but_a_single_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("30分钟", "分钟", "30"), ("３０ 分钟", "分钟", "30"), ("三十分钟", "分钟", "30"), ("5 KM", "km", "5"), ("12㎡", "㎡", "12"),
        ("50%", "%", "50"), ("50％", "％", "50"), ("百分之五", "%", "5"), ("50", "%", "50"), ("5‰", "‰", "5"), ("3万元", "万元", "3"),
    ],
)  # fmt: skip
def test_the_unit_may_follow_the_number(text: str, unit: str, number: str) -> None:
    assert read_number(text, unit) == Decimal(number)


def test_another_unit_or_the_unit_alone_is_not_a_number() -> None:
    assert [read_number(text, "分钟") for text in ("30小时", "分钟", "30分钟分钟")] == [None, None, None]


CHINESE = {
    "零": 0, "十": 10, "十二": 12, "二十": 20, "二十一": 21, "一百零一": 101, "一百一": 110, "一百一十": 110, "两千": 2000, "两千五": 2500,
    "一千零一十": 1010, "一千零一": 1001, "三千零五十": 3050, "一万零一": 10001, "一万零一百": 10100, "十万": 100_000, "十二万三千": 123_000,
    "一亿": 10**8, "一亿二千万": 120_000_000, "一亿零五": 100_000_005, "一万亿": 10**12, "壹仟贰佰叁拾肆": 1234, "一一九": 119,
    "二〇二六": 2026, "一萬": 10_000,
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), CHINESE.items())
def test_chinese_numerals(text: str, number: int) -> None:
    assert chinese_number(text) == number


def chinese(number: int) -> str:
    """Return the full form of a number below 10,000, by the rule that people learn at school."""
    text, zero = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + mark
        zero = not digit
    return text or "零"


@given(st.integers(0, 9999))
def test_every_number_in_full_form_is_read(number: int) -> None:
    assert chinese_number(chinese(number)) == number


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_sections_of_ten_thousand_add_up(high: int, low: int) -> None:
    assert chinese_number(f"{chinese(high)}万零{chinese(low)}") == high * 10_000 + low


@pytest.mark.parametrize(
    "text",
    [
        "十十",
        "一二百",
        "三十百",
        "万",
        "一百二三",
        "百一",
        "一零百",
        "零百",
        "三四",
        "二三万",
        "负",
        "一点",
        "点一",
        "一点十",
    ],
)
def test_anything_but_a_chinese_number_is_none(text: str) -> None:
    assert chinese_number(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_a_decimal_is_written_so_that_it_is_read_back(number: Decimal) -> None:
    assert read_number(decimal_text(number)) == number
    assert read_number(f"{number:,}") == number


@given(st.text() | st.text("0123456789.,eE+-% 一十百千万亿零点负"))
def test_any_text_is_a_bounded_number_or_none(text: str) -> None:
    number = read_number(text)
    assert number is None or len(decimal_text(number)) <= 3 * MOST_DIGITS
