"""A new question starts as an example of its kind with the rest to fill in."""

from datetime import date

import pytest

from lms.bank.authoring.starter import starter_text
from lms.bank.missing import expected_of, missing_of
from lms.content.items import ItemContent
from lms.content.read_item import read_item
from lms.questions import kinds

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", kinds())
def test_only_what_the_author_must_fill_in_is_missing(kind, language):
    problems = read_item(starter_text(kind, language, DAY), "writing")
    assert isinstance(problems, list)
    assert [problem.what.en for problem in problems] == [
        "name is missing",
    ]
    named = read_item(starter_text(kind, language, DAY).replace('name = ""', 'name = "new"', 1), "writing")
    assert isinstance(named, ItemContent)
    assert list(missing_of(kind, named.source, named.rationale)) == list(expected_of(kind))


@pytest.mark.parametrize("kind", kinds())
def test_filled_in_it_is_a_question_of_that_kind(kind):
    text = starter_text(kind, "zh", DAY)
    for name in ("name", "source", "rationale"):
        text = text.replace(f'{name} = ""', f'{name} = "said-here"', 1)
    item = read_item(text, "writing")
    assert isinstance(item, ItemContent), item
    assert (item.question.kind, item.checked, item.level) == (kind, DAY, 2)


def test_an_essay_starts_with_the_points_of_its_rubric():
    assert 'points = "6"  #' in starter_text("essay", "zh", DAY)


def test_an_unknown_kind_has_no_starter():
    with pytest.raises(KeyError):
        starter_text("../settings", "zh", DAY)
