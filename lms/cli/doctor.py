"""lms doctor: what is wrong with this installation and how to correct it."""

import argparse
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.cli import Commands, Failed, findings
from lms.cli.findings import Finding
from lms.cli.serving.address import served_at
from lms.cli.terminal import installed
from lms.domain.access import ADMINISTRATORS, ROLE_NAMES, Role
from lms.domain.problem import Text
from lms.people import trail
from lms.people.models import Person, RoleGrant
from lms.platform import audit, snapshot_sqlite
from lms.platform.db.database import PRAGMAS, Database
from lms.platform.jobs import Job
from lms.platform.pdf.faces import FOLDER
from lms.platform.schema import migrate
from lms.settings import Settings, opens_elsewhere

Findings = Iterator[Finding]


def add(commands: Commands) -> None:
    """Add the command of this file."""
    doc = Text("检查本安装有什么问题、怎么解决", "what is wrong with this installation and how to correct it")
    commands.add("doctor", doc=doc, run=run)


def run(args: argparse.Namespace) -> Any:
    """Return every finding; exit code 1 if one is wrong."""
    results = examine(*installed.find(args.data))
    value = {"findings": [finding.as_json() for finding in results]}
    lines = "\n".join(finding.line() for finding in results)
    if any(finding.state == "wrong" for finding in results):
        return Failed(value, lines)
    return value if args.json else lines


def examine(settings: Settings, db: Database) -> list[Finding]:
    """Check the folder first, then the database; without a database the checks of its content are skipped."""
    results = [
        *_folder(settings),
        *_privacy(settings, db),
        *_key(settings),
        *_disk(settings),
        *_fonts(settings),
        *_addresses(settings),
    ]
    try:
        db.ping()
        revision, newest = migrate.current(db), migrate.newest()
    except SQLAlchemyError as error:
        return [*results, findings.database_unreachable(error)]
    if revision != newest:
        return [*results, findings.schema_outdated(revision, newest)]
    results.append(findings.database_answers(revision))
    checks: tuple[Callable[[Session], Findings], ...] = (_durability, _trail, _jobs, _administrators)
    with db.read() as session:
        for check in checks:
            results.extend(check(session))
    return results


def _folder(settings: Settings) -> Findings:
    path = str(settings.data_dir.resolve())
    if os.access(settings.data_dir, os.W_OK | os.X_OK):
        yield findings.folder_writable(path)
    else:
        yield findings.folder_not_writable(path)
    if (settings.data_dir / "first-accounts.json").exists():
        yield findings.first_passwords_kept()


def _privacy(settings: Settings, db: Database) -> Findings:
    """Check that nobody else can read the database, or list the folder in which it is."""
    folder = settings.data_dir.resolve()
    if (mode := _mode(folder)) & 0o077:
        yield findings.folder_open_to_others(folder, mode)
    if not db.is_sqlite:
        return
    file = snapshot_sqlite.location(db)
    if file.exists() and (mode := _mode(file)) & 0o077:
        yield findings.database_readable_by_others(file, mode)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _key(settings: Settings) -> Findings:
    path = settings.data_dir / "secret-key"
    if not path.exists():
        yield findings.key_from_setting()
        return
    mode = _mode(path)
    yield findings.key_readable_by_others(path, mode) if mode & 0o077 else findings.key_private(mode)


def _disk(settings: Settings) -> Findings:
    usage = shutil.disk_usage(settings.data_dir)
    free, percent = usage.free / 2**30, usage.free * 100 // usage.total
    yield findings.disk_space("wrong" if free < 0.5 else "note" if percent < 10 else "ok", free, percent)


def _fonts(settings: Settings) -> Findings:
    own = settings.fonts_dir
    if own is not None and not own.is_dir():
        yield findings.no_font_folder(own)
        return
    missing = [file for file in ("song.ttf.xz", "song-bold.ttf.xz") if not (FOLDER / file).exists()]
    yield findings.font_missing(missing[0]) if missing else findings.fonts_complete()


def _addresses(settings: Settings) -> Findings:
    yield findings.mail_set() if settings.mail_url else findings.mail_not_set()
    served = served_at(settings.data_dir)
    yield findings.served(served) if served else findings.not_served()
    address = settings.public_url or served or settings.base_url
    if not opens_elsewhere(address):
        yield findings.address_of_this_machine(address)
    else:
        yield findings.address_set(address) if settings.public_url else findings.address_not_set(address)


def _durability(session: Session) -> Findings:
    """Check that the database keeps what it has acknowledged, and that its file is intact."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    if postgresql:
        unsafe = session.scalar(text("SHOW synchronous_commit")) == "off"
        unsafe = unsafe or session.scalar(text("SHOW fsync")) == "off"
    else:
        wanted = ("journal_mode", "synchronous", "foreign_keys")
        unsafe = any(session.scalar(text(f"PRAGMA {p}")) != PRAGMAS[p] for p in wanted)
        if (result := session.scalar(text("PRAGMA quick_check"))) != "ok":
            yield findings.database_damaged(str(result)[:200])
    yield findings.not_durable(postgresql) if unsafe else findings.durable()


def _trail(session: Session) -> Findings:
    outcome = audit.verify(session)
    if isinstance(outcome, audit.Break):
        yield findings.trail_broken(trail.explain(outcome))
    else:
        yield findings.trail_intact(*outcome)


def _jobs(session: Session) -> Findings:
    parked = session.scalar(select(func.count()).where(Job.state == "parked")) or 0
    if not parked:
        yield findings.no_parked_jobs()
        return
    last = session.execute(
        select(Job.kind, Job.error).where(Job.state == "parked").order_by(Job.id.desc())
    ).first()
    kind, error = (last.kind, last.error[:120]) if last else ("", "")
    yield findings.jobs_parked(parked, kind, error)


def _administrators(session: Session) -> Findings:
    granted = (
        select(RoleGrant.role).join(Person, Person.id == RoleGrant.person_id).where(Person.state == "active")
    )
    roles = set(session.scalars(granted.distinct()))
    missing = [ROLE_NAMES[role] for role in Role if role in ADMINISTRATORS and role not in roles]
    yield findings.administrators_missing(missing) if missing else findings.all_administrators()
