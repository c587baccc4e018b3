"""More time for a person: seen before the start, fixed at it, and given only with permission."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.candidates.accommodate import active_accommodations, give_accommodation, withdraw_accommodation
from lms.candidates.models import Candidacy
from lms.domain.exam.allowance import STANDARD, Allowance
from lms.domain.problem import Refused
from lms.exams.published import exam_with_sources
from lms.exams.schedule import schedule_exam
from lms.sittings.start.available import available_exam
from lms.sittings.start.sit import begin_sitting, draw_paper
from tests.exam_data import exam

pytestmark = pytest.mark.both_engines
LONGER = Allowance(factor=Decimal("1.5"))


def give(db, actor, person, exam_id, allowance, now, why="视力障碍"):
    with db.transaction() as session:
        return give_accommodation(session, actor, person.id, exam_id, allowance, why, now)


def start(db, actor, exam_id, now):
    with db.transaction() as session:
        return begin_sitting(session, actor, exam_id, now).sitting


def listed(db, actor, exam_id, now, **values):
    with db.transaction() as session:
        session.add(Candidacy(exam_id=exam_id, person_id=actor.id, set_at=now, **values))


def refusal(db, actor, exam_id, now) -> str:
    with pytest.raises(Refused) as caught:
        start(db, actor, exam_id, now)
    return caught.value.code


def test_a_permanent_one_applies_to_its_person_in_every_exam(db, cast, now):
    exam_id = exam(db, now)
    give(db, cast.he, cast.lin, None, LONGER, now)
    with db.read() as session:
        before = available_exam(session, cast.lin, exam_id, now)
    assert (before.eligibility.allowance, before.ends) == (LONGER, now + timedelta(minutes=60))
    sitting = start(db, cast.lin, exam_id, now)
    assert (sitting.allowance, sitting.deadline) == (LONGER, now + timedelta(minutes=60))
    assert start(db, cast.luo, exam_id, now).allowance == STANDARD


def test_one_for_the_exam_precedes_the_permanent_one_and_the_newest_precedes_older_ones(db, cast, now):
    first, second = exam(db, now), exam(db, now, slug="other")
    give(db, cast.he, cast.lin, first, Allowance(extra_minutes=5), now)
    give(db, cast.he, cast.lin, first, Allowance(extra_minutes=10), now)
    give(db, cast.he, cast.lin, None, LONGER, now)
    assert start(db, cast.lin, first, now).deadline == now + timedelta(minutes=50)
    assert start(db, cast.lin, second, now).deadline == now + timedelta(minutes=60)


def test_what_is_withdrawn_no_longer_applies_except_to_sittings_that_began_with_it(db, cast, now):
    exam_id = exam(db, now)
    made = give(db, cast.he, cast.lin, None, LONGER, now)
    give(db, cast.he, cast.luo, None, LONGER, now)
    began = start(db, cast.luo, exam_id, now)
    with db.transaction() as session:
        for accommodation in active_accommodations(session, cast.he):
            withdraw_accommodation(session, cast.he, accommodation.id, now)
    assert start(db, cast.lin, exam_id, now).deadline == now + timedelta(minutes=40)
    assert began.deadline == now + timedelta(minutes=60)
    with db.transaction() as session, pytest.raises(Refused):
        withdraw_accommodation(session, cast.he, made.id, now)


def test_the_end_of_the_window_is_taken_into_account_and_can_be_moved(db, cast, now):
    exam_id = exam(db, now)
    closes = now + timedelta(minutes=45)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, closes, "", now)
    give(db, cast.he, cast.lin, None, LONGER, now)
    give(db, cast.he, cast.luo, None, Allowance(factor=Decimal("1.5"), past_window=True), now)
    assert start(db, cast.lin, exam_id, now).deadline == closes
    assert start(db, cast.luo, exam_id, now).deadline == now + timedelta(minutes=60)


def test_a_late_candidate_may_begin_after_the_end_of_the_window_with_an_accommodation(db, cast, now):
    exam_id = exam(db, now)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, now - timedelta(minutes=1), "", now)
    assert refusal(db, cast.lin, exam_id, now) == "exam.not_open"
    give(db, cast.he, cast.lin, exam_id, Allowance(past_window=True), now)
    assert start(db, cast.lin, exam_id, now).deadline == now + timedelta(minutes=40)


def test_hr_of_one_bureau_gives_to_its_people_only(db, cast, now):
    exam_id = exam(db, now)
    give(db, cast.wu, cast.lin, exam_id, LONGER, now)
    with pytest.raises(Refused) as caught:
        give(db, cast.wu, cast.luo, exam_id, LONGER, now)
    assert caught.value.code == "not_found"
    with db.read() as session:
        assert [one.name for one in active_accommodations(session, cast.wu)] == ["林晓"]
        assert active_accommodations(session, cast.chen) == []


@pytest.mark.parametrize(("allowance", "why"), [(STANDARD, "有理由"), (LONGER, " ")])
def test_an_allowance_and_a_reason_are_required(db, cast, now, allowance, why):
    with pytest.raises(Refused) as caught:
        give(db, cast.he, cast.lin, None, allowance, now, why)
    assert caught.value.code == "accommodation.invalid"


@pytest.mark.parametrize(
    ("status", "code"), [("deferred", "exam.deferred"), ("misconduct", "exam.misconduct")]
)
def test_deferred_and_excluded_candidates_cannot_begin(db, cast, now, status, code):
    exam_id = exam(db, now)
    listed(db, cast.lin, exam_id, now, status=status)
    assert refusal(db, cast.lin, exam_id, now) == code
    assert start(db, cast.luo, exam_id, now).attempt == 1


def test_a_makeup_has_its_own_window_and_attempt(db, cast, now):
    exam_id = exam(db, now)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, now - timedelta(days=1), "", now)
    opens = now + timedelta(days=7)
    closes = opens + timedelta(minutes=30)
    listed(db, cast.lin, exam_id, now, status="makeup", makeups=1, opens_at=opens, closes_at=closes)
    assert refusal(db, cast.lin, exam_id, now) == "exam.not_yet"
    assert start(db, cast.lin, exam_id, opens).deadline == closes
    with db.read() as session:
        assert available_exam(session, cast.lin, exam_id, opens).attempts_left == 2


def test_a_paper_drawn_before_the_exam_is_the_paper_that_is_sat(db, cast, now):
    exam_id = exam(db, now)
    with db.transaction() as session:
        found, sources = exam_with_sources(session, exam_id)
        seed, paper = draw_paper(found, sources, ())
    listed(db, cast.lin, exam_id, now, exam_version_id=found.version_id, seed=seed, paper=paper)
    sitting = start(db, cast.lin, exam_id, now)
    assert (sitting.seed, [p.version_id for p in sitting.paper]) == (seed, [p["version"] for p in paper])
    assert start(db, cast.luo, exam_id, now).seed != seed


def test_a_paper_drawn_from_an_older_version_is_not_sat(db, cast, now):
    exam_id = exam(db, now)
    listed(db, cast.lin, exam_id, now, exam_version_id=None, seed=7, paper=[{"version": 1}])
    assert start(db, cast.lin, exam_id, now).seed != 7
    with db.read() as session:
        assert session.scalar(select(Candidacy.seed)) == 7


def test_hr_gives_and_withdraws_on_pages_and_the_person_sees_it(client_of, db, cast, now):
    exam_id = exam(db, now)
    he, lin = client_of(cast.he), client_of(cast.lin)
    assert "林晓" in he.get("/accommodations/new?q=E001").text
    assert "病情或诊断" in he.get(f"/accommodations/new?person={cast.lin.id}").text
    asked = {
        "person": cast.lin.id,
        "exam": exam_id,
        "extra_minutes": "2000",
        "factor": "x",
        "reason": "已核实",
    }
    wrong = he.post("/accommodations/new", data=asked)
    assert (wrong.status_code, "应在 0 到 1440 之间" in wrong.text, "如 1.5" in wrong.text) == (
        400,
        True,
        True,
    )
    assert (
        he.post("/accommodations/new", data=asked | {"extra_minutes": "10", "factor": ""}).status_code == 303
    )
    assert "加时 10 分钟" in he.get("/accommodations").text
    assert "加时 10 分钟" in lin.get("/me").text
    assert "加时 10 分钟" in lin.get(f"/exams/{exam_id}").text
    with db.read() as session:
        [one] = active_accommodations(session, cast.he)
    assert he.post(f"/accommodations/{one.id}/withdrawal").status_code == 303
    assert "加时 10 分钟" not in lin.get("/me").text


def test_the_reason_for_an_accommodation_is_never_truncated(db, cast, now):
    with pytest.raises(Refused) as refused:
        give(db, cast.he, cast.lin, None, LONGER, now, "长" * 501)
    assert [(p.where.in_("zh"), p.what.zh, p.how.zh) for p in refused.value.problems] == [
        ("reason", "理由最多 500 个字符，现有 501 个", "请删去 1 个字符")
    ]
    with db.read() as session:
        assert active_accommodations(session, cast.he) == []
