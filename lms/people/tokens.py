"""Personal access tokens, for programs that act for a person."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.people.models import AccessToken, Person
from lms.people.sign_in import digest
from lms.platform import audit


def create(session: Session, person: Person, name: str, days: int, now: datetime) -> str:
    """A new token, valid for `days`; returned once and kept nowhere."""
    token = "wn_" + secrets.token_urlsafe(32)
    made = AccessToken(
        token_hash=digest(token),
        person_id=person.id,
        name=name[:80],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    audit.record(
        session, "people.create_token", f"token:{made.id}", person.id, now, name=name[:80], days=days
    )
    return token
