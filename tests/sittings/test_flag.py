"""Flagging a question to come back to."""

from datetime import timedelta

import pytest

from lms.domain.problem import Refused
from lms.sittings.answers.flags import set_flag
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import current_answers
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, counting, exam

pytestmark = pytest.mark.both_engines


@pytest.fixture
def sitting(db, cast, now):
    exam_id = exam(db, now)
    with db.transaction() as session:
        return begin_sitting(session, cast.lin, exam_id, now).sitting


def mark(db, actor, sitting, position, flagged, now):
    with db.transaction() as session:
        set_flag(session, actor, sitting.id, position, flagged, now)
        return current_answers(session, sitting.id).flags


def refusal(db, actor, sitting, position, now) -> str:
    with pytest.raises(Refused) as caught:
        mark(db, actor, sitting, position, True, now)
    return caught.value.code


def test_a_flag_is_set_and_removed(db, cast, now, sitting):
    assert mark(db, cast.lin, sitting, 2, True, now) == {2}
    assert mark(db, cast.lin, sitting, 3, True, now) == {2, 3}
    assert mark(db, cast.lin, sitting, 2, False, now) == {3}


def test_flags_and_answers_of_a_position_are_independent(db, cast, now, sitting):
    mark(db, cast.lin, sitting, 2, True, now)
    with db.transaction() as session:
        save_answers(session, cast.lin, sitting.id, [AnswerUpdate(2, 1, RIGHT)], now)
        found = current_answers(session, sitting.id)
    assert (found.flags, found.state(1), found.state(2)) == ({2}, "unseen", "answered")


def test_setting_the_same_flag_is_idempotent(db, cast, now, sitting):
    mark(db, cast.lin, sitting, 2, True, now)
    with counting(db) as said:
        mark(db, cast.lin, sitting, 2, True, now)
    assert [words for words in said if words.startswith("INSERT")] == []


def test_only_the_candidate_flags_only_in_an_open_sitting_and_only_its_positions(db, cast, now, sitting):
    assert refusal(db, cast.wang, sitting, 1, now) == "not_found"
    assert refusal(db, cast.lin, sitting, 4, now) == "not_found"
    assert refusal(db, cast.lin, sitting, 1, sitting.deadline + timedelta(seconds=6)) == "sitting.expired"
