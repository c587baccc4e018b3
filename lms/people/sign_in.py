"""Signing in and out; recognising who asks."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, FromClause, Select, bindparam, delete, func, or_, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Grant, Role
from lms.domain.login import login_key
from lms.domain.problem import Refused, Text
from lms.people import passwords
from lms.people.models import AccessToken, FailedSignIn, Person, RoleGrant, SignIn, Unit
from lms.platform import audit

WINDOW = timedelta(minutes=15)
MOST_PER_LOGIN, MOST_PER_IP = 10, 100


def check(session: Session, login: str, password: str, ip: str, now: datetime) -> Actor:
    """The person with this employee number and password.

    A reading session serves; nothing is written. Raises Refused, the same for unknown, disabled
    and wrong, and after as long a time.
    """
    login = login_key(login)
    if _locked(session, login, ip, now):
        raise Refused(
            "sign_in.locked",
            Text("登录失败次数过多，已暂停登录", "Too many failed sign-ins; sign-in is paused"),
            Text(
                "请 15 分钟后再试，或联系系统管理员",
                "Try again in 15 minutes, or ask the system administrator",
            ),
            status=429,
        )
    person = session.scalar(select(Person).where(Person.login == login))
    right = passwords.verify(password, person.password_hash if person else "")
    actor = by_id(session, person.id) if person and right else None
    if actor is None:
        raise Refused(
            "sign_in.wrong",
            Text("工号或密码不正确", "The employee number or password is not right"),
            Text(
                "请核对后重试；忘记密码请联系系统管理员",
                "Check both and try again; for a forgotten password ask the administrator",
            ),
            status=401,
        )
    return actor


def _locked(session: Session, login: str, ip: str, now: datetime) -> bool:
    """Too many failures of this account, or from this address.

    Where the person is signed in already (at their desk, in the middle of an exam) only failures
    from that address count: nobody locks them out from elsewhere.
    """
    recent = select(func.count()).where(FailedSignIn.at > now - WINDOW)
    from_here = recent.where(FailedSignIn.ip == ip)
    if (session.scalar(from_here) or 0) >= MOST_PER_IP:
        return True
    of_account = recent.where(FailedSignIn.login == login)
    if (session.scalar(of_account) or 0) < MOST_PER_LOGIN:
        return False
    at_home = select(SignIn.token_hash).join(Person, Person.id == SignIn.person_id)
    at_home = at_home.where(Person.login == login, SignIn.ip == ip, SignIn.expires_at > now).limit(1)
    if session.scalar(at_home) is None:
        return True
    return (session.scalar(of_account.where(FailedSignIn.ip == ip)) or 0) >= MOST_PER_LOGIN


def failed(session: Session, login: str, ip: str, now: datetime) -> None:
    """Count a failed sign-in and note it."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - WINDOW))
    session.add(FailedSignIn(login=login_key(login)[:40], ip=ip, at=now))
    audit.record(session, "people.sign_in", f"login:{login_key(login)[:40]}", None, now, "failed")


def open_session(
    session: Session,
    person: Person | Actor,
    ip: str,
    agent: str,
    hours: int,
    now: datetime,
    replaces: str = "",
) -> str:
    """A new signed-in browser; returns its cookie, which is kept nowhere.

    `replaces` is the cookie the browser came with: it opens nothing afterwards.
    """
    token = secrets.token_urlsafe(32)
    stale = or_(SignIn.expires_at < now, SignIn.token_hash == digest(replaces))
    session.execute(delete(SignIn).where(stale))
    session.execute(delete(FailedSignIn).where(FailedSignIn.login == person.login))
    session.add(
        SignIn(
            token_hash=digest(token),
            person_id=person.id,
            opened_at=now,
            expires_at=now + timedelta(hours=hours),
            ip=ip,
            agent=agent[:200],
        )
    )
    audit.record(session, "people.sign_in", f"person:{person.id}", person.id, now)
    return token


def close_session(session: Session, token: str, actor: Actor, now: datetime) -> None:
    """Sign this browser out."""
    session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))
    audit.record(session, "people.sign_out", f"person:{actor.id}", actor.id, now)


def of_person(session: Session, actor: Actor, now: datetime) -> list[SignIn]:
    """Where the actor is signed in, the newest first."""
    mine = select(SignIn).where(SignIn.person_id == actor.id, SignIn.expires_at > now)
    return list(session.scalars(mine.order_by(SignIn.opened_at.desc(), SignIn.token_hash)))


def close_others(session: Session, actor: Actor, keep: str, now: datetime) -> None:
    """The actor signs out everywhere but in the browser with the cookie `keep`."""
    close_all(session, actor.id, keep=keep)
    audit.record(session, "people.end_sign_ins", f"person:{actor.id}", actor.id, now)


def close_all(session: Session, person_id: int, *, keep: str = "") -> None:
    """Sign a person out everywhere, but for the browser with the cookie `keep`."""
    session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.token_hash != digest(keep)))


def by_cookie(session: Session | Connection, token: str, now: datetime) -> Actor | None:
    """Who is signed in with this cookie."""
    return _actor(session, _BY_COOKIE, key=digest(token), now=now)


def by_token(session: Session | Connection, token: str, now: datetime) -> Actor | None:
    """Whose personal access token this is."""
    return _actor(session, _BY_TOKEN, key=digest(token), now=now)


def by_id(session: Session, person_id: int) -> Actor | None:
    """An active person as an actor."""
    return _actor(session, _BY_ID, key=person_id)


def digest(token: str) -> str:
    """What is kept of a cookie or token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _who(whose: Select[Any]) -> Select[Any]:
    """The person of that id with all grants. Every request asks for it, and building a statement costs
    more than running it: so it is built once, on the tables themselves."""
    person, grant, unit = Person.__table__, RoleGrant.__table__, Unit.__table__
    c = person.c
    return (
        select(c.id, c.login, c.name, c.language, c.must_change_password, grant.c.role, unit.c.path)
        .select_from(
            person.outerjoin(grant, grant.c.person_id == c.id).outerjoin(unit, unit.c.id == grant.c.unit_id)
        )
        .where(c.id == whose.scalar_subquery(), c.state == "active")
    )


def _through(door: FromClause) -> Select[Any]:
    """Whose cookie or token it is, unless it has expired."""
    c = door.c
    return select(c.person_id).where(c.token_hash == bindparam("key"), c.expires_at > bindparam("now"))


_BY_COOKIE, _BY_TOKEN = _who(_through(SignIn.__table__)), _who(_through(AccessToken.__table__))
_BY_ID = _who(select(Person.__table__.c.id).where(Person.__table__.c.id == bindparam("key")))


def _actor(session: Session | Connection, who: Select[Any], **asked: Any) -> Actor | None:
    rows = session.execute(who, asked).all()
    if not rows:
        return None
    first = rows[0]
    grants = tuple(Grant(Role(row.role), row.path) for row in rows if row.role)
    return Actor(first.id, first.login, first.name, first.language, grants, first.must_change_password)
