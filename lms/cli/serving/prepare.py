"""Prepares an installation for serving: schema, content, and on the first start its first people."""

import hashlib
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.app import wire
from lms.bank import index
from lms.cli import content, language, t
from lms.cli.serving.first import FirstAccount, write_accounts
from lms.content.library import read_library
from lms.people.models import Person
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.db.models import load_models
from lms.platform.files import Files
from lms.platform.locks import hold
from lms.platform.schema import migrate
from lms.settings import Settings

log = logging.getLogger("lms.start")
FINGERPRINT_FILE = "content-loaded"
"""File of the data folder: the fingerprint of the content that was loaded last."""


@dataclass(frozen=True, slots=True)
class Fill:
    """The data for an installation without people."""

    people: Callable[[Session, Settings], list[FirstAccount]]
    past: timedelta = timedelta(0)
    """How long ago the data begins: courses and exams exist from then on."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was done at the start."""

    schema_before: str
    first_accounts: list[FirstAccount]


def prepare(settings: Settings, fill: Fill) -> Prepared:
    """Upgrade, load content that has changed, and fill an installation without people.

    Filling is one transaction: a start that is killed in the middle leaves an empty installation
    and the next one starts from the beginning.
    """
    load_models()
    wire()
    db = Database(settings.url)
    try:
        with hold(settings.data_dir / "start.lock"):
            before = migrate.upgrade(db, settings.data_dir / "before-upgrade")
            index.rebuild(db)  # for items that an older version wrote
            empty = _has_no_people(db)
            if empty:
                (settings.data_dir / FINGERPRINT_FILE).unlink(missing_ok=True)
            _load_content(settings, db, utcnow() - (fill.past if empty else timedelta(0)))
            return Prepared(before, _first_people(settings, db, fill) if empty else [])
    finally:
        db.dispose()


def _has_no_people(db: Database) -> bool:
    with db.read() as session:
        return session.scalar(select(Person.id).limit(1)) is None


def _first_people(settings: Settings, db: Database, fill: Fill) -> list[FirstAccount]:
    if fill.past:
        zh = "首次启动，正在建立账号和演示数据，约需一到三分钟……"
        en = "First start: creating accounts and the data of the demo, one to three minutes …"
    else:
        zh, en = "首次启动，正在建立账号……", "First start: creating accounts …"
    print(t(zh, en), flush=True)
    with db.transaction() as session:
        accounts = fill.people(session, settings)
        write_accounts(accounts, settings.data_dir)
    return accounts


def _load_content(settings: Settings, db: Database, now: datetime) -> None:
    """Load courses and questions that changed since the last start; mistakes in them do not stop the start."""
    file = settings.data_dir / FINGERPRINT_FILE
    current = fingerprint(settings.content_dir)
    if file.exists() and file.read_text("ascii") == current:
        return
    library = read_library(settings.content_dir)
    for problem in library.problems:
        print(problem.line(language()), file=sys.stderr)
    if library.problems:
        log.error("the content has problems and was not loaded: run `lms content check`")
        return
    with db.transaction() as session:
        content.load_content(session, library, Files(settings.data_dir / "files"), None, now)
    file.write_text(current, "ascii")


def fingerprint(root: Path) -> str:
    """Return a digest of the names and bytes of courses/ and question_bank/."""
    sha = hashlib.sha256()
    for folder in ("courses", "question_bank"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                sha.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
                sha.update(path.read_bytes())
    return sha.hexdigest()
