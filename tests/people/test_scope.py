"""The scope of an actor: only what lies within their units exists for them."""

import pytest

from lms.domain.access import Permission
from lms.domain.problem import Refused
from lms.people import scope, unit_tree

pytestmark = pytest.mark.both_engines
SEE = Permission.SEE_RECORDS


def names(session, actor, permission):
    return sorted(person.name for person in session.scalars(scope.people(actor, permission)))


def test_hr_of_the_city_sees_everyone_and_hr_of_a_bureau_their_own(db, cast):
    with db.read() as session:
        assert len(names(session, cast.he, SEE)) == 13
        assert names(session, cast.wu, SEE) == ["吴芳", "林晓", "王敏"]


def test_without_the_permission_there_is_nobody(db, cast):
    with db.read() as session:
        assert names(session, cast.lin, SEE) == []
        assert session.scalars(scope.units(cast.lin, SEE)).all() == []


def test_another_units_person_does_not_exist(db, cast):
    with db.read() as session:
        assert scope.person(session, cast.wu, SEE, cast.lin.id).name == "林晓"
        with pytest.raises(Refused) as refused:
            scope.person(session, cast.wu, SEE, cast.luo.id)
        assert refused.value.status == 404
        with pytest.raises(Refused) as refused:
            scope.unit(session, cast.wu, SEE, cast.finance.id)
        assert refused.value.status == 404


def test_a_path_is_not_the_beginning_of_another_number(db, cast, now):
    with db.transaction() as session:
        for number in range(12):
            unit_tree.add(session, f"X{number}", "单位", None, None, now)
    with db.read() as session:
        inside = session.scalars(scope.units(cast.he, SEE)).all()
    assert [unit.code for unit in inside] == ["CITY", "OFFICE", "EDU", "FIN"]
