"""Roles: granted and withdrawn by somebody else; the three administrator roles are separate."""

import pytest
from sqlalchemy.exc import IntegrityError

from lms.domain.access import Permission, Role
from lms.domain.problem import Refused
from lms.people import roles
from lms.people.credentials import sign_in
from lms.people.models import Person, RoleGrant
from lms.platform import audit

pytestmark = pytest.mark.both_engines
THREE = ("sysadmin", "secadmin", "auditor")


def person(session, actor) -> Person:
    return session.get_one(Person, actor.id)


def refusal(call, *arguments) -> str:
    with pytest.raises(Refused) as refused:
        call(*arguments)
    return refused.value.code


def test_a_grant_holds_from_the_next_request_on_and_is_in_the_audit_trail(db, cast, now):
    assert not cast.wai.may(Permission.MARK)
    with db.transaction() as session:
        roles.grant(session, person(session, cast.wai), Role.MARKER, cast.finance, cast.qian.id, now)
    with db.read() as session:
        assert sign_in.actor_by_id(session, cast.wai.id).paths(Permission.MARK) == (cast.finance.path,)
        last = list(audit.rows(session))[-1]
    assert (last["action"], last["actor_id"]) == ("people.grant_role", cast.qian.id)
    assert last["detail"] == {"role": "marker", "unit": "FIN"}


def test_granting_twice_is_idempotent(db, cast, now):
    with db.transaction() as session:
        again = roles.grant(session, person(session, cast.lin), Role.TRAINEE, cast.city, cast.qian.id, now)
        assert [again.id] == [grant.id for grant in person(session, cast.lin).grants]


def test_nobody_changes_their_own_roles(db, cast, now):
    with db.write() as session:
        qian = person(session, cast.qian)
        assert refusal(roles.grant, session, qian, Role.HR, cast.city, cast.qian.id, now) == "role.self"
        own = qian.grants[0].id
        assert refusal(roles.withdraw, session, cast.qian, cast.qian.id, own, now) == "role.self"


@pytest.mark.parametrize("second", THREE)
def test_no_administrator_gets_a_second_such_role(db, cast, now, second):
    with db.write() as session:
        for actor in (cast.an, cast.sun):
            if second in actor.roles:
                continue
            row = person(session, actor)
            assert (
                refusal(roles.grant, session, row, Role(second), cast.city, cast.qian.id, now)
                == "role.separated"
            )


@pytest.mark.parametrize("first", THREE)
@pytest.mark.parametrize("second", THREE)
def test_the_database_itself_forbids_two_of_the_three(db, cast, now, first, second):
    more = {"person_id": cast.wai.id, "granted_at": now}
    with db.transaction() as session:
        session.add(RoleGrant(role=first, unit_id=cast.city.id, **more))
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.add(RoleGrant(role=second, unit_id=cast.finance.id, **more))


def test_the_database_knows_no_other_roles(db, cast, now):
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.add(RoleGrant(role="superuser", person_id=cast.wai.id, unit_id=cast.city.id, granted_at=now))


def test_a_withdrawn_role_ends_with_the_next_request(db, cast, now):
    with db.transaction() as session:
        grant = person(session, cast.he).grants[0].id
        roles.withdraw(session, cast.qian, cast.he.id, grant, now)
    with db.read() as session:
        assert sign_in.actor_by_id(session, cast.he.id).grants == ()


def test_a_grant_is_withdrawn_only_from_whom_it_was_given_to(db, cast, now):
    with db.write() as session:
        of_he = person(session, cast.he).grants[0].id
        assert refusal(roles.withdraw, session, cast.qian, cast.wu.id, of_he, now) == "not_found"


def test_a_security_administrator_of_one_bureau_stays_within_it(db, cast, now):
    with db.transaction() as session:
        roles.grant(session, person(session, cast.wai), Role.SECADMIN, cast.education, cast.qian.id, now)
    with db.write() as session:
        wai = sign_in.actor_by_id(session, cast.wai.id)
        of_he, of_lin = person(session, cast.he).grants[0].id, person(session, cast.lin).grants[0].id
        assert refusal(roles.withdraw, session, wai, cast.he.id, of_he, now) == "not_found"
        assert refusal(roles.withdraw, session, wai, cast.lin.id, of_lin, now) == "role.beyond"
        roles.withdraw(session, wai, cast.wu.id, person(session, cast.wu).grants[0].id, now)


@pytest.mark.parametrize("raw", ["", "root", "HR", "trainee "])
def test_an_unknown_role_is_refused(raw):
    assert refusal(roles.role_by_name, raw) == "role.unknown"
