"""Submission: once, sealed, scored, and never with less than the client sent."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import event, func, select

from lms.domain.problem import Refused
from lms.platform import audit
from lms.platform.audit import AuditEvent
from lms.results.models import Mark, ScoreRun
from lms.sittings import receipt
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import current_answers, own_sitting
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.models import Sitting, SittingEvent
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, WRONG, exam, plan

pytestmark = pytest.mark.both_engines


@pytest.fixture
def sitting(db, cast, now):
    """林's open sitting of three single choices, two of them answered."""
    exam_id = exam(db, now, plan(attempts=50))
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
        save_answers(
            session, cast.lin, sitting.id, [AnswerUpdate(1, 1, RIGHT), AnswerUpdate(3, 2, WRONG)], now
        )
    return sitting


def submit(db, actor, sitting, now, seqs=()):
    with db.transaction() as session:
        return submit_sitting(session, actor, sitting.id, dict(seqs), now)


def rows(db, sitting) -> tuple[int, int, list[str]]:
    """How many score runs, marks, and which ends a sitting has."""
    with db.read() as session:
        runs = session.scalar(select(func.count()).where(ScoreRun.sitting_id == sitting.id))
        marks = session.scalar(
            select(func.count(Mark.id)).join(ScoreRun).where(ScoreRun.sitting_id == sitting.id)
        )
        ends = select(SittingEvent.type).where(SittingEvent.type.in_(("submitted", "expired")))
        return runs, marks, list(session.scalars(ends.where(SittingEvent.sitting_id == sitting.id)))


def test_submission_seals_scores_and_records(db, cast, now, sitting):
    later = now + timedelta(minutes=7)
    ended = submit(db, cast.lin, sitting, later)
    assert (ended.new, ended.sitting.state, ended.sitting.ended_at) == (True, "submitted", later)
    assert rows(db, sitting) == (1, 3, ["submitted"])
    with db.read() as session:
        stored = session.execute(select(Sitting.state, Sitting.ended_at, Sitting.receipt)).one()
        assert stored == ("submitted", later, ended.sitting.receipt)
        noted = select(AuditEvent.detail).where(AuditEvent.action == "delivery.submitted")
        assert session.scalars(noted).all() == [{"receipt": ended.sitting.receipt}]


def test_submission_is_idempotent_and_gives_the_same_receipt(db, cast, now, sitting):
    first = submit(db, cast.lin, sitting, now, {1: 1, 3: 2})
    again = submit(db, cast.lin, sitting, now + timedelta(hours=1), {1: 1, 3: 2})
    assert (again.new, again.sitting, again.missing) == (False, first.sitting, [])
    assert rows(db, sitting) == (1, 3, ["submitted"])


def test_four_at_once_are_one(db, cast, now, sitting):
    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(lambda _: submit(db, cast.lin, sitting, now), range(4)))
    assert sorted(one.new for one in ended) == [False, False, False, True]
    assert len({one.sitting.receipt for one in ended}) == 1
    assert rows(db, sitting) == (1, 3, ["submitted"])


def test_less_than_the_client_sent_is_not_sealed(db, cast, now, sitting):
    with pytest.raises(Refused) as caught:
        submit(db, cast.lin, sitting, now, {1: 1, 2: 4, 3: 5})
    assert (caught.value.status, caught.value.code) == (409, "sitting.answers_missing")
    assert caught.value.facts["missing"] == [
        {"position": 2, "sent": 4, "held": 0},
        {"position": 3, "sent": 5, "held": 2},
    ]
    assert rows(db, sitting) == (0, 0, [])
    with db.transaction() as session:
        save_answers(
            session, cast.lin, sitting.id, [AnswerUpdate(2, 4, RIGHT), AnswerUpdate(3, 5, RIGHT)], now
        )
    assert submit(db, cast.lin, sitting, now, {1: 1, 2: 4, 3: 5}).new is True


def test_after_the_end_missing_answers_are_reported(db, cast, now, sitting):
    submit(db, cast.lin, sitting, now)
    assert submit(db, cast.lin, sitting, now, {1: 9}).missing == [{"position": 1, "sent": 9, "held": 1}]


def test_a_position_that_does_not_exist_is_refused(db, cast, now, sitting):
    with pytest.raises(Refused) as caught:
        submit(db, cast.lin, sitting, now, {4: 1, 0: 1})
    assert [problem.where.in_("zh") for problem in caught.value.problems] == ["seqs.4", "seqs.0"]


