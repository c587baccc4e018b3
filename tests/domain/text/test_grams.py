"""Grams of text with which an index finds Chinese."""

import pytest

from lms.domain.text.grams import MOST_GRAMS, grams, phrase_grams, tag_gram


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("一文一事", ["一文", "文一", "一事", "事"]),
        ("事", ["事"]),
        ("No. 15，Ｗ2", ["no", "15", "w2"]),
        ("第15条", ["第", "15", "条"]),
        ("①", ["1"]),
        ("𠮷野家", ["𠮷野", "野家", "家"]),
        ("", []),
        ("%_'\"&|:*", []),
    ],
)
def test_a_text_is_split_into_bigrams_and_words(text, pieces):
    assert grams(text) == pieces


@pytest.mark.parametrize(
    ("words", "pieces"),
    [("请示", ["请示"]), ("一文一事", ["一文", "文一", "一事"]), ("事", ["事"]), ("第15条", ["第", "15", "条"]),
     ("15条", ["15", "条"]), ("docu", ["docu"]), ("哈哈", ["哈哈"]), ("、", [])],
)  # fmt: skip
def test_a_search_is_a_sequence_of_grams(words, pieces):
    assert phrase_grams(words) == pieces


def test_every_part_of_a_text_is_found_by_its_grams():
    text = "依照《条例》第15条，行政机关应当在15日内答复no reply。"
    whole = grams(text)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            asked = phrase_grams(text[start:end])
            if not asked or (text[start].isascii() and start and text[start - 1].isascii()):
                continue  # a word of other writing is found by its beginning
            rows = (whole[i : i + len(asked)] for i in range(len(whole)))
            assert any(r[:-1] == asked[:-1] and r and r[-1].startswith(asked[-1]) for r in rows), text[
                start:end
            ]


def test_a_tag_is_one_gram_and_a_long_text_is_limited():
    assert tag_gram("Office 写作") == "＃office＿写作"
    assert len(grams("字" * 3 * MOST_GRAMS)) == MOST_GRAMS
