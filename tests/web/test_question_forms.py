"""The form class of a kind: what is sent through it is the question again, to the letter."""

import pytest
from werkzeug.datastructures import MultiDict

from lms.domain.fields import LONGEST_TEXT
from lms.domain.form import Rows
from lms.domain.form_values import blank, change, collect, names, tidy
from lms.domain.problem import Problem, Refused, Text
from lms.domain.question import Question
from lms.questions import dump_question, kind, kinds, load_question
from lms.web.forms import question_form
from lms.web.forms.question import id_of
from tests.questions.test_forms import each_sample, fields_of


@each_sample
def test_a_question_comes_back_to_the_letter(sample):
    parts = kind(sample.kind).FORM
    form = question_form(parts, fields_of(sample))
    assert form.validate(), {field.name: field.errors for field in form.in_error}
    assert {name: value for name, value in form.values().items() if value} == {
        name: value for name, value in fields_of(sample).items() if value
    }
    back = load_question(sample.kind, collect(parts, tidy(parts, form.values())))
    assert isinstance(back, Question), [problem.line("en") for problem in back]
    assert dump_question(back) == dump_question(sample.question)


@each_sample
def test_the_line_ends_of_browsers_change_nothing(sample):
    parts, values = kind(sample.kind).FORM, fields_of(sample)
    browser = MultiDict({name: value.replace("\n", "\r\n") for name, value in values.items()})
    assert question_form(parts, browser).values() == question_form(parts, values).values()


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_form_has_a_field_for_every_place_that_a_problem_can_name(name):
    parts = kind(name).FORM
    values = blank(parts)
    for rows in (part for part in parts if isinstance(part, Rows)):
        values, _ = change(parts, values, f"{rows.name}.add")
    form = question_form(parts, values)
    assert set(names(parts, values)) <= {field.name for field in form}
    assert len({field.id for field in form}) == len(list(form))


def test_labels_of_rows_say_which_row_and_language():
    form = question_form(kind("single_choice").FORM, {"options.2.text": "乙"})
    field = form["en.options.2.text"]
    assert (field.label, field.about, field.id) == (
        Text("文字（英文）", "Text in English"),
        Text("选项 B", "Option B"),
        id_of("en.options.2.text"),
    )


def test_a_gap_between_rows_keeps_english_beside_its_chinese():
    values = {"options.1.text": "甲", "options.3.text": "丙", "en.options.3.text": "C"}
    form = question_form(kind("single_choice").FORM, values)
    assert {name: value for name, value in form.values().items() if value} == values


def test_what_is_too_long_is_said_at_its_field_and_kept():
    long = "字" * (LONGEST_TEXT + 1)
    form = question_form(kind("single_choice").FORM, {"options.2.text": long})
    assert not form.validate()
    assert [field.name for field in form.in_error] == ["options.2.text"]
    assert form.values()["options.2.text"] == long


def test_a_problem_with_all_rows_stands_at_their_group():
    what, how = Text("没有正确选项", "There is no right option"), Text("请标出", "mark one")
    form = question_form(kind("single_choice").FORM, {"options.1.text": "甲"})
    form.refuse(Refused("x", what, how, problems=[Problem("options", what, how)]))
    assert [(field.name, field.id) for field in form.in_error] == [("options", "f-options")]
