"""Beginning an attempt: one sitting however many try, within the window and the attempts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.bank import find, review, write
from lms.bank.models import Item, ItemVersion
from lms.bank.version_text import content_of
from lms.domain.problem import Refused
from lms.exams.items import paper_items
from lms.exams.schedule import schedule_exam, set_closed
from lms.platform.audit import AuditEvent, Origin
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.models import Sitting, SittingEvent
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import BODIES, counting, drawing, exam, item, plan

pytestmark = pytest.mark.both_engines


def start(db, actor, exam_id, now, **more):
    with db.transaction() as session:
        return begin_sitting(session, actor, exam_id, now, **more)


def submit(db, actor, sitting_id, now):
    with db.transaction() as session:
        return submit_sitting(session, actor, sitting_id, {}, now)


def refusal(db, actor, exam_id, now, **more) -> str:
    with pytest.raises(Refused) as caught:
        start(db, actor, exam_id, now, **more)
    return caught.value.code


def test_a_sitting_pins_its_version_paper_and_deadline(db, cast, now):
    exam_id = exam(db, now)
    sitting = start(db, cast.lin, exam_id, now).sitting
    assert (sitting.person_id, sitting.attempt, sitting.state, sitting.started_at) == (
        cast.lin.id,
        1,
        "open",
        now,
    )
    assert sitting.deadline == now + timedelta(minutes=40)
    assert [(p.number, p.section, str(p.points)) for p in sitting.paper] == [
        (1, 1, "2"),
        (2, 1, "2"),
        (3, 1, "2"),
    ]
    assert len({place.version_id for place in sitting.paper}) == 3


def test_starting_is_recorded_in_the_sitting_and_in_the_audit_trail(db, cast, now):
    exam_id = exam(db, now)
    sitting = start(db, cast.lin, exam_id, now).sitting
    with db.read() as session:
        noted = session.execute(select(SittingEvent.type, SittingEvent.at, SittingEvent.actor_id)).all()
        assert noted == [("started", now, cast.lin.id)]
        audited = select(AuditEvent.actor_id, AuditEvent.object).where(AuditEvent.action == "delivery.start")
        assert session.execute(audited).all() == [(cast.lin.id, f"sitting:{sitting.id}")]


def test_starting_again_returns_the_open_one(db, cast, now):
    exam_id = exam(db, now)
    first = start(db, cast.lin, exam_id, now)
    again = start(db, cast.lin, exam_id, now + timedelta(minutes=10))
    assert (first.new, again.new) == (True, False)
    assert again.sitting == first.sitting


def test_four_starts_at_once_begin_one_sitting(db, cast, now):
    exam_id = exam(db, now)
    for actor in (cast.lin, cast.wang, cast.luo):
        with ThreadPoolExecutor(4) as pool:
            begun = list(pool.map(lambda _, who=actor: start(db, who, exam_id, now), range(4)))
        assert len({one.sitting.id for one in begun}) == 1
        assert sorted(one.new for one in begun) == [False, False, False, True]
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Sitting)) == 3
        assert session.scalar(select(func.count()).select_from(SittingEvent)) == 3


def test_people_draw_papers_of_their_own(db, cast, now):
    exam_id = exam(db, now, plan(drawing(5)), items=40)
    papers = {start(db, actor, exam_id, now).sitting.paper for actor in (cast.lin, cast.wang, cast.luo)}
    assert len(papers) == 3


def test_another_attempt_asks_what_was_not_asked_before(db, cast, now):
    exam_id = exam(db, now, plan(drawing(3)), items=6)
    first = start(db, cast.lin, exam_id, now).sitting
    submit(db, cast.lin, first.id, now)
    second = start(db, cast.lin, exam_id, now).sitting
    assert second.attempt == 2
    assert not {place.version_id for place in first.paper} & {place.version_id for place in second.paper}


def test_attempts_run_out(db, cast, now):
    exam_id = exam(db, now, plan(attempts=2))
    for _ in range(2):
        submit(db, cast.lin, start(db, cast.lin, exam_id, now).sitting.id, now)
    assert refusal(db, cast.lin, exam_id, now) == "exam.no_attempts"
    assert start(db, cast.wang, exam_id, now).sitting.attempt == 1


def test_the_last_attempt_is_begun_once_however_many_try(db, cast, now):
    exam_id = exam(db, now, plan(attempts=1))

    def start_and_end(_) -> int | None:
        try:
            sitting = start(db, cast.lin, exam_id, now).sitting
            submit(db, cast.lin, sitting.id, now)
        except Refused:
            return None
        return sitting.id

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(start_and_end, range(8)))
    assert len(ids - {None}) == 1
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Sitting)) == 1


def test_an_overdue_sitting_ends_at_its_deadline_when_the_next_begins(db, cast, now):
    exam_id = exam(db, now)
    first = start(db, cast.lin, exam_id, now).sitting
    later = first.deadline + timedelta(seconds=6)
    second = start(db, cast.lin, exam_id, later)
    assert (second.new, second.sitting.attempt) == (True, 2)
    with db.read() as session:
        ended = session.execute(select(Sitting.state, Sitting.ended_at).where(Sitting.id == first.id)).one()
        assert ended == ("expired", first.deadline)


def test_within_its_grace_it_is_still_the_same_sitting(db, cast, now):
    exam_id = exam(db, now)
    first = start(db, cast.lin, exam_id, now).sitting
    assert start(db, cast.lin, exam_id, first.deadline + timedelta(seconds=5)).sitting == first


def test_the_window_decides_who_may_begin_and_when_all_end(db, cast, now):
    exam_id = exam(db, now)
    opens, closes = now + timedelta(minutes=5), now + timedelta(minutes=15)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, opens, closes, "", now)
    assert refusal(db, cast.lin, exam_id, opens - timedelta(seconds=1)) == "exam.not_yet"
    sitting = start(db, cast.lin, exam_id, opens).sitting
    assert sitting.deadline == closes
    assert start(db, cast.lin, exam_id, closes + timedelta(seconds=1)).sitting == sitting
    assert refusal(db, cast.wang, exam_id, closes) == "exam.not_open"


def test_a_closed_exam_is_not_begun_and_an_open_sitting_goes_on(db, cast, now):
    exam_id = exam(db, now)
    sitting = start(db, cast.lin, exam_id, now).sitting
    with db.transaction() as session:
        set_closed(session, cast.chen, exam_id, True, now)
    assert refusal(db, cast.wang, exam_id, now) == "exam.closed"
    assert start(db, cast.lin, exam_id, now).sitting == sitting


def test_between_attempts_the_plan_may_ask_to_wait(db, cast, now):
    exam_id = exam(db, now, plan(wait_hours=24))
    submit(db, cast.lin, start(db, cast.lin, exam_id, now).sitting.id, now)
    assert refusal(db, cast.lin, exam_id, now + timedelta(hours=24, seconds=-1)) == "exam.wait"
    assert start(db, cast.lin, exam_id, now + timedelta(hours=24)).sitting.attempt == 2


def test_the_access_code_is_required_once(db, cast, now):
    exam_id = exam(db, now)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, None, "梅花 7", now)
    assert refusal(db, cast.lin, exam_id, now) == "exam.access_code"
    assert refusal(db, cast.lin, exam_id, now, access_code="梅花") == "exam.access_code"
    sitting = start(db, cast.lin, exam_id, now, access_code=" 梅花 7 ").sitting
    assert start(db, cast.lin, exam_id, now).sitting == sitting


def test_a_sitting_begins_only_on_the_computers_of_the_exam_hall(db, cast, now):
    exam_id = exam(db, now, plan(addresses=["10.1.2.0/24"]))
    for ip in ("10.1.3.1", "", "local"):
        with db.write() as session:
            session.info["origin"] = Origin(ip)
            with pytest.raises(Refused) as refused:
                begin_sitting(session, cast.lin, exam_id, now)
        assert (refused.value.code, refused.value.facts["address"]) == ("exam.address", ip)
    with db.transaction() as session:
        session.info["origin"] = Origin("::ffff:10.1.2.77")
        begun = begin_sitting(session, cast.lin, exam_id, now)
    with db.transaction() as session:  # elsewhere the one that is open goes on
        session.info["origin"] = Origin("10.1.3.1")
        assert begin_sitting(session, cast.lin, exam_id, now).sitting.id == begun.sitting.id


def test_a_case_is_in_the_paper_as_its_stimulus_and_its_questions(db, cast, now):
    with db.transaction() as session:
        item(session, now, "flood", "description", {"stem": "暴雨。"})
        for n in (1, 2):
            item(
                session, now, f"flood-{n}", body={**BODIES["single_choice"], "stem": f"洪{n}？"}, case="flood"
            )
    section = drawing(2) | {"case": [{"competency": "writing", "count": 1, "questions": 2, "points": "3"}]}
    exam_id = exam(db, now, plan(section), items=3)
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
        kinds = [paper_items(session, {p.version_id})[p.version_id].kind for p in sitting.paper]
    start = kinds.index("description")
    assert [str(p.points) for p in sitting.paper[start : start + 3]] == ["0", "3", "3"]
    assert (len(sitting.paper), sitting.questions) == (5, 4)


def test_an_unknown_exam_is_not_found(db, cast, now):
    assert refusal(db, cast.lin, 999, now) == "not_found"


def test_a_start_takes_few_statements_whatever_the_length_of_the_paper(db, cast, now):
    counts = {}
    for length in (3, 60):
        exam_id = exam(db, now, plan(drawing(length)), slug=f"of-{length}", items=length)
        with counting(db) as said:
            start(db, cast.lin, exam_id, now)
        counts[length] = len(said)
    assert counts == {3: 9 + _postgres(db), 60: 9 + _postgres(db)}


def _postgres(db) -> int:
    """The audit chain takes a lock there."""
    return 0 if db.is_sqlite else 1


def retire(db, count):
    with db.transaction() as session:
        for item in session.scalars(select(Item).order_by(Item.id).limit(count)):
            item.state = "retired"


def test_a_retired_item_is_drawn_no_more_although_the_version_is_frozen(db, cast, now):
    exam_id = exam(db, now, plan(drawing(3)), items=5)
    retire(db, 2)
    papers = [start(db, who, exam_id, now).sitting.paper for who in (cast.lin, cast.wang)]
    with db.read() as session:
        kept = set(session.scalars(select(ItemVersion.id).join(Item).where(Item.state != "retired")))
    assert [{place.version_id for place in paper} for paper in papers] == [kept, kept]


def test_an_item_that_is_for_practice_only_since_is_drawn_no_more(db, cast, now):
    exam_id = exam(db, now, plan(drawing(3)), items=5)
    before = start(db, cast.luo, exam_id, now).sitting.paper
    with db.transaction() as session:
        kept = set(session.scalars(select(ItemVersion.id).order_by(ItemVersion.id).offset(2)))
        for changed in session.scalars(select(Item).order_by(Item.id).limit(2)).all():
            for practice in (True, False):  # the newest one is a draft
                content = replace(_newest(session, cast.chen, changed), practice=practice)
                write.add_version(session, cast.chen, changed, content, now, same_text=True)
                changed.approved_number = 2
    papers = [start(db, who, exam_id, now).sitting.paper for who in (cast.lin, cast.wang)]
    assert [{place.version_id for place in paper} for paper in papers] == [kept, kept]
    assert start(db, cast.luo, exam_id, now).sitting.paper == before


def test_a_retired_item_that_somebody_edits_is_still_not_drawn(db, cast, now):
    exam_id = exam(db, now, plan(drawing(3)), items=4)
    with db.transaction() as session:
        kept = set(session.scalars(select(ItemVersion.id).order_by(ItemVersion.id).offset(1)))
        retired = session.scalars(select(Item).order_by(Item.id).limit(1)).one()
        review.retire(session, cast.chen, retired.id, "条款已改", now)
        write.add_version(
            session, cast.chen, retired, _newest(session, cast.chen, retired), now, same_text=True
        )
    assert {place.version_id for place in start(db, cast.lin, exam_id, now).sitting.paper} == kept


def _newest(session, actor, item):
    return content_of(item, find.item_and_newest(session, actor, item.id)[1])


def test_with_too_few_items_left_a_start_is_refused_with_whom_to_ask(db, cast, now):
    exam_id = exam(db, now, plan(drawing(3)), items=5)
    retire(db, 3)
    assert refusal(db, cast.lin, exam_id, now) == "exam.short"
