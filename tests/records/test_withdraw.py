"""A completion record that should not count is withdrawn: seen, proved, taken out of the totals, earned again."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.app import wire
from lms.certificates import verify
from lms.certificates.models import Certificate
from lms.domain.problem import Refused
from lms.invigilation.annul import annul_sitting, restore_sitting
from lms.learning import progress
from lms.platform import audit
from lms.platform.files import Files
from lms.records import find, withdraw
from lms.records.find import Filter, Totals
from lms.records.models import CompletionRecord, HoursEntry
from lms.reports.standard import completions
from tests import small, walk

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def completed(db, cast, tmp_path, now):
    """林 of the education bureau and 罗 of finance complete the course; 林's record is the first."""
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)
        for person in (cast.lin, cast.luo):
            walk.learn(session, person, now)
            walk.sit_exam(session, person, now, right=3)


@pytest.fixture
def lins(db, cast) -> CompletionRecord:
    with db.read() as session:
        return session.scalars(
            select(CompletionRecord).where(CompletionRecord.person_id == cast.lin.id)
        ).one()


def annul(db, cast, record, now, reason="替考"):
    with db.transaction() as session:
        annul_sitting(session, cast.he, record.sitting_id, reason, now)


def take_back(db, actor, record, now, reason="替考，成绩无效"):
    with db.transaction() as session:
        return withdraw.withdraw(session, actor, record.id, reason, now).id


def certificates(session, actor) -> list[tuple[int, str, str]]:
    rows = session.scalars(
        select(Certificate).where(Certificate.person_id == actor.id).order_by(Certificate.id)
    )
    return [(row.record_id, row.state, row.reason) for row in rows]


def exported(session, actor, language="zh") -> list[tuple[object, ...]]:
    names = [column.key for column in completions.TABLE.columns]
    at = [names.index(name) for name in ("name", "hours", "state", "reason")]
    return [tuple(row[i] for i in at) for row in completions.rows(session, actor, {}, language)]


def test_a_withdrawn_record_stays_to_be_seen_and_no_longer_counts(db, cast, lins, time):
    annul(db, cast, lins, time.now)
    time.pass_(hours=2)
    entry_id = take_back(db, cast.wu, lins, time.now)
    with db.read() as session:
        rows, _ = find.page(session, cast.he, Filter())
        assert [(row.name, row.corrects_id, row.withdrawn, row.hours) for row in rows] == [
            ("罗强", None, False, Decimal("1.50")),
            ("林晓", lins.id, True, Decimal("0.00")),
        ]
        entry = session.get_one(CompletionRecord, entry_id)
        assert (entry.reason, entry.corrected_by, entry.corrected_at, entry.completed_at) == (
            "替考，成绩无效", cast.wu.id, time.now, lins.completed_at,
        )  # fmt: skip
        assert find.totals(session, cast.he, Filter()) == Totals(1, 1, Decimal("1.50"))
        assert find.totals(session, cast.wu, Filter()) == Totals(0, 0, Decimal(0))
        assert find.records_to_correct(session, cast.he) == []
        assert exported(session, cast.he) == [
            ("罗强", Decimal("1.50"), "有效", ""),
            ("林晓", Decimal("0.00"), "已撤销", "替考，成绩无效"),
        ]
        assert exported(session, cast.wu, "en") == [("林晓", Decimal("0.00"), "withdrawn", "替考，成绩无效")]


def test_its_hours_are_taken_back_by_an_entry_of_the_opposite_sign(db, cast, lins, now):
    entry_id = take_back(db, cast.he, lins, now)
    with db.read() as session:
        rows = session.scalars(
            select(HoursEntry).where(HoursEntry.person_id == cast.lin.id).order_by(HoursEntry.id)
        )
        assert [(row.record_id, row.hours, row.year) for row in rows] == [
            (lins.id, Decimal("1.50"), 2026),
            (entry_id, Decimal("-1.50"), 2026),
        ]


def test_its_certificate_is_revoked_with_it_and_verification_says_so(db, cast, lins, now):
    take_back(db, cast.he, lins, now)
    with db.read() as session:
        assert certificates(session, cast.lin) == [(lins.id, "revoked", "替考，成绩无效")]
        assert [state for _, state, _ in certificates(session, cast.luo)] == ["valid"]
        token = session.scalars(select(Certificate.token).where(Certificate.record_id == lins.id)).one()
        assert verify.by_token(session, token).revoked_because == "替考，成绩无效"


