"""Create, edit, disable and enable accounts."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.login import LONGEST_LOGIN, login_key
from lms.domain.problem import Problem
from lms.people import messages, scope
from lms.people.credentials import sign_in
from lms.people.models import Person, Unit
from lms.platform import audit

LONGEST = {"name": 120, "post": 80, "rank": 80, "email": 200}
"""Characters of each field."""


@dataclass(frozen=True, slots=True)
class Details:
    """The details of the person of an account."""

    name: str
    post: str = ""
    rank: str = ""
    email: str = ""

    def problems(self) -> list[Problem]:
        """Return everything that is wrong; `where` is the field."""
        problems = [] if self.name else [messages.NAME_MISSING]
        for field, most in LONGEST.items():
            if len(getattr(self, field)) > most:
                problems.append(messages.field_too_long(field, most))
        if self.email and not is_mail_address(self.email):
            problems.append(messages.ADDRESS_INVALID)
        return problems


def login_problems(key: str) -> list[Problem]:
    """Return what is wrong with an employee number, after `login_key`."""
    if not key:
        return [messages.LOGIN_MISSING]
    return [messages.login_too_long(LONGEST_LOGIN)] if len(key) > LONGEST_LOGIN else []


def is_mail_address(address: str) -> bool:
    """Return whether mail could be sent there: something before and after one @."""
    name, at, host = address.partition("@")
    return bool(name and at and host) and "@" not in host and not any(c.isspace() for c in address)


def create(
    session: Session,
    login: str,
    name: str,
    unit: Unit | None,
    actor_id: int | None,
    now: datetime,
    password_hash: str = "",
    language: str = "zh",
    **more: str,
) -> Person:
    """Create an account without roles. `more`: post, rank, email. Raise Refused if it is invalid or exists.

    The caller makes the hash before the transaction: hashing takes too long to keep one open.
    """
    key, details = login_key(login), Details(name.strip(), **more)
    problems = details.problems()
    problems = login_problems(key) + problems
    unit = _require_unit(unit, problems)
    if session.scalar(select(Person.id).where(Person.login == key)) is not None:
        raise messages.login_taken(key)
    person = Person(login=key, language=language, unit_id=unit.id, created_at=now, **asdict(details))
    person.password_hash = password_hash
    person.must_change_password = bool(password_hash)
    session.add(person)
    try:
        session.flush()
    except IntegrityError:  # somebody else was faster
        raise messages.login_taken(key) from None
    audit.record(session, "people.create", f"person:{person.id}", actor_id, now, login=key, unit=unit.code)
    return person


def edit(
    session: Session, person: Person, details: Details, unit: Unit | None, actor_id: int | None, now: datetime
) -> list[str]:
    """Change the account to these details. Return the names of the fields that changed.

    The audit trail records which fields changed, and the old and new unit; names and addresses are
    left out, because the trail is kept for ever.
    """
    stripped = replace(details, name=details.name.strip())
    unit = _require_unit(unit, stripped.problems())
    changed = [f for f in ("name", "post", "rank", "email") if getattr(person, f) != getattr(stripped, f)]
    facts = {}
    for field in changed:
        setattr(person, field, getattr(stripped, field))
    if person.unit_id != unit.id:
        facts = {"unit_before": person.unit.code, "unit": unit.code}
        person.unit = unit
        changed.append("unit")
    if changed:
        audit.record(
            session, "people.edit", f"person:{person.id}", actor_id, now, fields=",".join(changed), **facts
        )
    return changed


def set_state(session: Session, person: Person, state: str, actor: Actor | None, now: datetime) -> None:
    """Disable or enable; disabling ends every sign-in and token at once. Without an actor: from the command line."""
    if state not in ("active", "disabled"):
        raise messages.account_invalid([messages.UNKNOWN_STATE])
    scope.check_manageable(person, actor)
    if person.state == state:
        return
    person.state = state
    if state == "disabled":
        sign_in.end_access(session, person.id)
    actor_id = actor.id if actor else None
    audit.record(session, "people.set_state", f"person:{person.id}", actor_id, now, state=state)


def set_language(session: Session, person: Person, language: str, now: datetime) -> None:
    """Set the language of the pages and mail of this person."""
    if language not in ("zh", "en"):
        raise messages.account_invalid([messages.UNKNOWN_LANGUAGE])
    if person.language != language:
        person.language = language
        audit.record(session, "people.edit", f"person:{person.id}", person.id, now, fields="language")


def _require_unit(unit: Unit | None, problems: list[Problem]) -> Unit:
    """Return the unit. Raise Refused with all problems if there are any, a missing unit among them."""
    if unit is None:
        problems.append(messages.UNIT_MISSING)
    if problems or unit is None:
        raise messages.account_invalid(problems)
    return unit
