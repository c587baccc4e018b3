"""Personal access tokens, for programs that act for a person."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.problem import Problem, Text, not_found
from lms.people.credentials import messages
from lms.people.credentials.sign_in import hash_token
from lms.people.models import AccessToken, Person
from lms.platform import audit

LONGEST_DAYS = 366
"""Days."""
MOST_PER_PERSON = 20
"""Tokens a person may have at a time."""


def create(session: Session, person: Person | Actor, name: str, days: int, now: datetime) -> str:
    """Create a token, valid for `days`. Return it; only its hash is stored. Raise Refused if it is not allowed."""
    if problems := _problems(name, days):
        raise messages.token_invalid(problems)
    valid = select(func.count()).where(AccessToken.person_id == person.id, AccessToken.expires_at > now)
    if (session.scalar(valid) or 0) >= MOST_PER_PERSON:
        raise messages.too_many_tokens(MOST_PER_PERSON)
    token = "wn_" + secrets.token_urlsafe(32)
    row = AccessToken(
        token_hash=hash_token(token),
        person_id=person.id,
        name=name,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    audit.record(session, "people.create_token", f"token:{row.id}", person.id, now, name=name, days=days)
    return token


def tokens_of(session: Session, actor: Actor, now: datetime) -> list[AccessToken]:
    """Return the actor's valid tokens, newest first."""
    own = select(AccessToken).where(AccessToken.person_id == actor.id, AccessToken.expires_at > now)
    return list(session.scalars(own.order_by(AccessToken.id.desc())))


def revoke(session: Session, actor: Actor, token_id: int, now: datetime) -> None:
    """Revoke one of the actor's tokens; it is invalid from the next request on. Raise Refused if there is none."""
    own = select(AccessToken).where(AccessToken.person_id == actor.id, AccessToken.id == token_id)
    token = session.scalar(own)
    if token is None:
        raise not_found(Text("令牌", "token"))
    session.delete(token)
    audit.record(session, "people.revoke_token", f"token:{token_id}", actor.id, now, name=token.name)


def _problems(name: str, days: int) -> list[Problem]:
    problems = []
    if not 0 < len(name) <= 80:
        problems.append(messages.TOKEN_PURPOSE)
    if not 1 <= days <= LONGEST_DAYS:
        problems.append(messages.token_days(LONGEST_DAYS))
    return problems
