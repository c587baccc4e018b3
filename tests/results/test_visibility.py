"""The one rule of what a candidate may see, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.results.visibility import Visibility, visibility_of
from tests.exam_data import plan

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("review", ["score", "marks", "answers"])
@pytest.mark.parametrize(
    ("sitting", "run", "released", "state"),
    [
        ("open", None, None, "open"),
        ("open", "final", NOW, "open"),
        ("expired", None, None, "closing"),
        ("submitted", "marking", None, "marking"),
        ("submitted", "marking", NOW, "marking"),
        ("submitted", "final", None, "held"),
        ("submitted", "final", NOW + timedelta(seconds=1), "held"),
    ],
)
def test_before_release_no_part_is_seen_whatever_the_plan_allows(review, sitting, run, released, state):
    assert visibility_of(plan(review=review), sitting, run, released, False, NOW) == Visibility(state)


@pytest.mark.parametrize(
    ("after_submission", "score", "marks"),
    [("none", False, False), ("score", True, False), ("marks", True, True)],
)
def test_between_submission_and_release_the_plan_may_show_a_score_but_never_answers(
    after_submission, score, marks
):
    blueprint = plan(review="answers", after_submission=after_submission)
    assert visibility_of(blueprint, "submitted", "final", None, False, NOW) == Visibility(
        "held", score, marks
    )
    for sitting, run in (("open", "final"), ("submitted", "marking"), ("expired", None)):
        assert visibility_of(blueprint, sitting, run, None, False, NOW).score is False


@pytest.mark.parametrize(
    ("review", "shown"),
    [("score", (True, False, False)), ("marks", (True, True, False)), ("answers", (True, True, True))],
)
@pytest.mark.parametrize("sitting", ["submitted", "expired"])
def test_after_release_the_plan_decides(review, shown, sitting):
    assert visibility_of(plan(review=review), sitting, "final", NOW, False, NOW) == Visibility(
        "released", *shown
    )


def test_the_answers_wait_while_the_exam_can_be_sat_again():
    assert visibility_of(plan(review="answers"), "submitted", "final", NOW, True, NOW) == Visibility(
        "released", score=True, marks=True, answers=False, waits=True
    )
    assert visibility_of(plan(review="marks"), "submitted", "final", NOW, True, NOW).waits is False
