"""Importing a roster: accounts and units, all of it or nothing."""

import pytest
from sqlalchemy import func, select

from lms.domain.problem import Refused
from lms.people.models import Person, Unit
from lms.people.roster import load, parse
from lms.people.roster.load import ImportCounts
from lms.platform import audit
from tests.exam_data import counting

pytestmark = pytest.mark.both_engines
HEAD = "工号,姓名,单位代码,单位,上级单位代码,职务,邮箱,角色\n"


def entries(rows: str, head: str = HEAD):
    found, wrong = parse.read_roster((head + rows).encode())
    assert wrong == []
    return found


def brought(db, rows, now, hashes=None, head=HEAD) -> ImportCounts:
    with db.transaction() as session:
        return load.import_roster(session, entries(rows, head), hashes or {}, None, now)


def refused(db, rows) -> list[str]:
    with db.read() as session:
        return [p.line("en").split(";")[0] for p in load.roster_problems(session, entries(rows))]


def person(db, login) -> Person:
    with db.read() as session:
        return session.scalars(select(Person).where(Person.login == login)).one()


def roles(db, login) -> list[tuple[str, str]]:
    with db.read() as session:
        grants = session.scalars(select(Person).where(Person.login == login)).one().grants
        return [(grant.role, grant.unit.code) for grant in grants]


def test_new_people_come_with_their_units_and_roles(db, cast, now):
    rows = "N1,高远,CLASS,三班,SCH1,教师,g@b.cn,学员、阅卷人\nN2,沈青,SCH1,第一中学,EDU,,,\n"
    assert brought(db, rows, now, {"N1": "hash"}) == ImportCounts(
        units=2, new=2, changed=0, unchanged=0, roles=2
    )
    with db.read() as session:
        by_code = {unit.code: unit.path for unit in session.scalars(select(Unit))}
    assert by_code["CLASS"].startswith(by_code["SCH1"])
    assert by_code["SCH1"].startswith(by_code["EDU"])
    assert (person(db, "N1").must_change_password, person(db, "N2").must_change_password) == (True, False)
    assert roles(db, "N1") == [("trainee", "CLASS"), ("marker", "CLASS")]


def test_importing_the_same_roster_twice_is_idempotent(db, cast, now):
    rows = "N1,高远,EDU,,,教师,,学员\n"
    brought(db, rows, now)
    with db.read() as session:
        before = audit.verify(session)
    assert brought(db, rows, now) == ImportCounts(0, 0, 0, 1, 0)
    with db.read() as session:
        assert audit.verify(session) == before


def test_only_columns_that_are_there_are_changed(db, cast, now):
    brought(db, "N1,高远,EDU,,,教师,g@b.cn,\n", now)
    assert brought(db, "N1,高远山,FIN\n", now, head="工号,姓名,单位代码\n").changed == 1
    kept = person(db, "N1")
    assert (kept.name, kept.post, kept.email, kept.unit_id) == ("高远山", "教师", "g@b.cn", cast.finance.id)


def test_nobody_is_removed_and_no_role_is_taken(db, cast, now):
    brought(db, "E001,林晓,EDU,,,,,阅卷人\n", now)
    assert roles(db, "E001") == [("trainee", "CITY"), ("marker", "EDU")]
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 13


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ("N1,高远,SCH1,,,,,\n", ["C2: There is no unit with the code SCH1"]),
        ("N1,高远,SCH1,一中,NONE,,,\n", ["E2: There is no parent unit NONE"]),
        ("N1,高远,A,甲,B,,,\nN2,沈青,B,乙,A,,,\n", ["E2: The parents of this unit form a cycle", "E3: The parents of this unit form a cycle"]),
        ("N1,高远,A,甲,EDU,,,\nN2,沈青,A,乙,EDU,,,\n", ["D3: The unit A has two names"]),
        ("E007,孙正,OFFICE,,,,,系统管理员\n", ["H2: Nobody may hold two of the three administrator roles"]),
        ("N1,高远,EDU,,,,,sysadmin auditor\n".replace(" ", "、"), ["H2: Nobody may hold two of the three administrator roles"]),
    ],
)  # fmt: skip
def test_problems_that_the_database_shows_name_the_cell(db, cast, rows, wrong):
    assert sorted(refused(db, rows)) == wrong


def test_one_wrong_row_keeps_everything_out(db, cast, now):
    with pytest.raises(Refused) as no:
        brought(db, "N1,高远,EDU,,,,,\nN2,沈青,SCH1,,,,,\n", now)
    assert (no.value.code, len(no.value.problems)) == ("roster.problems", 1)
    with db.read() as session:
        assert session.scalar(select(Person.id).where(Person.login == "N1")) is None


def test_every_change_is_in_the_audit_trail(db, cast, now):
    with db.read() as session:
        before, _ = audit.verify(session)
    brought(db, "N1,高远,SCH1,一中,EDU,,,学员\nE001,林小晓,EDU,,,,,\n", now)
    with db.read() as session:
        added = [row["action"] for row in audit.rows(session)][before:]
    assert added == ["people.add_unit", "people.edit", "people.create", "people.grant_role"]


def test_a_person_takes_two_statements_at_most(db, cast, now):
    rows = "".join(f"N{n},众人{n},EDU,,,,,学员\n" for n in range(500))
    with counting(db) as statements:
        assert brought(db, rows, now).new == 500
    assert len(statements) <= 2 * 500 + 20
