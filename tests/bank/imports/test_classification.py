"""A decision stays as long as it makes sense with what the question is to the bank."""

import pytest

from lms.bank.imports.classification import NEW, Classification, remaining_choice
from lms.domain.question.likeness import Likeness

LIKE, EQUAL = Likeness(8, 10), Likeness(10, 10)
EVERY = ("add", "version", "skip", "")


@pytest.mark.parametrize(
    ("verdict", "left"),
    [
        (NEW, ["add", "", "skip", ""]),
        (Classification("changed", 1, 1), ["", "", "skip", ""]),
        (Classification("same", 1, 1), ["", "", "skip", ""]),
        (Classification("same", 1, 1, alike=EQUAL), ["", "", "", ""]),
        (Classification("doubtful", 1, 1, alike=LIKE), ["add", "version", "skip", ""]),
        (Classification("doubtful", 1, 1, alike=EQUAL), ["", "version", "skip", ""]),
        (Classification("doubtful", twin=1, alike=LIKE), ["add", "", "skip", ""]),
        (Classification("doubtful", twin=1, alike=EQUAL), ["", "", "skip", ""]),
    ],
)
def test_what_makes_no_sense_any_more_is_undecided(verdict, left):
    assert [remaining_choice(choice, verdict) for choice in EVERY] == left
