"""Comparison keys: what counts as the same answer, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.text import typed
from lms.domain.text.typed import clean, comparison_key

SAME = [
    ("ＡＢＣ１２３", "abc123"),
    ("一 文　一\u200b事\ufeff", "一文一事"),
    ("《党政机关公文处理工作条例》", "党政机关公文处理工作条例"),
    ("请示、报告；批复。", "请示 报告 批复"),
    ("“两个维护”", "「两个维护」"),
    ("國務院辦公廳", "国务院办公厅"),
    ("二零二六年", "二〇二六年"),
    ("兩", "两"),
    ("Ｈ₂Ｏ", "h2o"),
    ("㎡", "m2"),
    ("①", "1"),
    ("1,000元", "１０００元"),
    ("1，000，000", "1000000"),
    ("3—5天", "3～5天"),
    ("3-5天", "3–5天"),
    ("8：30", "8:30"),
    ("GB-2312", "GB 2312"),
    ("①……", "1..."),
    ("“1+X”", "1+x"),
    ("Straße", "STRASSE"),
    ("好\ufe0f", "好"),
    ("3×4", "3x4"),
    ("1、2、3", "1，2，3"),
]
DIFFERENT = [
    ("1.5", "15"),
    ("8:30", "830"),
    ("3-5", "35"),
    ("1/2", "12"),
    ("50%", "50"),
    ("零下-3度", "零下3度"),
    ("10²", "102"),
    ("１０⁻³", "10-3"),
    ("C++", "C"),
    ("x<3", "x3"),
    ("1,2,3", "123"),
    ("一", "二"),
    ("、", "，"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_one_answer_have_one_key(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_answers_have_two_keys(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲、乙", "甲，乙", False),
        ("甲，乙", "甲,乙", True),
        ("完。", "完.", True),
        ("“好”", '"好"', True),
        ("《好》", "〈好〉", True),
        ("好——", "好—", True),
        ("好……", "好...", True),
        ("（一）", "(一)", True),
        ("好！", "好", False),
    ],
)
def test_kept_punctuation_counts_but_not_its_width(one: str, other: str, same: bool) -> None:
    keys = [comparison_key(text, keep_punctuation=True) for text in (one, other)]
    assert (keys[0] == keys[1]) is same


def test_a_text_of_punctuation_only_keeps_it() -> None:
    assert [comparison_key(text) for text in ("《》", "——", "。", "")] == ["«»", "—", ".", ""]


def test_the_table_of_traditional_characters_leads_to_simplified_ones_only() -> None:
    table = typed._TO_SIMPLIFIED
    assert len(table) > 400
    assert [chr(key) for key, value in table.items() if ord(value) in table] == []
    assert [pair for pair in typed._SIMPLIFIED.split() if len(pair) != 2 or pair[0] == pair[1]] == []


@given(st.text())
def test_any_text_has_a_key_without_white_space(text: str) -> None:
    key = comparison_key(text)
    assert key.split() == ([key] if key else [])
    assert comparison_key(f"\u3000{text}\u200b ") == key


def test_stored_text_has_no_control_characters_and_no_lone_surrogates() -> None:
    assert clean(" \x00甲\r\n乙\t丙\x1b\ufffe\ud800 ") == "甲\n乙\t丙\ufffd"


def test_a_byte_order_mark_is_no_text() -> None:
    assert clean("\ufeff甲\ufeff乙") == "甲乙"


@given(st.text(st.characters()))
def test_cleaning_is_done_once_and_what_is_clean_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode()
