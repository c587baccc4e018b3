"""A decision is kept as long as it makes sense with how the question compares with the bank."""

import pytest

from lms.bank.imports.classification import NEW, Classification, remaining_choice
from lms.domain.question.similarity import Similarity

SIMILAR, EQUAL = Similarity(8, 10), Similarity(10, 10)
EVERY = ("add", "version", "skip", "")


@pytest.mark.parametrize(
    ("classification", "left"),
    [
        (NEW, ["add", "", "skip", ""]),
        (Classification("changed", 1, 1), ["", "", "skip", ""]),
        (Classification("same", 1, 1), ["", "", "skip", ""]),
        (Classification("same", 1, 1, likeness=EQUAL), ["", "", "", ""]),
        (Classification("doubtful", 1, 1, likeness=SIMILAR), ["add", "version", "skip", ""]),
        (Classification("doubtful", 1, 1, likeness=EQUAL), ["", "version", "skip", ""]),
        (Classification("doubtful", twin=1, likeness=SIMILAR), ["add", "", "skip", ""]),
        (Classification("doubtful", twin=1, likeness=EQUAL), ["", "", "skip", ""]),
    ],
)
def test_a_decision_that_no_longer_makes_sense_is_undecided(classification, left):
    assert [remaining_choice(choice, classification) for choice in EVERY] == left
