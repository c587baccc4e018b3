"""Places are values; their words are in the language of the reader."""

import pytest

from lms.domain.place import (
    NOWHERE,
    FieldPath,
    FileLine,
    Named,
    Paragraph,
    QuestionNumber,
    Quoted,
    SheetCell,
    TableRow,
    TextLine,
    named,
)
from lms.domain.place_record import place_from_json, place_to_json
from lms.domain.problem import Problem, Text

PLACES = [
    (NOWHERE, "", ""),
    (TextLine(12), "第 12 行", "line 12"),
    (FieldPath("options[2].text").within(TextLine(4)), "第 4 行 options[2].text", "line 4 options[2].text"),
    (TableRow(2, 3), "表 2 第 3 行", "table 2, row 3"),
    (TableRow(2, 3, "甲"), "表 2 第 3 行“甲”", "table 2, row 3“甲”"),
    (Paragraph(7), "第 7 段", "paragraph 7"),
    (Paragraph(7, "1. 关于"), "第 7 段“1. 关于”", "paragraph 7“1. 关于”"),
    (QuestionNumber(5), "第 5 题", "question 5"),
    (SheetCell(0, 5, "单选题"), "单选题!A5", "单选题!A5"),
    (SheetCell(27, 5), "AB5", "AB5"),
    (FileLine("03-items.toml", 17), "03-items.toml:17", "03-items.toml:17"),
    (Named("第 3 行.txt"), "第 3 行.txt", "第 3 行.txt"),
    (
        Quoted("题一").within(TextLine(9)).within(Named("a.xml")),
        "a.xml 第 9 行 “题一”",
        "a.xml line 9 “题一”",
    ),
]


@pytest.mark.parametrize(("place", "zh", "en"), PLACES)
def test_a_place_has_words_in_both_languages(place, zh, en):
    assert (place.in_("zh"), place.in_("en")) == (zh, en)


@pytest.mark.parametrize("place", [place for place, _, _ in PLACES])
def test_a_stored_place_is_read_as_the_same_place(place):
    assert place_from_json(place_to_json(place)) == place


def test_places_that_were_stored_as_words_are_read_as_names():
    assert place_from_json("第 12 行") == Named("第 12 行")


def test_long_names_are_shortened_in_a_stored_place():
    assert place_to_json(Quoted("题" * 300).within(named("a" * 300)), 3) == ["aaa", {"words": "题题题"}]


def test_a_place_within_nowhere_and_nowhere_within_a_place_are_that_place():
    assert (TextLine(1).within(NOWHERE), NOWHERE.within(TextLine(1)), named("")) == (
        TextLine(1),
        TextLine(1),
        NOWHERE,
    )


def test_a_place_knows_its_line_its_field_and_its_enclosing_place():
    place = FieldPath("options[2].text").within(TextLine(4)).within(Named("a.toml"))
    assert (place.outermost, place.innermost, place.enclosing) == (
        Named("a.toml"),
        FieldPath("options[2].text"),
        Named("a.toml"),
    )
    assert (place.path, place.line) == ("options[2].text", 4)
    assert FieldPath("options[2].text").steps == [("options", 2), ("text", 0)]


def test_a_problem_has_its_place_in_the_same_language():
    problem = Problem(TextLine(12), Text("没有答案", "no answer"), Text("请补上", "add it"))
    assert problem.line("zh") == "第 12 行: 没有答案；请补上"
    assert problem.line("en") == "line 12: no answer; add it"
    assert problem.as_json("en") == {"where": "line 12", "what": "no answer", "how": "add it"}


def test_converted_places_also_replace_the_other_place_in_the_words_of_a_problem():
    how = Text("请改", "change it")
    problem = Problem(
        FieldPath("options[2].text"),
        Text("与 options[1].text 相同", "is the same as options[1].text"),
        how,
        other=FieldPath("options[1].text"),
    )
    moved = problem.with_places(lambda place: SheetCell(place.steps[0][1], 5))
    assert moved == Problem(
        SheetCell(2, 5), Text("与 B5 相同", "is the same as B5"), how, other=SheetCell(1, 5)
    )
