"""No format leaves anything of a question out in silence: over every kind's samples."""

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
IN_OTHER_WORDS = {"gift"}
"""Says every rule of a choice by what each option earns: there the scores of answers are compared."""
each_sample = pytest.mark.parametrize(
    "sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}"
)


def draft_of(sample: samples.Sample, *, translated: bool) -> Draft:
    data = sample.data if translated else {name: value for name, value in sample.data.items() if name != "en"}
    points = rubric_points(sample.question) or Decimal(1)
    return Draft("第 1 行", sample.kind, data, name="甲", points=points)


def same_scores(found: Question, original: Question) -> bool:
    """Whether answers that are written in the same way on both papers earn the same."""
    if found.kind != original.kind:
        return False
    own, body = get_kind(original.kind), original.body
    one, other = (own.show(question.body, None) for question in (original, found))
    given = [model_answer(original, "zh"), *(own.wrong_response(body, Random(seed)) for seed in range(20))]
    for response in given:
        words = own.response_to_paper(one, read_response(original, response)).zh
        if (
            score_response(found, response_from_paper(found, other, words)).fraction
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
    found = [one.question() for one in form.read(form.write([draft]), f"a{form.SUFFIXES[0]}").drafts]
    same = same_scores if name in IN_OTHER_WORDS else same_question
    whole = [one for one in found if isinstance(one, Question) and same(one, sample.question)]
    if translated:
        whole = [one for one in whole if one.translations.keys() == sample.question.translations.keys()]
    assert len(whole) == 1 or form.losses([draft]) != []


def test_json_says_which_rules_it_cannot_tell() -> None:
    rules = {"order": ["甲", "乙"], "rule": "constraints", "constraints": [{"first": "甲"}]}
    drafts = [
        Draft("1", "ordering", {"stem": "先后？", "order": ["甲", "乙"], "rule": "pairs"}),
        Draft("2", "ordering", {"stem": "先后？", **rules}),
    ]
    told = item_formats()["json"].losses(drafts)
    assert [(problem.where, problem.notice) for problem in told] == [("2", True)]


@each_sample
@pytest.mark.parametrize("name", writable())
def test_what_is_lost_is_said_with_its_place_and_what_to_do(sample: samples.Sample, name: str) -> None:
    for problem in item_formats()[name].losses([draft_of(sample, translated=True)]):
        assert problem.what.zh
        assert problem.what.en
        assert problem.how.zh
        assert problem.how.en
        assert f"“{sample.kind}”" not in problem.what.zh, "a kind is called by its name on pages"
