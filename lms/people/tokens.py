"""Personal access tokens, for programs that act for a person."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text, not_found
from lms.people.models import AccessToken, Person
from lms.people.sign_in import digest
from lms.platform import audit

LONGEST = 366
"""Days."""
MOST = 20
"""Tokens a person may have at a time."""


def create(session: Session, person: Person | Actor, name: str, days: int, now: datetime) -> str:
    """A new token, valid for `days`; returned once and kept nowhere."""
    if problems := _problems(name, days):
        raise Refused(
            "token.wrong",
            Text("没有生成令牌", "No token was made"),
            Text("请改正后重新提交", "Mend what is listed and send it again"),
            status=400,
            problems=problems,
        )
    alive = select(func.count()).where(AccessToken.person_id == person.id, AccessToken.expires_at > now)
    if (session.scalar(alive) or 0) >= MOST:
        raise Refused(
            "token.many",
            Text(f"有效令牌已达 {MOST} 个", f"There are {MOST} tokens already"),
            Text("请先撤销不再使用的令牌", "Revoke those that are no longer used"),
        )
    token = "wn_" + secrets.token_urlsafe(32)
    made = AccessToken(
        token_hash=digest(token),
        person_id=person.id,
        name=name,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    audit.record(session, "people.create_token", f"token:{made.id}", person.id, now, name=name, days=days)
    return token


def of_person(session: Session, actor: Actor, now: datetime) -> list[AccessToken]:
    """The actor's tokens that still open the door, the newest first."""
    mine = select(AccessToken).where(AccessToken.person_id == actor.id, AccessToken.expires_at > now)
    return list(session.scalars(mine.order_by(AccessToken.id.desc())))


def revoke(session: Session, actor: Actor, token_id: int, now: datetime) -> None:
    """Take one of the actor's tokens out of use with the very next request."""
    mine = select(AccessToken).where(AccessToken.person_id == actor.id, AccessToken.id == token_id)
    token = session.scalar(mine)
    if token is None:
        raise not_found(Text("令牌", "token"))
    session.delete(token)
    audit.record(session, "people.revoke_token", f"token:{token_id}", actor.id, now, name=token.name)


def _problems(name: str, days: int) -> list[Problem]:
    found = []
    if not 0 < len(name) <= 80:
        what = Text("缺少用途，或超过 80 个字符", "What it is for is missing, or longer than 80 characters")
        found.append(
            Problem(FieldPath("name"), what, Text("请写明由哪个程序使用", "Say which program will use it"))
        )
    if not 1 <= days <= LONGEST:
        what = Text("有效期不对", "The number of days is not right")
        found.append(
            Problem(FieldPath("days"), what, Text(f"请填 1 到 {LONGEST} 天", f"Choose 1 to {LONGEST} days"))
        )
    return found
