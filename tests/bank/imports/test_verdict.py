"""A decision stays as long as it makes sense with what the question is to the bank."""

import pytest

from lms.bank.imports.verdict import NEW, Verdict, choice_left
from lms.domain.question.similarity import Similarity

LIKE, EQUAL = Similarity(8, 10), Similarity(10, 10)
EVERY = ("add", "version", "skip", "")


@pytest.mark.parametrize(
    ("verdict", "left"),
    [
        (NEW, ["add", "", "skip", ""]),
        (Verdict("changed", 1, 1), ["", "", "skip", ""]),
        (Verdict("same", 1, 1), ["", "", "skip", ""]),
        (Verdict("same", 1, 1, alike=EQUAL), ["", "", "", ""]),
        (Verdict("doubtful", 1, 1, alike=LIKE), ["add", "version", "skip", ""]),
        (Verdict("doubtful", 1, 1, alike=EQUAL), ["", "version", "skip", ""]),
        (Verdict("doubtful", twin=1, alike=LIKE), ["add", "", "skip", ""]),
        (Verdict("doubtful", twin=1, alike=EQUAL), ["", "", "skip", ""]),
    ],
)
def test_what_makes_no_sense_any_more_is_undecided(verdict, left):
    assert [choice_left(choice, verdict) for choice in EVERY] == left
