"""Completion records: HR sees its own units, pages by key, and what adds up."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from lms.app import wire
from lms.domain.problem import Refused
from lms.invigilation.annul import annul_sitting
from lms.platform.files import Files
from lms.records import find
from lms.records.find import Filter, Totals
from lms.records.models import CompletionRecord
from tests import small, walk

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def completed(db, cast, tmp_path, time):
    """林 and 王 of the education bureau and 罗 of finance complete the course, an hour apart."""
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), time.now)
        for person in (cast.lin, cast.wang, cast.luo):
            walk.learn(session, person, time.now)
            walk.sit_exam(session, person, time.now, right=3)
            time.pass_(hours=1)


def names(session, actor, **chosen):
    rows, _after = find.page(session, actor, Filter(**chosen))
    return [row.name for row in rows]


def test_hr_of_the_city_sees_everyone_and_hr_of_a_bureau_only_its_own(db, cast):
    with db.read() as session:
        assert names(session, cast.he) == ["林晓", "王敏", "罗强"]
        assert names(session, cast.wu) == ["林晓", "王敏"]
        assert names(session, cast.lin) == []


def test_a_unit_of_others_is_as_unknown_as_one_that_does_not_exist(db, cast):
    with db.read() as session:
        assert names(session, cast.he, unit="FIN") == ["罗强"]
        for unit in ("FIN", "NOWHERE", "CITY"):
            with pytest.raises(Refused) as refused:
                names(session, cast.wu, unit=unit)
            assert (refused.value.status, refused.value.code) == (404, "unit.unknown")


def test_days_are_days_in_beijing_with_both_ends_included(db, cast):
    day = date(2026, 11, 23)
    with db.read() as session:
        assert names(session, cast.he, since=day, until=day) == ["林晓", "王敏", "罗强"]
        assert names(session, cast.he, since=date(2026, 11, 24)) == []
        assert names(session, cast.he, until=date(2026, 11, 22)) == []


def test_pages_go_on_where_the_last_one_ended(db, cast):
    with db.read() as session:
        first, after = find.page(session, cast.he, Filter(), most=2)
        second, end = find.page(session, cast.he, Filter(), after=after, most=2)
    assert ([row.name for row in first], [row.name for row in second], end) == (
        ["林晓", "王敏"],
        ["罗强"],
        None,
    )


def test_totals_are_those_of_the_rows(db, cast):
    with db.read() as session:
        assert find.totals(session, cast.he, Filter()) == Totals(3, 3, Decimal("4.50"))
        assert find.totals(session, cast.wu, Filter()) == Totals(2, 2, Decimal("3.00"))
        assert find.totals(session, cast.he, Filter(course="nothing")) == Totals(0, 0, Decimal(0))


def test_a_record_is_a_snapshot_that_later_changes_do_not_touch(db, cast):
    with db.transaction() as session:
        session.execute(
            text("UPDATE person SET name = '林改', post = '主任' WHERE id = :id"), {"id": cast.lin.id}
        )
    with db.read() as session:
        (record,) = find.records_of_person(session, cast.lin.id)
        assert (record.name, record.post, record.unit_name, record.score, record.most) == (
            "林晓", "", "市教育局", Decimal("75.00"), Decimal("100.00"),
        )  # fmt: skip


def test_records_are_never_changed_or_deleted(db):
    for statement in ("UPDATE completion_record SET name = 'x'", "DELETE FROM hours_entry"):
        with pytest.raises(DatabaseError, match="append-only"), db.transaction() as session:
            session.execute(text(statement))


def test_a_corrected_record_is_replaced_by_its_correction(db, cast, now):
    with db.transaction() as session:
        (old,) = find.records_of_person(session, cast.lin.id)
        columns = {c.name: getattr(old, c.name) for c in CompletionRecord.__table__.columns if c.name != "id"}
        session.add(
            CompletionRecord(
                **{**columns, "name": "林小", "round": 2, "corrects_id": old.id, "reason": "姓名有误"}
            )
        )
    with db.read() as session:
        assert names(session, cast.he) == ["王敏", "罗强", "林小"]
        assert find.totals(session, cast.he, Filter()).records == 3


def test_records_based_on_an_annulled_sitting_stay_and_are_shown_to_hr(db, cast, client_of, time):
    with db.read() as session:
        lins = session.scalars(
            select(CompletionRecord).where(CompletionRecord.person_id == cast.lin.id)
        ).one()
    with db.transaction() as session:
        annul_sitting(session, cast.he, lins.sitting_id, "替考", time.now)
    with db.read() as session:
        assert [record.id for record in find.records_to_correct(session, cast.wu)] == [lins.id]
        assert find.records_to_correct(session, cast.chen) == []
        assert names(session, cast.he) == ["林晓", "王敏", "罗强"]
    assert "1 条结业记录须更正" in client_of(cast.he).get("/").text
    assert f"记录 {lins.id}" in client_of(cast.he).get("/records").text
    assert "替考" in client_of(cast.lin).get(f"/sittings/{lins.sitting_id}/result").text