def test_a_certificate_that_was_revoked_before_keeps_its_own_reason(db, cast, lins, client_of, now):
    page = client_of(cast.he).post(f"/records/{lins.id}", data={"what": "certificate", "reason": "姓名印错"})
    assert page.status_code == 303
    take_back(db, cast.he, lins, now)
    with db.read() as session:
        assert certificates(session, cast.lin) == [(lins.id, "revoked", "姓名印错")]


def test_both_changes_are_in_the_audit_trail(db, cast, lins, now):
    entry_id = take_back(db, cast.he, lins, now)
    with db.read() as session:
        last = list(audit.rows(session))[-2:]
        assert isinstance(audit.verify(session), tuple)
    assert [(row["action"], row["object"], row["actor_id"]) for row in last] == [
        ("records.withdraw", f"record:{entry_id}", cast.he.id),
        ("certificates.revoke", f"certificate:WN2026-{lins.id:06d}", cast.he.id),
    ]


def test_after_an_annulled_exam_the_course_is_earned_again_by_passing(db, cast, lins, now):
    annul(db, cast, lins, now)
    take_back(db, cast.he, lins, now)
    with db.transaction() as session:
        state = progress.current_state(session, cast.lin, walk.COURSE)
        assert (state.completed_at, state.missing.is_empty, state.next_lesson) == (None, False, None)
        walk.sit_exam(session, cast.lin, now)
        assert progress.current_state(session, cast.lin, walk.COURSE).completed_at == now
        assert [state for _, state, _ in certificates(session, cast.lin)] == ["revoked", "valid"]
        assert find.totals(session, cast.wu, Filter()) == Totals(1, 1, Decimal("1.50"))
        assert find.withdrawn_records(session, cast.lin.id) == []


def test_a_makeup_that_was_passed_before_counts_at_once(db, cast, lins, now):
    annul(db, cast, lins, now)
    with db.transaction() as session:
        walk.sit_exam(session, cast.lin, now)
    take_back(db, cast.he, lins, now)
    with db.read() as session:
        assert [state for _, state, _ in certificates(session, cast.lin)] == ["revoked", "valid"]
        newest = find.records_of_person(session, cast.lin.id)[0]
        assert (newest.withdrawn, newest.score, newest.round) == (False, Decimal("100.00"), 3)


def test_an_annulment_that_is_taken_back_completes_the_course_again(db, cast, lins, now):
    annul(db, cast, lins, now)
    take_back(db, cast.he, lins, now)
    with db.transaction() as session:
        restore_sitting(session, cast.he, lins.sitting_id, "查无实据", now)
        assert [state for _, state, _ in certificates(session, cast.lin)] == ["revoked", "valid"]


def test_while_the_exam_still_counts_the_lessons_have_to_be_read_again(db, cast, lins, now):
    take_back(db, cast.he, lins, now, "课程由他人代学")
    with db.transaction() as session:
        state = progress.current_state(session, cast.lin, walk.COURSE)
        assert (state.completed_at, len(state.missing.lessons)) == (None, 2)
        walk.learn(session, cast.lin, now)
        assert [state for _, state, _ in certificates(session, cast.lin)] == ["revoked", "valid"]
        others = progress.current_state(session, cast.luo, walk.COURSE)
        assert (others.completed_at, others.percent) == (now, 100)


def test_nobody_else_withdraws_it_nor_twice_nor_without_a_reason(db, cast, lins, now):
    with db.transaction() as session:
        luos = session.scalars(
            select(CompletionRecord).where(CompletionRecord.person_id == cast.luo.id)
        ).one()
    for actor, record, reason, code in (
        (cast.wu, luos, "不在本局", "not_found"),
        (cast.lin, lins, "我自己", "not_found"),
        (cast.he, lins, " ", "record.no_reason"),
        (cast.he, lins, "错" * 1001, "record.reason_too_long"),
    ):
        with db.write() as session, pytest.raises(Refused) as refused:
            withdraw.withdraw(session, actor, record.id, reason, now)
        assert refused.value.code == code
    entry_id = take_back(db, cast.he, lins, now)
    for record_id in (lins.id, entry_id):
        with db.write() as session, pytest.raises(Refused) as refused:
            withdraw.withdraw(session, cast.he, record_id, "又一次", now)
        assert (refused.value.code, refused.value.status) == ("record.withdrawn", 409)


def test_the_days_of_a_list_are_those_of_the_completion_that_was_withdrawn(db, cast, lins, time):
    time.pass_(hours=48)
    take_back(db, cast.wu, lins, time.now)
    with db.read() as session:
        day = date(2026, 11, 23)
        rows, _ = find.page(session, cast.wu, Filter(since=day, until=day))
        assert [row.withdrawn for row in rows] == [True]
