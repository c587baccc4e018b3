"""Change one's own password, or reset somebody's to a random one.

Hashing is slow on purpose, so both have two steps: one that hashes and needs only a read-only
session, and one that writes.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.people import scope
from lms.people.credentials import messages, passwords, sign_in
from lms.people.models import Person
from lms.platform import audit
from lms.platform.jobs import enqueue


@dataclass(frozen=True, slots=True)
class PreparedChange:
    """A new hash, and the hash that it replaces."""

    person_id: int
    replaces: str
    hash: str


def prepare(person: Person, old: str, new: str, repeated: str) -> PreparedChange:
    """Check the old password and the new one, and hash it. Raise Refused if either will not do."""
    if new != repeated:
        raise messages.passwords_differ()
    if not passwords.verify(old, person.password_hash):
        raise messages.old_password_wrong()
    passwords.check_new(new, person.login, person.name)
    if new == old:
        raise messages.password_unchanged()
    return PreparedChange(person.id, person.password_hash, passwords.hash_password(new))


def change(session: Session, prepared: PreparedChange, keep_cookie: str, now: datetime) -> None:
    """Save the new password and end every other sign-in. Raise Refused if the old one changed meanwhile."""
    person = session.get_one(Person, prepared.person_id, with_for_update=True)
    if person.password_hash != prepared.replaces:
        raise messages.old_password_wrong()
    person.password_hash = prepared.hash
    person.must_change_password = False
    sign_in.end_sign_ins(session, person.id, keep=keep_cookie)
    audit.record(session, "people.change_password", f"person:{person.id}", person.id, now)


def generate_password() -> tuple[str, str]:
    """Return a random password, to be shown once, and its hash."""
    password = passwords.random_password()
    return password, passwords.hash_password(password)


def reset(session: Session, person: Person, password_hash: str, actor: Actor | None, now: datetime) -> None:
    """Set a password that must be changed at the next sign-in; every sign-in and token ends.

    Without an actor: from the command line. The person gets a mail, so that they notice a reset
    that they did not ask for.
    """
    scope.check_manageable(person, actor)
    person.password_hash = password_hash
    person.must_change_password = True
    sign_in.end_access(session, person.id)
    actor_id = actor.id if actor else None
    audit.record(session, "people.reset_password", f"person:{person.id}", actor_id, now)
    if person.email:
        enqueue(session, "mail.send", _reset_mail(person), now)


def _reset_mail(person: Person) -> dict[str, str]:
    subject, body = messages.password_reset_mail(person.name, person.login)
    return {"to": person.email, "subject": subject.in_(person.language), "body": body.in_(person.language)}
