"""Makes an installation ready to serve: schema, content, and on the very first start its first people."""

import hashlib
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.app import load_models, wire
from lms.bank.browse import index
from lms.cli import content, reader, say
from lms.cli.serving.first import FirstAccount, keep
from lms.content.library import read_library
from lms.people.models import Person
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.files import Files
from lms.platform.locks import hold
from lms.platform.schema import migrate
from lms.settings import Settings

log = logging.getLogger("lms.start")
MARK = "content-loaded"
"""File of the data folder: the fingerprint of what was loaded last."""


@dataclass(frozen=True, slots=True)
class Fill:
    """What an installation without people is given."""

    people: Callable[[Session, Settings], list[FirstAccount]]
    past: timedelta = timedelta(0)
    """How long ago its story begins: courses and exams are there from then on."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was done, for those who watch the start."""

    schema_before: str
    first_accounts: list[FirstAccount]


def prepare(settings: Settings, fill: Fill) -> Prepared:
    """Upgrade, load content that has changed, and fill an installation that has nobody.

    Filling is one transaction: a start that is killed in the middle leaves an empty installation
    and the next one begins again.
    """
    load_models()
    wire()
    db = Database(settings.url)
    try:
        with hold(settings.data_dir / "start.lock"):
            before = migrate.upgrade(db, settings.data_dir / "before-upgrade")
            index.rebuild(db)  # items that an older version wrote
            new = _nobody(db)
            if new:
                (settings.data_dir / MARK).unlink(missing_ok=True)
            _load_content(settings, db, utcnow() - (fill.past if new else timedelta(0)))
            return Prepared(before, _first_people(settings, db, fill) if new else [])
    finally:
        db.dispose()


def _nobody(db: Database) -> bool:
    with db.read() as session:
        return session.scalar(select(Person.id).limit(1)) is None


def _first_people(settings: Settings, db: Database, fill: Fill) -> list[FirstAccount]:
    print(say("首次启动，正在建立账号和数据……", "First start: making accounts and data …"), flush=True)
    with db.transaction() as session:
        accounts = fill.people(session, settings)
        keep(accounts, settings.data_dir)
    return accounts


def _load_content(settings: Settings, db: Database, now: datetime) -> None:
    """Bring in courses and questions that changed since the last start; mistakes do not stop the start."""
    mark = settings.data_dir / MARK
    found = fingerprint(settings.content_dir)
    if mark.exists() and mark.read_text("ascii") == found:
        return
    library = read_library(settings.content_dir)
    for problem in library.problems:
        print(problem.line(reader()), file=sys.stderr)
    if library.problems:
        log.error("the content has problems and was not loaded: run `lms content check`")
        return
    with db.transaction() as session:
        content.load(session, library, Files(settings.data_dir / "files"), None, now)
    mark.write_text(found, "ascii")


def fingerprint(root: Path) -> str:
    """A digest over the names and bytes of courses/ and question_bank/."""
    sha = hashlib.sha256()
    for folder in ("courses", "question_bank"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                sha.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
                sha.update(path.read_bytes())
    return sha.hexdigest()
