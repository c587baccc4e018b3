"""For every kind: the form for authors keeps a question unchanged."""

import pytest

from lms.domain.fields import LONGEST_STEM
from lms.domain.problem import Problem
from lms.domain.question.form import FormField, Rows
from lms.domain.question.form_values import (
    change_rows,
    data_from_values,
    drop_empty_rows,
    empty_values,
    field_at,
    field_names,
    values_from_data,
)
from lms.domain.question.protocol import Question
from lms.questions import dump_question, get_kind, kinds, load_question
from tests.questions import samples

each_sample = pytest.mark.parametrize(
    "sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}"
)
FORMS = ("line", "text", "flag", "pick", "truth", "whole", "number", "points", "share", "answers", "place")


def fields_of(sample):
    stored = dump_question(sample.question)
    return values_from_data(get_kind(sample.kind).FORM, stored["body"], stored["translations"].get("en"))


@each_sample
def test_a_question_survives_its_form_unchanged(sample):
    form = get_kind(sample.kind).FORM
    back = load_question(sample.kind, data_from_values(form, drop_empty_rows(form, fields_of(sample))))
    assert isinstance(back, Question), [problem.line("en") for problem in back]
    assert dump_question(back) == dump_question(sample.question)


@each_sample
def test_empty_rows_have_no_effect(sample):
    form, fields = get_kind(sample.kind).FORM, fields_of(sample)
    for rows in (part for part in form if isinstance(part, Rows)):
        fields, focus = change_rows(form, fields, f"{rows.name}.add")
        assert focus in set(field_names(form, fields))
    assert data_from_values(form, drop_empty_rows(form, fields)) == data_from_values(
        form, drop_empty_rows(form, fields_of(sample))
    )


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_form_asks_for_what_the_kind_reads_in_both_languages(name):
    form = get_kind(name).FORM
    assert isinstance(form[0], FormField)
    assert (form[0].name, form[0].translated, form[0].required) == ("stem", True, True)
    parts = [
        inner for part in form for inner in ((part, *part.fields) if isinstance(part, Rows) else (part,))
    ]
    assert all(part.label.zh and part.label.en for part in parts)
    assert {part.control for part in parts if isinstance(part, FormField)} <= set(FORMS)
    sample = next(sample for sample in samples.samples() if sample.kind == name)
    assert set(data_from_values(form, fields_of(sample))) <= {part.name for part in form} | {"en"}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_an_empty_form_reports_at_its_fields_what_is_missing(name):
    form = get_kind(name).FORM
    fields = drop_empty_rows(form, empty_values(form))
    problems = load_question(name, data_from_values(form, fields))
    assert isinstance(problems, list)
    fields_with_problems = {
        field_at(problem.where.in_("zh"), field_names(form, fields)) for problem in problems
    }
    assert "stem" in fields_with_problems
    assert fields_with_problems <= set(field_names(form, fields))


@pytest.mark.parametrize(("name", "data", "where"), list(samples.bad()))
def test_problems_of_data_are_reported_at_a_field(name, data, where):
    form = get_kind(name).FORM
    problems = load_question(name, data)
    assert isinstance(problems, list)
    known = set(field_names(form, drop_empty_rows(form, empty_values(form))))
    strange = [p for p in problems if isinstance(p, Problem) and not field_at(p.where.in_("zh"), known)]
    assert [
        p.where.in_("zh")
        for p in strange
        if p.where.in_("zh").split("[")[0].split(".")[0] in {x.name for x in form}
    ] == []


def test_a_text_that_is_too_long_is_reported_at_its_field():
    form = get_kind("true_false").FORM
    problems = load_question("true_false", {"stem": "字" * (LONGEST_STEM + 1), "answer": True})
    assert isinstance(problems, list)
    assert [field_at(p.where.in_("zh"), field_names(form, empty_values(form))) for p in problems] == ["stem"]
