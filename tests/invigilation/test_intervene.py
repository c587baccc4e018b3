"""Decisions of an invigilator: pauses cost no time, extensions go beyond the window, every decision has a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.domain.access import Role
from lms.domain.problem import Refused
from lms.exams.schedule import schedule_exam
from lms.invigilation import intervene
from lms.invigilation.accept import accept_late_answers
from lms.people import roles
from lms.people.credentials import sign_in
from lms.people.models import Person
from lms.platform.audit import AuditEvent
from lms.sittings.answers.save import SavedAnswer, save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import current_answers, own_sitting
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.models import SittingEvent
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, exam

pytestmark = pytest.mark.both_engines
WHY = "消防演练"


@pytest.fixture
def sat(db, cast, now):
    """林's and 罗's open sittings."""
    exam_id = exam(db, now)
    with db.transaction() as session:
        return [begin_sitting(session, person, exam_id, now).sitting for person in (cast.lin, cast.luo)]


def decide(db, how, *asked):
    with db.transaction() as session:
        return how(session, *asked)


def refusal(db, how, *asked) -> str:
    with pytest.raises(Refused) as caught:
        decide(db, how, *asked)
    return caught.value.code


def write(db, actor, sitting, seq, now):
    with db.transaction() as session:
        return save_answers(session, actor, sitting.id, [AnswerUpdate(1, seq, RIGHT)], now)


def of(db, actor, sitting):
    with db.read() as session:
        return own_sitting(session, actor, sitting.id)


def test_a_pause_stops_the_clock_and_no_answer_is_saved_meanwhile(db, cast, now, sat):
    lins = sat[0]
    paused_at = now + timedelta(minutes=10)
    decide(db, intervene.pause, cast.jian, [lins.id], WHY, paused_at)
    later = now + timedelta(hours=5)
    sitting = of(db, cast.lin, lins)
    assert (sitting.state_at(later), sitting.deadline_at(later)) == ("paused", later + timedelta(minutes=30))
    assert (
        refusal(db, save_answers, cast.lin, lins.id, [AnswerUpdate(1, 1, RIGHT)], later) == "sitting.paused"
    )
    assert refusal(db, submit_sitting, cast.lin, lins.id, {}, later) == "sitting.paused"
    assert expire_overdue(db, later) == 1  # 罗's only
    decide(db, intervene.resume, cast.jian, [lins.id], WHY, later)
    sitting = of(db, cast.lin, lins)
    assert (sitting.state_at(later), sitting.deadline) == ("open", later + timedelta(minutes=30))
    assert [ack.seq for ack in write(db, cast.lin, lins, 1, later).saved] == [1]


def test_what_was_on_its_way_when_the_pause_began_counts(db, cast, now, sat):
    decide(db, intervene.pause, cast.jian, [sat[0].id], WHY, now)
    assert [ack.seq for ack in write(db, cast.lin, sat[0], 1, now + timedelta(seconds=5)).saved] == [1]
    assert refusal(
        db, save_answers, cast.lin, sat[0].id, [AnswerUpdate(1, 2, RIGHT)], now + timedelta(seconds=6)
    ) == "sitting.paused"  # fmt: skip


def test_pausing_twice_is_pausing_once(db, cast, now, sat):
    for minute in (1, 2):
        decide(db, intervene.pause, cast.jian, [sat[0].id], WHY, now + timedelta(minutes=minute))
    assert of(db, cast.lin, sat[0]).paused_at == now + timedelta(minutes=1)


def test_an_extension_goes_beyond_the_end_of_the_window(db, cast, now):
    exam_id = exam(db, now)
    closes = now + timedelta(minutes=20)
    decide(db, schedule_exam, cast.chen, exam_id, None, closes, "", now)
    sitting = decide(db, begin_sitting, cast.lin, exam_id, now).sitting
    assert sitting.deadline == closes
    [longer] = decide(db, intervene.extend, cast.jian, [sitting.id], 15, "机器故障", now)
    assert longer.deadline == closes + timedelta(minutes=15)
    in_time = closes + timedelta(minutes=15, seconds=5)
    assert [ack.seq for ack in write(db, cast.lin, sitting, 1, in_time).saved] == [1]
    assert [ack.seq for ack in write(db, cast.lin, sitting, 2, in_time + timedelta(seconds=1)).late] == [2]


def test_every_decision_is_recorded_with_actor_and_reason_in_the_sitting_and_in_the_audit_trail(
    db, cast, now, sat
):
    decide(db, intervene.extend, cast.jian, [each.id for each in sat], 5, "  统一 延长 ", now)
    facts = {"reason": "统一 延长", "by": "简宁", "minutes": 5, "deadline": "2026-11-23T01:45:00.000Z"}
    with db.read() as session:
        events = select(SittingEvent.sitting_id, SittingEvent.actor_id, SittingEvent.response)
        rows = session.execute(events.where(SittingEvent.type == "extended").order_by(SittingEvent.id)).all()
        assert rows == [(each.id, cast.jian.id, facts) for each in sat]
        audited = select(AuditEvent.object, AuditEvent.detail).where(AuditEvent.action == "delivery.extended")
        assert session.execute(audited).all() == [(f"sitting:{each.id}", facts) for each in sat]


def test_collecting_seals_what_is_there_even_from_a_pause(db, cast, now, sat):
    write(db, cast.lin, sat[0], 1, now)
    decide(db, intervene.pause, cast.jian, [sat[0].id], WHY, now)
    later = now + timedelta(hours=1)
    [sitting] = decide(db, intervene.collect, cast.jian, [sat[0].id], "违规", later)
    assert (sitting.state, sitting.ended_at, len(sitting.receipt)) == ("submitted", later, 64)


def test_what_was_on_its_way_when_the_paper_was_collected_is_kept_for_a_person_to_decide(db, cast, now, sat):
    decide(db, intervene.collect, cast.jian, [sat[0].id], "先交", now)
    for _ in range(2):
        saved = write(db, cast.lin, sat[0], 1, now + timedelta(seconds=20))
        assert (saved.saved, saved.late) == ([], [SavedAnswer(1, 1)])
    assert of(db, cast.lin, sat[0]).state == "submitted"
    with db.transaction() as session:
        assert current_answers(session, sat[0].id).answers == {}
        accept_late_answers(session, cast.jian, sat[0].id, [1], WHY, now + timedelta(minutes=1))
        assert current_answers(session, sat[0].id).answers[1].response == RIGHT
    with db.transaction() as session:
        submit_sitting(session, cast.luo, sat[1].id, {}, now)
    assert (
        refusal(db, save_answers, cast.luo, sat[1].id, [AnswerUpdate(1, 1, RIGHT)], now)
        == "sitting.submitted"
    )


def test_all_or_none(db, cast, now, sat):
    decide(db, intervene.collect, cast.jian, [sat[0].id], "先交", now)
    assert refusal(db, intervene.pause, cast.jian, [each.id for each in sat], WHY, now) == "sitting.some"
    assert of(db, cast.luo, sat[1]).paused_at is None
    assert refusal(db, intervene.pause, cast.jian, [sat[0].id], WHY, now) == "sitting.submitted"


@pytest.mark.parametrize(("minutes", "code"), [(0, "sitting.minutes"), (241, "sitting.minutes")])
def test_an_extension_has_a_length(db, cast, now, sat, minutes, code):
    assert refusal(db, intervene.extend, cast.jian, [sat[0].id], minutes, WHY, now) == code


def test_a_decision_needs_a_reason_and_somebody_to_decide_about(db, cast, now, sat):
    assert refusal(db, intervene.pause, cast.jian, [sat[0].id], " ", now) == "sitting.say_why"
    assert refusal(db, intervene.pause, cast.jian, [], WHY, now) == "sitting.choose"


def test_an_invigilator_of_one_bureau_decides_about_its_people_only(db, cast, now, sat):
    with db.transaction() as session:
        person = session.get_one(Person, cast.wai.id)
        roles.grant(session, person, Role.INVIGILATOR, cast.education, None, now)
    with db.read() as session:
        wai = sign_in.actor_by_id(session, cast.wai.id)
    assert len(decide(db, intervene.pause, wai, [sat[0].id], WHY, now)) == 1
    assert refusal(db, intervene.pause, wai, [sat[1].id], WHY, now) == "not_found"
    assert refusal(db, intervene.pause, cast.chen, [sat[0].id], WHY, now) == "not_found"


def test_a_reason_that_is_too_long_is_refused_and_never_cut(db, cast, now, sat):
    with pytest.raises(Refused) as refused:
        decide(db, intervene.pause, cast.jian, [sat[0].id], "长" * 501, now)
    assert [(p.where.in_("zh"), p.what.zh, p.how.zh) for p in refused.value.problems] == [
        ("reason", "理由最多 500 个字符，现有 501 个", "请删去 1 个字符")
    ]
    assert of(db, cast.lin, sat[0]).paused_at is None
    decide(db, intervene.pause, cast.jian, [sat[0].id], "长" * 500, now)
    assert of(db, cast.lin, sat[0]).paused_at == now
