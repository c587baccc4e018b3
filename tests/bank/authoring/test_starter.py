"""A new question begins as an example of its kind with the rest to fill in."""

from datetime import date

import pytest

from lms.bank.authoring.starter import starter
from lms.content.items import ItemContent
from lms.content.read_item import read_item
from lms.questions import kinds

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", kinds())
def test_only_what_the_author_must_say_is_missing(kind, language):
    found = read_item(starter(kind, language, DAY), "writing")
    assert isinstance(found, list)
    assert [problem.what.en for problem in found] == [
        "name is missing",
        "source is missing",
        "rationale is missing",
    ]


@pytest.mark.parametrize("kind", kinds())
def test_filled_in_it_is_a_question_of_that_kind(kind):
    text = starter(kind, "zh", DAY)
    for name in ("name", "source", "rationale"):
        text = text.replace(f'{name} = ""', f'{name} = "said-here"', 1)
    item = read_item(text, "writing")
    assert isinstance(item, ItemContent), item
    assert (item.question.kind, item.checked, item.level) == (kind, DAY, 2)


def test_an_essay_begins_with_the_points_of_its_rubric():
    assert 'points = "6"  #' in starter("essay", "zh", DAY)


def test_there_is_no_start_for_a_kind_that_is_not():
    with pytest.raises(KeyError):
        starter("../settings", "zh", DAY)
