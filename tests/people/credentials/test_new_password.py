"""A new password: the person's own, or a random one."""

import pytest
from sqlalchemy import select

from lms.domain.access import Role
from lms.domain.problem import Refused
from lms.people import roles
from lms.people.credentials import new_password, passwords, sign_in, tokens
from lms.people.models import AccessToken, Person, SignIn
from lms.platform import audit
from lms.platform.jobs import Job
from tests.cast import PASSWORD
from tests.people.conftest import HASH

pytestmark = pytest.mark.both_engines


def person(session, actor) -> Person:
    return session.get_one(Person, actor.id)


def refusal(call, *arguments) -> str:
    with pytest.raises(Refused) as refused:
        call(*arguments)
    return refused.value.code


def test_a_change_needs_the_old_one_and_two_equal_new_ones(db, cast, with_password):
    with_password(cast.lin)
    with db.read() as session:
        lin = person(session, cast.lin)
        new = "four-quiet-lakes"
        assert refusal(new_password.prepare, lin, "wrong", new, new) == "password.wrong"
        assert refusal(new_password.prepare, lin, PASSWORD, new, new + "x") == "password.differ"
        assert refusal(new_password.prepare, lin, PASSWORD, "short", "short") == "password.weak"
        assert refusal(new_password.prepare, lin, PASSWORD, PASSWORD, PASSWORD) == "password.same"
        ready = new_password.prepare(lin, PASSWORD, new, new)
    assert (ready.replaces, passwords.verify(new, ready.hash)) == (HASH, True)


def test_of_two_changes_at_once_the_second_is_refused(db, cast, with_password, now):
    with_password(cast.lin)
    first = new_password.PreparedChange(cast.lin.id, HASH, "hash 1")
    with db.transaction() as session:
        new_password.change(session, first, "", now)
    with db.write() as session:
        second = new_password.PreparedChange(cast.lin.id, HASH, "hash 2")
        assert refusal(new_password.change, session, second, "", now) == "password.wrong"


def test_a_reset_ends_every_sign_in_and_notifies_the_person(db, cast, now):
    with db.transaction() as session:
        lin = person(session, cast.lin)
        lin.email = "lin@example.cn"
        sign_in.create_sign_in(session, cast.lin, "10.0.0.1", "", 12, now)
        tokens.create(session, cast.lin, "program", 30, now)
        tokens.create(session, cast.wang, "noise", 30, now)
    with db.transaction() as session:
        new_password.reset(session, person(session, cast.lin), "new hash", cast.an, now)
    with db.read() as session:
        lin = person(session, cast.lin)
        assert (lin.password_hash, lin.must_change_password) == ("new hash", True)
        assert session.scalars(select(SignIn.person_id)).all() == []
        assert session.scalars(select(AccessToken.person_id)).all() == [cast.wang.id]
        mail = session.scalars(select(Job)).one()
        assert (mail.kind, mail.payload["to"]) == ("mail.send", "lin@example.cn")


@pytest.mark.parametrize("guarded", ["sun", "qian", "an"])
def test_a_system_administrator_cannot_take_over_an_administrator(db, cast, now, guarded):
    with db.transaction() as session:
        other = Role.SYSADMIN
        roles.grant(session, person(session, cast.luo), other, cast.city, cast.qian.id, now)
    with db.write() as session:
        luo = sign_in.actor_by_id(session, cast.luo.id)
        target = person(session, getattr(cast, guarded))
        assert refusal(new_password.reset, session, target, "hash", luo, now) == "person.guarded"


def test_an_administrator_of_one_bureau_cannot_take_over_somebody_with_a_role_for_the_city(db, cast, now):
    with db.transaction() as session:
        roles.grant(session, person(session, cast.luo), Role.SYSADMIN, cast.education, cast.qian.id, now)
        roles.grant(session, person(session, cast.wang), Role.HR, cast.city, cast.qian.id, now)
        roles.withdraw(session, cast.qian, cast.wu.id, person(session, cast.wu).grants[0].id, now)
    with db.write() as session:
        luo = sign_in.actor_by_id(session, cast.luo.id)
        assert (
            refusal(new_password.reset, session, person(session, cast.wang), "x", luo, now) == "person.beyond"
        )
        new_password.reset(session, person(session, cast.wu), "x", luo, now)


def test_nobody_resets_their_own_password(db, cast, now):
    with db.write() as session:
        assert (
            refusal(new_password.reset, session, person(session, cast.an), "x", cast.an, now) == "person.self"
        )


def test_the_command_line_can_reset_an_administrator_and_that_is_in_the_audit_trail(db, cast, now):
    with db.transaction() as session:
        new_password.reset(session, person(session, cast.sun), "new hash", None, now)
    with db.read() as session:
        last = list(audit.rows(session))[-1]
    assert (last["action"], last["object"]) == ("people.reset_password", f"person:{cast.sun.id}")
    assert (last["actor_id"], last["ip"]) == (None, "local")
