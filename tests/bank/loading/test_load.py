"""Files and pages write the same bank: neither loses what the other wrote (decision 0005)."""

import subprocess
import sys

import pytest
from sqlalchemy import select

from lms.bank import review, write
from lms.bank.models import Item, ItemVersion
from tests.bank import texts

pytestmark = pytest.mark.both_engines


def the_item(session):
    return session.scalars(select(Item).where(Item.name == "doc-1")).one()


def facts(session):
    item = the_item(session)
    return item.state, item.number, item.approved_number


def rights(session):
    bodies = session.scalars(select(ItemVersion.body).order_by(ItemVersion.number))
    return [body["body"]["options"][0]["text"] for body in bodies]


def counts(loaded):
    return loaded.added, loaded.changed, loaded.unchanged, loaded.retired, loaded.for_review


@pytest.fixture
def loaded(session, cast, now):
    texts.from_file(session, now, texts.text())
    return session


@pytest.fixture
def corrected(loaded, cast, now):
    """The question of the file, corrected on pages and approved."""
    item_id = the_item(loaded).id
    write.save(loaded, cast.chen, item_id, 1, texts.content(right="页上改"), now)
    review.submit_for_review(loaded, cast.chen, item_id, 2, now)
    review.approve(loaded, cast.zhao, item_id, 2, "", now)
    return loaded


def test_an_unchanged_file_leaves_a_correction_on_pages_unchanged(corrected, now):
    assert counts(texts.from_file(corrected, now, texts.text())) == (0, 0, 1, 0, [])
    assert facts(corrected) == ("approved", 2, 2)


def test_a_changed_file_is_approved_by_the_reviewer_it_names(loaded, now):
    assert counts(texts.from_file(loaded, now, texts.text(right="文件改"))) == (0, 1, 0, 0, [])
    assert facts(loaded) == ("approved", 2, 2)


def test_a_changed_file_waits_for_review_where_somebody_corrected_on_pages(corrected, now):
    changed = texts.text(right="文件改")
    assert counts(texts.from_file(corrected, now, changed)) == (0, 1, 0, 0, ["doc-1"])
    assert facts(corrected) == ("in_review", 3, 2)
    assert rights(corrected) == ["请示", "页上改", "文件改"]
    assert counts(texts.from_file(corrected, now, changed)) == (0, 0, 1, 0, [])


def test_a_file_that_takes_over_the_correction_changes_nothing(corrected, now):
    assert counts(texts.from_file(corrected, now, texts.text(right="页上改"))) == (0, 0, 1, 0, [])
    assert facts(corrected) == ("approved", 2, 2)


def test_after_an_approval_the_next_change_of_the_file_needs_no_review(corrected, cast, now):
    texts.from_file(corrected, now, texts.text(right="文件改"))
    review.approve(corrected, cast.zhao, the_item(corrected).id, 3, "", now)
    assert counts(texts.from_file(corrected, now, texts.text(right="再改"))) == (0, 1, 0, 0, [])
    assert facts(corrected) == ("approved", 4, 4)


def test_a_changed_file_does_not_restore_what_was_retired_on_pages(loaded, cast, now):
    review.retire(loaded, cast.chen, the_item(loaded).id, "条款已改", now)
    texts.from_file(loaded, now, texts.text())
    assert facts(loaded) == ("retired", 1, None)
    assert counts(texts.from_file(loaded, now, texts.text(right="文件改"))) == (0, 1, 0, 0, ["doc-1"])
    assert facts(loaded) == ("in_review", 2, None)


def test_a_question_whose_file_is_gone_is_retired_once(loaded, cast, now):
    other = texts.text("doc-2", stem="另一题？")
    assert counts(texts.from_file(loaded, now, other)) == (1, 0, 0, 1, [])
    assert facts(loaded) == ("retired", 1, None)
    review.restore(loaded, cast.chen, the_item(loaded).id, now)
    assert counts(texts.from_file(loaded, now, other)) == (0, 0, 1, 0, [])
    assert facts(loaded) == ("approved", 1, 1)


def test_a_question_whose_file_comes_back_is_in_use_again(loaded, now):
    texts.from_file(loaded, now)
    assert counts(texts.from_file(loaded, now, texts.text())) == (0, 1, 0, 0, [])
    assert facts(loaded) == ("approved", 2, 2)


def test_a_file_does_not_overrule_a_question_of_the_same_name_made_on_pages(session, cast, now):
    texts.approved(session, cast, now, right="页上写")
    assert counts(texts.from_file(session, now, texts.text())) == (0, 1, 0, 0, ["doc-1"])
    assert facts(session) == ("in_review", 2, 1)


def test_files_do_not_change_questions_written_on_pages_that_they_do_not_name(session, cast, now):
    texts.approved(session, cast, now)
    assert counts(texts.from_file(session, now)) == (0, 0, 0, 0, [])
    assert facts(session) == ("approved", 1, 1)


@pytest.mark.parametrize("module", ["lms.bank.find", "lms.bank.load_bank"])
def test_a_process_that_writes_questions_keeps_the_lists_up_to_date(module):
    asked = f"import sys, {module}; print('lms.bank.index' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout == "True\n"
