"""Sign people in and out, and identify them by cookie or token."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, FromClause, Select, bindparam, delete, func, or_, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Grant, Role
from lms.domain.login import login_key
from lms.people.credentials import messages, passwords
from lms.people.models import AccessToken, FailedSignIn, Person, RoleGrant, SignIn, Unit
from lms.platform import audit

WINDOW = timedelta(minutes=15)
MOST_PER_LOGIN, MOST_PER_IP = 10, 100


def check_password(session: Session, login: str, password: str, ip: str, now: datetime) -> Actor:
    """Return the person with this employee number and password. A read-only session is enough.

    Raise Refused otherwise: the same message, after the same time, for an unknown number, a disabled
    account and a wrong password.
    """
    login = login_key(login)
    if _locked(session, login, ip, now):
        raise messages.sign_in_locked()
    person = session.scalar(select(Person).where(Person.login == login))
    correct = passwords.verify(password, person.password_hash if person else "")
    actor = actor_by_id(session, person.id) if person and correct else None
    if actor is None:
        raise messages.sign_in_wrong()
    return actor


def _locked(session: Session, login: str, ip: str, now: datetime) -> bool:
    """Return whether this account, or this address, has failed too often.

    From an address where the person is already signed in (at their desk, in the middle of an exam) only
    failures from that address count: nobody can lock them out from elsewhere.
    """
    recent = select(func.count()).where(FailedSignIn.at > now - WINDOW)
    from_here = recent.where(FailedSignIn.ip == ip)
    if (session.scalar(from_here) or 0) >= MOST_PER_IP:
        return True
    of_account = recent.where(FailedSignIn.login == login)
    if (session.scalar(of_account) or 0) < MOST_PER_LOGIN:
        return False
    signed_in_here = select(SignIn.token_hash).join(Person, Person.id == SignIn.person_id)
    signed_in_here = signed_in_here.where(
        Person.login == login, SignIn.ip == ip, SignIn.expires_at > now
    ).limit(1)
    if session.scalar(signed_in_here) is None:
        return True
    return (session.scalar(of_account.where(FailedSignIn.ip == ip)) or 0) >= MOST_PER_LOGIN


def record_failure(session: Session, login: str, ip: str, now: datetime) -> None:
    """Count a failed sign-in and record it in the audit trail."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - WINDOW))
    session.add(FailedSignIn(login=login_key(login)[:40], ip=ip, at=now))
    audit.record(session, "people.sign_in", f"login:{login_key(login)[:40]}", None, now, "failed")


def create_sign_in(
    session: Session,
    person: Person | Actor,
    ip: str,
    agent: str,
    hours: int,
    now: datetime,
    replaces: str = "",
) -> str:
    """Sign a browser in. Return its cookie, of which only the hash is stored.

    `replaces` is the cookie that the browser sent: it is no longer valid afterwards.
    """
    token = secrets.token_urlsafe(32)
    expired = or_(SignIn.expires_at < now, SignIn.token_hash == hash_token(replaces))
    session.execute(delete(SignIn).where(expired))
    session.execute(delete(FailedSignIn).where(FailedSignIn.login == person.login))
    session.add(
        SignIn(
            token_hash=hash_token(token),
            person_id=person.id,
            opened_at=now,
            expires_at=now + timedelta(hours=hours),
            ip=ip,
            agent=agent[:200],
        )
    )
    audit.record(session, "people.sign_in", f"person:{person.id}", person.id, now)
    return token


def end_sign_in(session: Session, token: str, actor: Actor, now: datetime) -> None:
    """Sign this browser out."""
    session.execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))
    audit.record(session, "people.sign_out", f"person:{actor.id}", actor.id, now)


def sign_ins_of(session: Session, actor: Actor, now: datetime) -> list[SignIn]:
    """Return the actor's sign-ins, newest first."""
    own = select(SignIn).where(SignIn.person_id == actor.id, SignIn.expires_at > now)
    return list(session.scalars(own.order_by(SignIn.opened_at.desc(), SignIn.token_hash)))


def end_other_sign_ins(session: Session, actor: Actor, keep: str, now: datetime) -> None:
    """Sign the actor out everywhere except in the browser with the cookie `keep`."""
    end_sign_ins(session, actor.id, keep=keep)
    audit.record(session, "people.end_sign_ins", f"person:{actor.id}", actor.id, now)


def end_sign_ins(session: Session, person_id: int, *, keep: str = "") -> None:
    """Sign a person out everywhere except in the browser with the cookie `keep`."""
    session.execute(
        delete(SignIn).where(SignIn.person_id == person_id, SignIn.token_hash != hash_token(keep))
    )


def end_access(session: Session, person_id: int) -> None:
    """End every sign-in and every token of a person."""
    end_sign_ins(session, person_id)
    session.execute(delete(AccessToken).where(AccessToken.person_id == person_id))


def actor_by_cookie(session: Session | Connection, token: str, now: datetime) -> Actor | None:
    """Return who is signed in with this cookie, or None."""
    return _actor(session, _BY_COOKIE, key=hash_token(token), now=now)


def actor_by_token(session: Session | Connection, token: str, now: datetime) -> Actor | None:
    """Return whose personal access token this is, or None."""
    return _actor(session, _BY_TOKEN, key=hash_token(token), now=now)


def actor_by_id(session: Session, person_id: int) -> Actor | None:
    """Return an active person as an actor, or None."""
    return _actor(session, _BY_ID, key=person_id)


def hash_token(token: str) -> str:
    """Return the hash that is stored of a cookie or token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _actor_query(person_id: Select[Any]) -> Select[Any]:
    """Select an active person with all grants.

    Every request runs it, and building a statement costs more than running it: so it is built once,
    on the tables themselves.
    """
    person, grant, unit = Person.__table__, RoleGrant.__table__, Unit.__table__
    c = person.c
    return (
        select(c.id, c.login, c.name, c.language, c.must_change_password, grant.c.role, unit.c.path)
        .select_from(
            person.outerjoin(grant, grant.c.person_id == c.id).outerjoin(unit, unit.c.id == grant.c.unit_id)
        )
        .where(c.id == person_id.scalar_subquery(), c.state == "active")
    )


def _owner_query(table: FromClause) -> Select[Any]:
    """Select the owner of a cookie or token, unless it has expired."""
    c = table.c
    return select(c.person_id).where(c.token_hash == bindparam("key"), c.expires_at > bindparam("now"))


_BY_COOKIE, _BY_TOKEN = (
    _actor_query(_owner_query(SignIn.__table__)),
    _actor_query(_owner_query(AccessToken.__table__)),
)
_BY_ID = _actor_query(select(Person.__table__.c.id).where(Person.__table__.c.id == bindparam("key")))


def _actor(session: Session | Connection, query: Select[Any], **parameters: Any) -> Actor | None:
    rows = session.execute(query, parameters).all()
    if not rows:
        return None
    first = rows[0]
    grants = tuple(Grant(Role(row.role), row.path) for row in rows if row.role)
    return Actor(first.id, first.login, first.name, first.language, grants, first.must_change_password)