def test_somebody_elses_sitting_does_not_exist(db, cast, now, sitting):
    with pytest.raises(Refused) as caught:
        submit(db, cast.wang, sitting, now)
    assert caught.value.code == "not_found"
    assert rows(db, sitting) == (0, 0, [])


@pytest.mark.parametrize(("late", "state"), [(0, "submitted"), (5, "submitted"), (6, "expired")])
def test_at_the_end_of_the_grace_the_deadline_takes_over(db, cast, sitting, late, state):
    at = sitting.deadline + timedelta(seconds=late)
    ended = submit(db, cast.lin, sitting, at, {1: 99} if state == "expired" else {})
    assert (ended.sitting.state, ended.new) == (state, state == "submitted")
    assert ended.sitting.ended_at == (at if state == "submitted" else sitting.deadline)
    assert rows(db, sitting) == (1, 3, [state])


def test_the_receipt_can_be_computed_without_this_system(db, cast, now, sitting):
    ended = submit(db, cast.lin, sitting, now)
    with db.read() as session:
        sealed = receipt.sealed_document(
            own_sitting(session, cast.lin, sitting.id), current_answers(session, sitting.id)
        )
    assert [(one["seq"], one["response"]) for one in sealed["answers"]] == [
        (1, RIGHT),
        (None, {}),
        (2, WRONG),
    ]
    plain = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(plain.encode()).hexdigest() == ended.sitting.receipt


def test_the_seal_includes_the_audit_trail_up_to_then(db, cast, now, sitting):
    with db.read() as session:
        before = audit.head(session)
    ended = submit(db, cast.lin, sitting, now)
    with db.read() as session:
        found = own_sitting(session, cast.lin, sitting.id)
        assert (found.audit_head, before[0] > 0) == (before, True)
        sealed = receipt.sealed_document(found, current_answers(session, sitting.id))
        sealing = session.get_one(AuditEvent, audit.head(session)[0])
    assert sealed["audit"] == {"seq": before[0], "hash": before[1]}
    assert (sealing.object, sealing.detail["receipt"]) == (f"sitting:{sitting.id}", ended.sitting.receipt)
    sealed["audit"]["hash"] = "0" * 64
    assert receipt.seal_hash(sealed) != ended.sitting.receipt


def test_a_seal_without_the_audit_trail_can_still_be_computed(db, cast, now, sitting):
    submit(db, cast.lin, sitting, now)
    with db.read() as session:
        found, answers = own_sitting(session, cast.lin, sitting.id), current_answers(session, sitting.id)
    old = replace(found, audit_head=None)
    sealed = receipt.sealed_document(found, answers)
    del sealed["audit"]
    assert receipt.sealed_document(old, answers) == sealed


def test_another_answer_gives_another_receipt(db, cast, now, sitting):
    first = submit(db, cast.lin, sitting, now).sitting
    with db.read() as session:
        sealed = receipt.sealed_document(
            own_sitting(session, cast.lin, sitting.id), current_answers(session, sitting.id)
        )
    sealed["answers"][0]["response"] = WRONG
    assert receipt.seal_hash(sealed) != first.receipt


def test_people_read_a_receipt_in_five_groups_of_five():
    assert receipt.receipt_code("0" * 64) == "00000-00000-00000-00000-00000"
    assert receipt.receipt_code("f" * 64) == "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ"
    assert receipt.receipt_code("08" + "0" * 62) == "10000-00000-00000-00000-00000"


class Cut(Exception):
    """The server dies here."""


def test_wherever_the_server_dies_the_sitting_is_open_or_sealed_with_all_its_answers(db, cast, now, sitting):
    """One fault before each statement and before the commit; then it is tried again and succeeds."""
    reached, sealed = 0, False
    while not sealed:
        left = reached

        def die(*_args):
            nonlocal left
            left -= 1
            if left < 0:
                raise Cut

        event.listen(db.writer, "before_cursor_execute", die)
        try:
            submit(db, cast.lin, sitting, now)
            sealed = True
        except Cut:
            reached += 1
        finally:
            event.remove(db.writer, "before_cursor_execute", die)
        with db.read() as session:
            assert own_sitting(session, cast.lin, sitting.id).state == ("submitted" if sealed else "open")
        assert rows(db, sitting) == ((1, 3, ["submitted"]) if sealed else (0, 0, []))
    assert reached > 8
