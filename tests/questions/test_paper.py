"""The contract of question kinds on paper and in explanations of scores, checked with their own samples."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from lms.domain.problem import Problem
from lms.domain.question.form import FormField
from lms.domain.question.protocol import AUTO, MARKER, Question, Unreadable
from lms.questions import (
    get_kind,
    kinds,
    list_kinds,
    model_answer,
    part_names,
    raw_from_form,
    read_response,
    response_from_paper,
    response_to_form,
    rubric,
    rubric_points,
    score_response,
    show_question,
)
from tests.questions import samples

each_sample = pytest.mark.parametrize(
    "sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}"
)
RULES = {"all_or_nothing", "wrong_choice", "limit"}
"""The parts of a score that do not belong to a kind."""


def responses(sample: samples.Sample) -> Iterator[dict[str, Any]]:
    """The canonical responses of a sample; the empty one too."""
    yield {}
    for response in sample.responses:
        if not response.get("unreadable"):
            yield read_response(sample.question, samples.raw(sample.question, response))


def texts_in(value: Any) -> Iterator[str]:
    """Every text but for ids."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts_in(inner) if name != "id" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)
    elif isinstance(value, str):
        yield value


@each_sample
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_that_is_shown_is_printed(sample: samples.Sample, language: str) -> None:
    own = get_kind(sample.kind)
    shown = show_question(sample.question, 7, language)
    beside = {part.name for part in own.FORM if isinstance(part, FormField)}
    texts = set(texts_in({name: value for name, value in shown.items() if name not in beside}))
    rows = own.paper_layout(shown).rows
    assert {row.html for row in rows} == texts
    assert len({row.mark for row in rows}) == len(rows)


@each_sample
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_response_written_on_paper_is_read_back_unchanged(sample: samples.Sample, language: str) -> None:
    own, shown = get_kind(sample.kind), show_question(sample.question, 7, language)
    for response in responses(sample):
        written = own.response_to_paper(shown, response)
        assert (written.zh == "") == (written.en == "") == (response == {})
        assert [response_from_paper(sample.question, shown, words) for words in (written.zh, written.en)] == [
            response
        ] * 2
    assert own.raw_from_paper(shown, " \n") == {}


@each_sample
@pytest.mark.parametrize(
    "typed", ["Ω", "999-A", "A-999", "ＡＢ", "Z" * 300, "1-A 1-B\n\n", "（1）", "\\", "对" * 9]
)
def test_any_typed_text_is_read_or_refused_with_advice(sample: samples.Sample, typed: str) -> None:
    problems: list[Problem] = []
    try:
        response_from_paper(sample.question, show_question(sample.question, 7, "zh"), typed)
    except Unreadable as refusal:
        problems += refusal.problems
    assert all(p.what.zh and p.what.en and p.how.zh and p.how.en for p in problems)


@each_sample
def test_a_response_survives_the_fields_of_a_form_unchanged(sample: samples.Sample) -> None:
    for response in responses(sample):
        fields = response_to_form(sample.question, response)
        assert read_response(sample.question, raw_from_form(sample.question, fields)) == response


@each_sample
def test_a_wrong_response_is_read_and_earns_less_than_the_full_mark(sample: samples.Sample) -> None:
    own = get_kind(sample.kind)
    for seed in range(20):
        given = read_response(sample.question, own.wrong_response(sample.question.body, Random(seed)))
        assert bool(given) == (own.SCORING in (AUTO, MARKER))
        assert score_response(sample.question, given).fraction < 1


@each_sample
def test_chosen_options_are_options_that_are_shown(sample: samples.Sample) -> None:
    own, shown = get_kind(sample.kind), show_question(sample.question, 7, "zh")
    chosen = [own.chosen_options(response) for response in responses(sample)]
    if None in chosen:
        assert set(chosen) == {None}
        return
    assert chosen[0] == []
    ids = {option["id"] for option in shown["options"]}
    assert all(set(option_ids or ()) <= ids for option_ids in chosen)
    assert own.chosen_options(model_answer(sample.question, "zh"))


@each_sample
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_of_a_score_has_a_name(sample: samples.Sample, language: str) -> None:
    names = part_names(sample.question, show_question(sample.question, 7, language), language)
    parts = {
        part.what
        for response in responses(sample)
        for part in score_response(sample.question, response).parts
    }
    criteria = {str(number) for number, _ in enumerate(rubric(sample.question), 1)}
    assert (parts | criteria) - set(names) <= RULES
    assert all(name.zh and name.en for name in names.values())


@each_sample
def test_the_rubric_is_for_a_marker_and_gives_the_points(sample: samples.Sample) -> None:
    criteria = rubric(sample.question)
    assert bool(criteria) == (get_kind(sample.kind).SCORING == MARKER)
    assert rubric_points(sample.question) == (
        sum(Decimal(c["points"]) for c in criteria) if criteria else None
    )


@each_sample
def test_the_printed_key_is_that_of_the_question(sample: samples.Sample) -> None:
    own = get_kind(sample.kind)
    keys = [
        own.print_key(question.body, own.paper_layout(own.show(question.body, None)))
        for question in (sample.question, sample.other_key)
    ]
    assert bool(keys[0].answer) == bool(model_answer(sample.question, "zh"))
    assert keys[0] != keys[1] or own.SCORING != AUTO


def test_kinds_are_listed_in_their_order() -> None:
    assert sorted(own.KIND for own in list_kinds()) == sorted(kinds())
    assert [own.LIST_ORDER for own in list_kinds()] == sorted(own.LIST_ORDER for own in kinds().values())
    assert isinstance(samples.samples()[0].question, Question)
