"""No format drops anything of a question silently: checked with the samples of every kind."""

from decimal import Decimal
from random import Random

import pytest

from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.formats.items import item_formats, readable, writable
from lms.questions import (
    get_kind,
    model_answer,
    read_response,
    response_from_paper,
    rubric_points,
    same_question,
    score_response,
)
from tests.questions import samples

BOTH = sorted(set(readable()) & set(writable()))
"""The formats that we write and read."""
SAME_SCORES_ONLY = {"gift"}
"""Formats that write every rule of a choice as what each option earns: scores of answers are compared instead."""
each_sample = pytest.mark.parametrize(
    "sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}"
)


def draft_of(sample: samples.Sample, *, translated: bool) -> Draft:
    data = sample.data if translated else {name: value for name, value in sample.data.items() if name != "en"}
    points = rubric_points(sample.question) or Decimal(1)
    return Draft("第 1 行", sample.kind, data, name="甲", points=points)


def same_scores(reread: Question, original: Question) -> bool:
    """Return whether the same written answers earn the same with both questions."""
    if reread.kind != original.kind:
        return False
    own, body = get_kind(original.kind), original.body
    shown, reread_shown = (own.show(question.body, None) for question in (original, reread))
    given = [model_answer(original, "zh"), *(own.wrong_response(body, Random(seed)) for seed in range(20))]
    for response in given:
        written = own.response_to_paper(shown, read_response(original, response)).zh
        if (
            score_response(reread, response_from_paper(reread, reread_shown, written)).fraction
            != score_response(original, response).fraction
        ):
            return False
    return True


@each_sample
@pytest.mark.parametrize("translated", [True, False])
@pytest.mark.parametrize("name", BOTH)
def test_a_question_comes_back_as_it_was_or_the_format_says_what_it_loses(
    sample: samples.Sample, name: str, translated: bool
) -> None:
    form, draft = item_formats()[name], draft_of(sample, translated=translated)
    reread = [found.question() for found in form.read(form.write([draft]), f"a{form.SUFFIXES[0]}").drafts]
    same = same_scores if name in SAME_SCORES_ONLY else same_question
    complete = [found for found in reread if isinstance(found, Question) and same(found, sample.question)]
    if translated:
        languages = sample.question.translations.keys()
        complete = [found for found in complete if found.translations.keys() == languages]
    assert len(complete) == 1 or form.losses([draft]) != []


@each_sample
@pytest.mark.parametrize("name", writable())
def test_only_a_question_that_is_left_out_is_more_than_a_notice(sample: samples.Sample, name: str) -> None:
    form, draft = item_formats()[name], draft_of(sample, translated=True)
    left_out = [problem for problem in form.losses([draft]) if not problem.notice]
    if name in BOTH:
        written = form.read(form.write([draft]), f"a{form.SUFFIXES[0]}").drafts
        assert (len(written), len(left_out)) in ((1, 0), (0, 1))
    else:
        assert left_out == []


def test_json_names_the_rules_that_it_cannot_carry() -> None:
    rules = {"order": ["甲", "乙"], "rule": "constraints", "constraints": [{"first": "甲"}]}
    drafts = [
        Draft("1", "ordering", {"stem": "先后？", "order": ["甲", "乙"], "rule": "pairs"}),
        Draft("2", "ordering", {"stem": "先后？", **rules}),
    ]
    losses = item_formats()["json"].losses(drafts)
    assert [(problem.where, problem.notice) for problem in losses] == [("2", True)]


@each_sample
@pytest.mark.parametrize("name", writable())
def test_a_loss_is_explained_in_both_languages(sample: samples.Sample, name: str) -> None:
    for problem in item_formats()[name].losses([draft_of(sample, translated=True)]):
        assert problem.what.zh
        assert problem.what.en
        assert problem.how.zh
        assert problem.how.en
        assert f"“{sample.kind}”" not in problem.what.zh, "a kind is called by its name on pages"
