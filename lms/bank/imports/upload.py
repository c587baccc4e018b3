"""Upload a file of questions: read it, classify its questions, and store both; large files in a background job."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lms.bank.imports import find, messages, similar
from lms.bank.imports.classify import classify_rows
from lms.bank.imports.import_rows import MOST, problems_as_json, problems_from_json, rows_from_reading
from lms.bank.models import ImportRow, ItemImport
from lms.competency.find import competency_names
from lms.domain.access import Actor
from lms.domain.problem import Problem, Refused
from lms.formats import collector, items
from lms.people.models import Person
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import Work, enqueue, handler

AT_ONCE = 256 * 1024
"""Bytes that are read while a person waits; larger files become a job."""
BACKLOG = 300
"""Versions without a fingerprint that are ignored while a person waits; more are added first, in a job."""
MOST_BYTES = 32 * 1024 * 1024
_STEPS = 1_000
"""Parts of the reading on the progress bar, whatever the size of the file."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file or pasted text, with the defaults for its questions; `form` is "" if the format is to be detected."""

    file_name: str
    data: bytes
    form: str
    competency: str
    level: int
    source: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The questions of a file, classified but not stored yet."""

    form: str
    rows: list[ImportRow]
    problems: list[Problem]


def is_small(session: Session, uploaded: UploadedFile) -> bool:
    """Return whether the file is read quickly enough for a person to wait."""
    return len(uploaded.data) <= AT_ONCE and similar.count_missing(session) <= BACKLOG


@collector.gc_paused()
def parse(
    session: Session, uploaded: UploadedFile, on_progress: Callable[[int, int], None] = lambda *_: None
) -> ParsedFile:
    """Raise Refused, with every problem, if the file has no readable question."""
    form = uploaded.form or items.recognise(uploaded.data, uploaded.file_name)
    reading = items.read(uploaded.data, uploaded.file_name, form)
    on_progress(_STEPS // 2, _STEPS)
    names = competency_names(session)
    rows, file_problems, questions = rows_from_reading(
        reading, uploaded.data, uploaded.file_name, form, names
    )
    del reading
    if len(rows) > MOST:
        raise messages.file_unreadable([messages.too_many_questions(uploaded.file_name, len(rows), MOST)])
    if not any(row.draft or row.text for row in rows):
        row_problems = [problem for row in rows for problem in problems_from_json(row.problems)]
        raise messages.file_unreadable([*file_problems, *row_problems])
    classify_rows(
        session,
        new_import(uploaded, form),
        rows,
        lambda done: on_progress(_STEPS // 2 + done * _STEPS // 2 // len(rows), _STEPS),
        questions,
    )
    return ParsedFile(form, rows, file_problems)


def new_import(uploaded: UploadedFile, form: str) -> ItemImport:
    """Return the import without its author and time."""
    return ItemImport(
        file_name=uploaded.file_name[:200],
        size=len(uploaded.data),
        form=form,
        competency_id=uploaded.competency,
        level=uploaded.level,
        source=uploaded.source,
        problems=[],
        counts={},
    )


def save_preview(
    session: Session,
    files: Files,
    uploaded: UploadedFile,
    parsed: ParsedFile,
    actor: Actor | None,
    now: datetime,
    by: str = "",
) -> ItemImport:
    """Store the preview and the original file; `by` names the author where there is no actor."""
    imported = new_import(uploaded, parsed.form)
    imported.by, imported.by_id, imported.at = actor.name if actor else by, actor.id if actor else None, now
    session.add(imported)
    _save_rows(session, imported, uploaded, parsed, files, now)
    return imported


def _save_rows(
    session: Session,
    imported: ItemImport,
    uploaded: UploadedFile,
    parsed: ParsedFile,
    files: Files,
    now: datetime,
) -> None:
    imported.state, imported.form = "previewed", parsed.form
    imported.problems = problems_as_json(parsed.problems)
    imported.sha256 = files.keep(uploaded.data)
    session.flush()
    find.insert_rows(session, imported, parsed.rows)
    audit.record(
        session,
        "bank.import_read",
        f"import:{imported.id}",
        imported.by_id,
        now,
        file=imported.file_name,
        sha256=imported.sha256,
        form=imported.form,
        questions=len(parsed.rows),
    )


def queue(
    session: Session, incoming: Path, uploaded: UploadedFile, actor: Actor, now: datetime
) -> ItemImport:
    """Queue the reading of the file, which stays in `incoming` until then: a refused file is not stored."""
    imported = new_import(uploaded, uploaded.form)
    imported.by, imported.by_id, imported.at, imported.state = actor.name, actor.id, now, "reading"
    session.add(imported)
    session.flush()
    incoming.mkdir(parents=True, exist_ok=True)
    name = f"{imported.id}-{secrets.token_hex(8)}"
    (incoming / name).write_bytes(uploaded.data)
    job = enqueue(session, "bank.import_read", {"import": imported.id, "file": name}, now, actor.id)
    imported.job_id = job.id
    audit.record(
        session,
        "bank.import_queued",
        f"import:{imported.id}",
        actor.id,
        now,
        file=imported.file_name,
        size=imported.size,
    )
    return imported


@handler("bank.import_read")
def _run_read_job(work: Work) -> dict[str, int]:
    """Read a queued file; the payload is {"import", "file"}. Idempotent."""
    settings = work.tools.settings
    path = settings.data_dir / "incoming" / Path(work.payload["file"]).name
    with work.db.read() as session:
        imported = session.get_one(ItemImport, work.payload["import"])
    if imported.state != "reading":
        return {}
    work.progress(0, _STEPS)
    while _index_some(work):
        work.progress(0, _STEPS)
    uploaded = UploadedFile(
        imported.file_name,
        path.read_bytes(),
        imported.form,
        imported.competency_id,
        imported.level,
        imported.source,
    )
    parsed = _parse_or_refusal(work, uploaded)
    with work.db.transaction() as session:
        imported = session.get_one(ItemImport, imported.id)
        if isinstance(parsed, Refused):
            _save_failure(session, imported, parsed, work.clock())
        else:
            files = Files(settings.data_dir / "files")
            _save_rows(session, imported, uploaded, parsed, files, work.clock())
        send_mail(session, imported, settings.base_url, work.clock())
    path.unlink(missing_ok=True)
    return {"questions": 0 if isinstance(parsed, Refused) else len(parsed.rows)}


def _index_some(work: Work) -> int:
    with work.db.transaction() as session:
        return similar.index_missing(session)


def _parse_or_refusal(work: Work, uploaded: UploadedFile) -> ParsedFile | Refused:
    try:
        with work.db.read() as session:
            return parse(session, uploaded, work.progress)
    except Refused as refused:
        return refused


def _save_failure(session: Session, imported: ItemImport, refused: Refused, now: datetime) -> None:
    imported.state, imported.problems = "failed", problems_as_json(refused.problems)
    audit.record(
        session,
        "bank.import_read",
        f"import:{imported.id}",
        imported.by_id,
        now,
        "failed",
        file=imported.file_name,
    )


def send_mail(session: Session, imported: ItemImport, base_url: str, now: datetime) -> None:
    """Mail the author about the state of the import, if they have an address."""
    person = session.get(Person, imported.by_id) if imported.by_id else None
    if person is None or not person.email:
        return
    subject, text = messages.MAILS[imported.state]
    body = f"{imported.file_name}\n{text.in_(person.language)}\n{base_url}/bank/imports/{imported.id}\n"
    enqueue(
        session, "mail.send", {"to": person.email, "subject": subject.in_(person.language), "body": body}, now
    )
