"""The form class of a kind: a question that is sent through it comes back unchanged."""

import pytest
from werkzeug.datastructures import MultiDict

from lms.domain.fields import LONGEST_TEXT
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text
from lms.domain.question.form import FormField, Rows
from lms.domain.question.form_values import (
    change_rows,
    data_from_values,
    drop_empty_rows,
    empty_values,
    field_names,
)
from lms.domain.question.protocol import Question
from lms.questions import dump_question, get_kind, kinds, load_question
from lms.web.forms import question_form
from lms.web.forms.question import control_id
from tests.questions.test_forms import each_sample, fields_of


@each_sample
def test_a_question_comes_back_to_the_letter(sample):
    parts = get_kind(sample.kind).FORM
    form = question_form(parts, fields_of(sample))
    assert form.validate(), {field.name: field.errors for field in form.fields_with_errors}
    assert {name: value for name, value in form.values().items() if value} == {
        name: value for name, value in fields_of(sample).items() if value
    }
    back = load_question(sample.kind, data_from_values(parts, drop_empty_rows(parts, form.values())))
    assert isinstance(back, Question), [problem.line("en") for problem in back]
    assert dump_question(back) == dump_question(sample.question)


@each_sample
def test_the_line_ends_of_browsers_change_nothing(sample):
    parts, values = get_kind(sample.kind).FORM, fields_of(sample)
    browser = MultiDict({name: value.replace("\n", "\r\n") for name, value in values.items()})
    assert question_form(parts, browser).values() == question_form(parts, values).values()


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_form_has_a_field_for_every_place_that_a_problem_can_name(name):
    parts = get_kind(name).FORM
    values = empty_values(parts)
    for rows in (part for part in parts if isinstance(part, Rows)):
        values, _ = change_rows(parts, values, f"{rows.name}.add")
    form = question_form(parts, values)
    assert set(field_names(parts, values)) <= {field.name for field in form}
    assert len({field.id for field in form}) == len(list(form))


def test_labels_of_rows_say_which_row_and_language():
    form = question_form(get_kind("single_choice").FORM, {"options.2.text": "乙"})
    field = form["en.options.2.text"]
    assert (field.label, field.about, field.id) == (
        Text("文字（英文）", "Text in English"),
        Text("选项 B", "Option B"),
        control_id("en.options.2.text"),
    )


def test_a_gap_between_rows_keeps_english_beside_its_chinese():
    values = {"options.1.text": "甲", "options.3.text": "丙", "en.options.3.text": "C"}
    form = question_form(get_kind("single_choice").FORM, values)
    assert {name: value for name, value in form.values().items() if value} == values


def test_what_is_too_long_is_reported_at_its_field_and_kept():
    long = "字" * (LONGEST_TEXT + 1)
    form = question_form(
        get_kind("single_choice").FORM, {"stem": "题？", "options.1.text": "甲", "options.2.text": long}
    )
    assert not form.validate()
    assert [field.name for field in form.fields_with_errors] == ["options.2.text"]
    assert form.values()["options.2.text"] == long


def test_a_problem_with_all_rows_is_shown_at_their_group():
    what, how = Text("没有正确选项", "There is no right option"), Text("请标出", "mark one")
    form = question_form(get_kind("single_choice").FORM, {"options.1.text": "甲"})
    form.refuse(Refused("x", what, how, problems=[Problem(FieldPath("options"), what, how)]))
    assert [(field.name, field.id) for field in form.fields_with_errors] == [("options", "f-options")]


def test_problems_go_to_the_field_that_they_name_in_either_language():
    what, how = Text("太短", "Too short"), Text("请补充", "add to it")
    form = question_form(get_kind("single_choice").FORM, {"options.2.text": "乙"})
    places = ("en.options[2].text", "options[2]", "nowhere")
    form.refuse(Refused("x", what, how, problems=[Problem(FieldPath(place), what, how) for place in places]))
    error = Text("太短，请补充", "Too short; add to it")
    assert [(field.name, field.errors) for field in form.fields_with_errors] == [
        ("options.2.text", [error]),
        ("en.options.2.text", [error]),
    ]
    assert [problem.where.in_("zh") for problem in form.general_problems] == ["nowhere"]


def test_a_field_that_cannot_be_read_is_reported_once():
    form = question_form(
        get_kind("single_choice").FORM, {"stem": "字", "options.2.text": "字" * (LONGEST_TEXT + 1)}
    )
    form.validate()
    problems = [
        Problem(FieldPath(place), Text("不对", "Wrong"), Text("请改", "correct it"))
        for place in ("options[2].text", "stem", "nowhere")
    ]
    assert [problem.where.in_("zh") for problem in form.not_yet_shown(problems)] == ["stem", "nowhere"]


def test_problems_are_listed_with_the_full_labels_of_their_fields():
    form = question_form(get_kind("single_choice").FORM, {"options.2.text": "乙"})
    what, both = Text("不对", "Wrong"), Text("不对；不对", "Wrong; Wrong")
    problems = [
        Problem(FieldPath(place), what, what)
        for place in ("nowhere", "en.options[2].text", "stem", "options")
    ]
    assert form.by_field(problems) == [
        ("f-stem", Text("题干", "Stem"), [both]),
        ("f-options", Text("选项", "Options"), [both]),
        ("f-en-options-2-text", Text("选项 B 文字（英文）", "Option B Text in English"), [both]),
        ("", Text("", ""), [both]),
    ]


def test_an_empty_choice_shows_its_default():
    parts = get_kind("ordering").FORM
    default = next(part.default for part in parts if part.name == "rule")
    form = question_form(parts, {"rule": ""})
    form.validate()
    assert (form["rule"].shown, form.values()["rule"], form["rule"].errors) == (default, "", [])


def test_what_is_needed_is_needed_in_chinese_only_and_may_be_empty_in_a_draft():
    form = question_form(get_kind("single_choice").FORM, {"options.1.text": "甲", "en.stem": ""})
    assert form.validate()
    assert [field.name for field in form if field.needed] == ["stem"]
    assert not any(field.flags.required for field in form)


def test_rows_are_called_by_letters_as_far_as_there_are_letters():
    parts = get_kind("single_choice").FORM
    form = question_form(parts, {"options.27.text": "x"})
    options = next(part for part in parts if part.name == "options")
    assert form.places(options)[25:] == [
        ("options.26", Text("选项 Z", "Option Z")),
        ("options.27", Text("选项 27", "Option 27")),
    ]


def test_an_invalid_date_has_the_message_of_all_dates():
    form = question_form((FormField("checked", Text("日期", "Date"), "date"),), {"checked": "2026-02-30"})
    assert not form.validate()
    assert form["checked"].errors == [
        Text("不是日期，请写成 2026-11-23", "This is not a date; write it as 2026-11-23")
    ]
    assert form.values()["checked"] == "2026-02-30"


def test_no_part_of_a_kind_can_hide_an_attribute_of_the_form():
    with pytest.raises(TypeError, match="no field may be named"):
        question_form((FormField("places", Text("处", "Places")),), {})
