"""The tree of units."""

import pytest

from lms.domain.access import Permission, Role
from lms.domain.problem import Refused
from lms.people import roles, unit_tree
from lms.people.credentials import sign_in
from lms.people.models import Person, Unit
from lms.platform import audit

pytestmark = pytest.mark.both_engines
MANAGE = Permission.MANAGE_PEOPLE


def test_a_unit_lies_on_the_path_of_its_parent(db, cast, now):
    with db.transaction() as session:
        school = unit_tree.add(
            session, "SCH1", "第一中学", session.get_one(Unit, cast.education.id), cast.an.id, now
        )
        assert school.path == f"/{cast.city.id}/{cast.education.id}/{school.id}/"


def test_a_code_can_be_used_only_once(db, cast, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        unit_tree.add(session, "EDU", "另一个局", None, None, now)
    assert (refused.value.code, [p.where.in_("zh") for p in refused.value.problems]) == (
        "unit.exists",
        ["code"],
    )


def test_everything_wrong_is_reported_at_once(db, cast, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        unit_tree.add(session, "A B", "", None, None, now, "x" * 161)
    assert [p.where.in_("zh") for p in refused.value.problems] == ["code", "name", "name_en"]


def test_the_tree_ends_before_its_path_is_too_long(db, cast, now):
    with db.write() as session:
        lowest = None
        for depth in range(unit_tree.DEEPEST):
            lowest = unit_tree.add(session, f"L{depth}", "层", lowest, None, now)
        with pytest.raises(Refused) as refused:
            unit_tree.add(session, "TOO-DEEP", "层", lowest, None, now)
    assert refused.value.code == "unit.deep"


def test_a_new_name_is_in_the_audit_trail_and_the_same_name_is_not(db, cast, now):
    with db.transaction() as session:
        for _ in range(2):
            unit = session.get_one(Unit, cast.education.id)
            unit_tree.rename(session, unit, "市教育体育局", "Education Bureau", cast.an.id, now)
    with db.read() as session:
        renamed = [r["detail"] for r in audit.rows(session) if r["action"] == "people.rename_unit"]
    assert renamed == [{"before": "市教育局", "name": "市教育体育局"}]


def test_the_tree_lists_parents_first_and_counts_active_people(db, cast, now):
    with db.transaction() as session:
        unit_tree.add(session, "SCH1", "第一中学", session.get_one(Unit, cast.education.id), None, now)
        session.get_one(Person, cast.wai.id).state = "disabled"
    with db.read() as session:
        rows = [
            (unit.code, depth, people) for unit, depth, people in unit_tree.tree(session, cast.an, MANAGE)
        ]
    assert rows == [("CITY", 0, 0), ("OFFICE", 1, 8), ("EDU", 1, 3), ("SCH1", 2, 0), ("FIN", 1, 1)]


def test_an_administrator_of_one_bureau_sees_that_bureau_as_the_top(db, cast, now):
    with db.transaction() as session:
        roles.grant(session, session.get_one(Person, cast.wai.id), Role.SYSADMIN, cast.education, None, now)
    with db.read() as session:
        rows = unit_tree.tree(session, sign_in.actor_by_id(session, cast.wai.id), MANAGE)
    assert [(unit.code, depth) for unit, depth, _ in rows] == [("EDU", 0)]
