"""Creates the city of the demo: units, people with roles, and three months of data."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.bank.browse.statistics import save_statistics
from lms.cli.demo.months import run_stories
from lms.cli.demo.tables import rows
from lms.cli.serving.first import FirstAccount, make_account
from lms.domain.access import Role
from lms.people import directory, unit_tree
from lms.people.credentials import passwords, sign_in
from lms.people.models import Unit
from lms.platform.clock import utcnow
from lms.results.item_statistics import compute_statistics
from lms.settings import Settings

DEMO_AGE = timedelta(days=95)
"""How long ago courses and exams were loaded. People are added a day later."""


def fill(session: Session, _settings: Settings) -> list[FirstAccount]:
    """Create people who can sign in, and everything they did up to now, by the use-cases that pages call."""
    now = utcnow()
    start = now - DEMO_AGE + timedelta(days=1)
    units = _units(session, start)
    accounts = _people(session, units, start)
    ids = (directory.by_login(session, account.login).id for account in accounts)
    everyone = [actor for id_ in ids if (actor := sign_in.actor_by_id(session, id_))]
    run_stories(session, everyone, start + timedelta(days=1), now)
    save_statistics(session, compute_statistics(session), now)
    return accounts


def _units(session: Session, now: datetime) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in rows("units.csv"):
        parent = units[row["parent"]] if row["parent"] else None
        units[row["code"]] = unit_tree.add(
            session, row["code"], row["name"], parent, None, now, row["name_en"]
        )
    return units


def _people(session: Session, units: dict[str, Unit], now: datetime) -> list[FirstAccount]:
    people = list(rows("people.csv"))
    plain = [passwords.random_password() for _ in people]
    with ThreadPoolExecutor() as pool:  # Argon2 releases the interpreter lock
        hashes = list(pool.map(passwords.hash_password, plain))
    accounts = []
    for row, password, hashed in zip(people, plain, hashes, strict=True):
        role, _, over = row["roles"].partition("@")
        accounts.append(
            make_account(
                session,
                row["login"],
                row["name"],
                units[row["unit"]],
                (Role(role), units[over]),
                (password, hashed),
                now,
                post=row["post"],
                rank=row["rank"],
                language="en" if row["name"].isascii() else "zh",
            )
        )
    return accounts
