"""Accounts: made, given a new password, disabled, enabled."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.domain.login import login_key
from lms.domain.problem import Refused, Text
from lms.people import passwords, sign_in
from lms.people.models import AccessToken, Person, Unit
from lms.platform import audit


def create(
    session: Session,
    login: str,
    name: str,
    unit: Unit,
    actor_id: int | None,
    now: datetime,
    password_hash: str = "",
    **more: str,
) -> Person:
    """A new account without roles. `more`: post, rank, email, language.

    The hash is made by the caller, before the transaction: it takes too long to hold one open.
    """
    key = login_key(login)
    if not key:
        raise Refused(
            "person.no_login",
            Text("缺少工号", "The employee number is missing"),
            Text("请填写工号", "Enter an employee number"),
            status=400,
        )
    if session.scalar(select(Person.id).where(Person.login == key)) is not None:
        raise Refused(
            "person.exists",
            Text(f"工号 {key} 已有账号", f"The employee number {key} already has an account"),
            Text("请核对工号，或在人员列表中查找此人", "Check the number, or look the person up in the list"),
        )
    person = Person(
        login=key, name=name.strip(), unit_id=unit.id, created_at=now, password_hash=password_hash, **more
    )
    person.must_change_password = bool(password_hash)
    session.add(person)
    session.flush()
    audit.record(session, "people.create", f"person:{person.id}", actor_id, now, login=key, unit=unit.code)
    return person


def change_password(
    session: Session, person: Person, old: str, new: str, keep_cookie: str, now: datetime
) -> None:
    """The person's own change: needs the old password, ends every other sign-in."""
    if not passwords.verify(old, person.password_hash):
        raise Refused(
            "password.wrong",
            Text("原密码不正确", "The old password is not right"),
            Text("请重新输入原密码", "Enter the old password again"),
            status=400,
        )
    passwords.check_new(new, person.login, person.name)
    person.password_hash = passwords.hash_password(new)
    person.must_change_password = False
    sign_in.close_all(session, person.id, keep=keep_cookie)
    audit.record(session, "people.change_password", f"person:{person.id}", person.id, now)


def reset_password(session: Session, person: Person, actor_id: int, now: datetime) -> str:
    """A random password that must be changed at the next sign-in; every open door closes."""
    password = passwords.random_password()
    person.password_hash = passwords.hash_password(password)
    person.must_change_password = True
    _close_doors(session, person.id)
    audit.record(session, "people.reset_password", f"person:{person.id}", actor_id, now)
    return password


def set_state(session: Session, person: Person, state: str, actor_id: int, now: datetime) -> None:
    """Disable or enable; disabling ends every sign-in and token at once."""
    if person.id == actor_id:
        raise Refused(
            "person.self",
            Text("不能停用自己的账号", "You cannot disable your own account"),
            Text("请由另一位系统管理员操作", "Ask another system administrator"),
        )
    person.state = state
    if state == "disabled":
        _close_doors(session, person.id)
    audit.record(session, "people.set_state", f"person:{person.id}", actor_id, now, state=state)


def _close_doors(session: Session, person_id: int) -> None:
    sign_in.close_all(session, person_id)
    session.execute(delete(AccessToken).where(AccessToken.person_id == person_id))
