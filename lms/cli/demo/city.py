"""The city of the demo: its units, its people with their roles, and their three months."""

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from lms.cli.demo.months import play
from lms.cli.serving.first import FirstAccount, make
from lms.domain.access import Role
from lms.people import directory, passwords, sign_in, unit_tree
from lms.people.models import Unit
from lms.platform.clock import utcnow
from lms.settings import Settings

HERE = Path(__file__).parent
PAST = timedelta(days=95)
"""Before the present: when courses and exams were loaded. People follow a day later."""


def fill(session: Session, _settings: Settings) -> list[FirstAccount]:
    """People who can sign in, and everything they did up to now, by the use-cases that pages call."""
    now = utcnow()
    born = now - PAST + timedelta(days=1)
    places = _units(session, born)
    accounts = _people(session, places, born)
    ids = (directory.by_login(session, account.login).id for account in accounts)
    everyone = [actor for id_ in ids if (actor := sign_in.by_id(session, id_))]
    play(session, everyone, born + timedelta(days=1), now)
    return accounts


def _units(session: Session, now: datetime) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for row in rows("units.csv"):
        parent = made[row["parent"]] if row["parent"] else None
        made[row["code"]] = unit_tree.add(
            session, row["code"], row["name"], parent, None, now, row["name_en"]
        )
    return made


def _people(session: Session, places: dict[str, Unit], now: datetime) -> list[FirstAccount]:
    people = list(rows("people.csv"))
    words = [passwords.random_password() for _ in people]
    with ThreadPoolExecutor() as pool:  # Argon2 lets go of the interpreter
        hashes = list(pool.map(passwords.hash_password, words))
    made = []
    for row, word, hashed in zip(people, words, hashes, strict=True):
        role, _, where = row["roles"].partition("@")
        made.append(
            make(
                session,
                row["login"],
                row["name"],
                places[row["unit"]],
                (Role(role), places[where]),
                (word, hashed),
                now,
                post=row["post"],
                rank=row["rank"],
                language="en" if row["name"].isascii() else "zh",
            )
        )
    return made


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
