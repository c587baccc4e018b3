"""Accounts: created, edited, disabled and enabled."""

import pytest
from sqlalchemy import func, select

from lms.domain.problem import Refused
from lms.people import accounts
from lms.people.accounts import Details
from lms.people.credentials import sign_in, tokens
from lms.people.models import AccessToken, Person, SignIn, Unit
from lms.platform import audit

pytestmark = pytest.mark.both_engines


def test_an_account_begins_without_roles_and_with_a_password_to_change(db, cast, now):
    with db.transaction() as session:
        made = accounts.create(
            session, " ｅ100 ", " 高远 ", cast.education, cast.an.id, now, "hash", rank="四级主任科员"
        )
        assert (made.login, made.name, made.rank, made.state) == ("E100", "高远", "四级主任科员", "active")
        assert (made.must_change_password, made.grants) == (True, [])


@pytest.mark.parametrize("login", ["E001", "ｅ００１", " e0\u200b01"])
def test_a_number_that_looks_like_one_in_use_is_taken(db, cast, now, login):
    with db.write() as session, pytest.raises(Refused) as refused:
        accounts.create(session, login, "另一人", cast.education, cast.an.id, now)
    assert refused.value.code == "person.exists"


def test_everything_wrong_is_reported_at_once(db, cast, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        accounts.create(session, " ", " ", cast.education, cast.an.id, now, email="nobody@", post="x" * 81)
    assert [p.where.in_("zh") for p in refused.value.problems] == ["login", "name", "post", "email"]


def test_a_number_that_is_too_long_is_refused_and_never_cut(db, cast, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        accounts.create(session, "E" * 41, "高远", cast.education, cast.an.id, now)
    assert [(p.where.in_("zh"), p.what.zh) for p in refused.value.problems] == [
        ("login", "工号超过 40 个字符")
    ]


@pytest.mark.parametrize("address", ["a@b", "名@例.cn", "a.b+c@d.cn"])
def test_an_address_may_be_unusual(address):
    assert Details("林", email=address).problems() == []


@pytest.mark.parametrize("address", ["a", "@b", "a@", "a@b@c", "a b@c", "a@b\nBcc: x@y"])
def test_an_address_that_is_none_is_refused(address):
    assert [p.where.in_("zh") for p in Details("林", email=address).problems()] == ["email"]


def test_the_audit_trail_of_an_edit_names_the_fields_and_not_their_values(db, cast, now):
    with db.transaction() as session:
        lin = session.get_one(Person, cast.lin.id)
        finance = session.get_one(Unit, cast.finance.id)
        assert accounts.edit(session, lin, Details("林小晓", email="l@b.cn"), finance, cast.an.id, now) == [
            "name", "email", "unit",
        ]  # fmt: skip
    with db.read() as session:
        assert session.get_one(Person, cast.lin.id).unit_id == cast.finance.id
        detail = list(audit.rows(session))[-1]["detail"]
    assert detail == {"fields": "name,email,unit", "unit_before": "EDU", "unit": "FIN"}


def test_an_edit_without_a_change_leaves_no_event(db, cast, now):
    with db.transaction() as session:
        before = audit.verify(session)
        lin = session.get_one(Person, cast.lin.id)
        assert accounts.edit(session, lin, Details("林晓"), lin.unit, cast.an.id, now) == []
    with db.read() as session:
        assert audit.verify(session) == before


def test_disabling_ends_sign_ins_and_tokens_of_that_person_alone(db, cast, now):
    with db.transaction() as session:
        for actor in (cast.lin, cast.wang):
            sign_in.create_sign_in(session, actor, "10.0.0.1", "", 12, now)
            tokens.create(session, actor, "program", 30, now)
    with db.transaction() as session:
        accounts.set_state(session, session.get_one(Person, cast.lin.id), "disabled", cast.an, now)
    with db.read() as session:
        assert session.scalars(select(SignIn.person_id)).all() == [cast.wang.id]
        assert session.scalars(select(AccessToken.person_id)).all() == [cast.wang.id]


def test_the_auditor_cannot_be_disabled_by_the_system_administrator(db, cast, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        accounts.set_state(session, session.get_one(Person, cast.sun.id), "disabled", cast.an, now)
    assert refused.value.code == "person.guarded"


def test_an_unknown_state_is_refused(db, cast, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        accounts.set_state(session, session.get_one(Person, cast.lin.id), "root", cast.an, now)
    assert refused.value.code == "person.wrong"


def test_setting_the_same_state_is_no_event(db, cast, now):
    with db.transaction() as session:
        count = session.scalar(select(func.count()).select_from(audit.AuditEvent))
        accounts.set_state(session, session.get_one(Person, cast.lin.id), "active", cast.an, now)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(audit.AuditEvent)) == count
