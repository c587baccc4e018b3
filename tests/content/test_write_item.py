"""What is written reads as the same question: every shipped question, every sample, any words."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content.items import ItemContent, read_items
from lms.content.library import read_library
from lms.content.toml_file import TomlFile
from lms.content.write_item import item_toml
from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.formats.drafts.toml_text import inline, pair
from lms.questions import load_question, rubric_points
from tests.questions.samples import samples

SHIPPED = read_library(Path(__file__).parents[2])
ITEMS = [item for items in SHIPPED.items.values() for item in items]
CHECKS = [check for course in SHIPPED.courses for check in course.checks]

LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
WORDS = LINE.map(lambda text: f"题{text}".strip()).filter(lambda text: "_" not in text)


def content(question: Question, **more) -> ItemContent:
    values = {
        "place": NOWHERE,
        "name": "item-1",
        "question": question,
        "competency": "writing",
        "area": "",
        "level": 2,
        "points": rubric_points(question) or Decimal("2.50"),
        "source": "惯例",
        "checked": date(2026, 11, 23),
        "rationale": {"zh": "理由", "en": ""},
        "expires": "",
        "tags": (),
        "author": "甲",
        "reviewer": "乙",
    }
    return ItemContent(**(values | more))


def read_back(text: str, item: ItemContent) -> ItemContent:
    problems = []
    items = read_items(TomlFile(Path(), "", text), item.competency, problems)
    assert problems == []
    return replace(items[0], place=NOWHERE)


def test_a_difficulty_is_written_where_there_is_one():
    hard = replace(ITEMS[0], difficulty="hard")
    assert read_back(item_toml(hard), hard) == replace(hard, place=NOWHERE)
    assert "difficulty" not in item_toml(replace(hard, difficulty=""))


def test_every_shipped_question_reads_back_the_same():
    assert (len(ITEMS) > 150, len(CHECKS) > 20, SHIPPED.problems) == (True, True, [])
    for item in ITEMS + CHECKS:
        assert read_back(item_toml(item), item) == replace(item, place=NOWHERE)


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: f"{sample.kind}: {sample.name}")
def test_every_sample_of_every_kind_reads_back_the_same(sample):
    english = "why" if "en" in sample.question.translations else ""
    item = content(sample.question, rationale={"zh": "理由", "en": english}, tags=("sjt", "in-basket"))
    assert read_back(item_toml(item), item) == item


@given(WORDS, WORDS, WORDS, WORDS, st.lists(LINE, max_size=3))
def test_any_words_read_back_the_same(stem, right, why, english, tags):
    data = {
        "stem": f"{stem}\n\n{why}",
        "options": [{"text": f"1{right}", "right": True}, {"text": f"2{right}", "feedback": why}],
        "en": {"stem": english, "options": [f"1{english}", f"2{english}"]},
    }
    question = load_question("single_choice", data)
    item = content(question, rationale={"zh": why, "en": english}, expires=stem, tags=tuple(tags))
    assert read_back(item_toml(item), item) == item


@given(
    st.recursive(
        st.text() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.dates(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_value_is_valid_toml_on_one_line_and_on_several(value):
    assert tomllib.loads(f"x = {inline(value)}") == {"x": value}
    assert tomllib.loads(pair("x", value)) == {"x": value}


def test_a_case_and_enemies_read_back_the_same():
    question = load_question("true_false", {"stem": "应当先报。", "answer": True})
    item = content(question, case="flood", enemies=("报告时限", "首报"))
    assert read_back(item_toml(item), item) == item
    assert 'case = "flood"' in item_toml(item)
    assert 'enemies = ["报告时限", "首报"]' in item_toml(item)


def test_what_toml_cannot_express_is_refused():
    with pytest.raises(ValueError, match="TOML has no Decimal"):
        inline(Decimal(1))


def test_the_text_is_what_an_author_would_have_written():
    data = {
        "stem": "按轻重缓急排列。",
        "order": ["险情", "会场", "来信"],
        "rule": "constraints",
        "constraints": [{"first": "险情", "weight": "4"}, {"before": "会场", "after": "来信"}],
        "en": {"stem": "By urgency.", "order": ["Danger", "Hall", "Letter"]},
    }
    item = content(load_question("ordering", data), author="", reviewer="", tags=("in-basket",))
    assert item_toml(item) == (
        '[[item]]\nname = "item-1"\nkind = "ordering"\nlevel = 2\npoints = "2.5"\n'
        'source = "惯例"\nchecked = 2026-11-23\ntags = ["in-basket"]\nstem = "按轻重缓急排列。"\n'
        'order = ["险情", "会场", "来信"]\nrule = "constraints"\n'
        'constraints = [\n  {first = "险情", weight = "4"},\n  {before = "会场", after = "来信"},\n]\n'
        'rationale = "理由"\n[item.en]\nstem = "By urgency."\norder = ["Danger", "Hall", "Letter"]\n'
    )


def test_invisible_characters_are_written_visibly():
    question = load_question("true_false", {"stem": "请\u202e示\u200b。", "answer": True})
    assert 'stem = "请\\u202e示\\u200b。"' in item_toml(content(question)).splitlines()


def test_a_translation_that_leaves_something_empty_keeps_it_empty():
    data = {
        "stem": "多少？",
        "answer": "3",
        "unit": "日",
        "en": {"stem": "How many?", "unit": ""},
    }
    item = content(load_question("numeric", data))
    assert item.question.translations["en"].unit == ""
    assert read_back(item_toml(item), item) == item


def test_a_translation_whose_answer_earns_more_keeps_that():
    english = {"stem": "Which?", "answers": ["A", {"text": "B", "fraction": "1"}]}
    data = {"stem": "什么？", "answers": ["甲", {"text": "乙", "fraction": "1/2"}], "en": english}
    item = content(load_question("short_text", data))
    assert [answer.fraction for answer in item.question.translations["en"].answers] == [1, 1]
    assert read_back(item_toml(item), item) == item
