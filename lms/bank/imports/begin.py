"""Takes a file of questions in: reads it, says what it holds, and keeps both; large files in the background."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lms.bank.imports import find, similar
from lms.bank.imports.entries import MOST, entries_of, told, untold
from lms.bank.imports.judge import judge
from lms.bank.models import ImportEntry, ItemImport
from lms.competency.find import competency_names
from lms.domain.access import Actor
from lms.domain.place import Named
from lms.domain.problem import Problem, Refused, Text
from lms.formats import collector, items
from lms.people.models import Person
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import Work, enqueue, handler

AT_ONCE = 256 * 1024
"""Bytes that are read while a person waits; larger files become a job."""
BACKLOG = 300
"""Versions without a fingerprint that are passed over while a person waits; more are caught up with first."""
MOST_BYTES = 32 * 1024 * 1024
_STEPS = 1_000
"""Parts of the reading on the progress bar, whatever the size of the file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody hands in; `form` is "" if the format is to be found out."""

    file_name: str
    data: bytes
    form: str
    competency: str
    level: int
    source: str


@dataclass(frozen=True, slots=True)
class Read:
    """What is in it, judged against the bank, and not kept yet."""

    form: str
    entries: list[ImportEntry]
    problems: list[Problem]


def is_small(session: Session, asked: Asked) -> bool:
    """Whether a person may wait for it."""
    return len(asked.data) <= AT_ONCE and similar.backlog(session) <= BACKLOG


@collector.seldom()
def read(session: Session, asked: Asked, tell: Callable[[int, int], None] = lambda *_: None) -> Read:
    """Raises Refused, with every problem, if not a single question can be told from the file."""
    form = asked.form or items.recognise(asked.data, asked.file_name)
    reading = items.read(asked.data, asked.file_name, form)
    tell(_STEPS // 2, _STEPS)
    names = competency_names(session)
    entries, whole, questions = entries_of(reading, asked.data, asked.file_name, form, names)
    del reading
    if len(entries) > MOST:
        what = Text(
            f"文件里有 {len(entries)} 道题，一次最多 {MOST} 道",
            f"the file holds {len(entries)} questions; {MOST} are the most",
        )
        raise unreadable(
            [Problem(Named(asked.file_name), what, Text("请分成几个文件", "Split it into several files"))]
        )
    if not any(entry.draft or entry.text for entry in entries):
        raise unreadable([*whole, *(problem for entry in entries for problem in _problems(entry))])
    judge(
        session,
        as_import(asked, form),
        entries,
        lambda done: tell(_STEPS // 2 + done * _STEPS // 2 // len(entries), _STEPS),
        questions,
    )
    return Read(form, entries, whole)


def _problems(entry: ImportEntry) -> list[Problem]:
    return untold(entry.problems)


def unreadable(problems: list[Problem]) -> Refused:
    """Nothing of the file can be used."""
    return Refused(
        "bank.unreadable",
        Text("这个文件导入不了，没有保存", "This file cannot be imported; nothing was kept"),
        Text("请按下面的说明改好后再试", "Mend it as told below and try again"),
        status=400,
        problems=problems,
    )


def as_import(asked: Asked, form: str) -> ItemImport:
    """The import without its author and time."""
    return ItemImport(
        file_name=asked.file_name[:200],
        size=len(asked.data),
        form=form,
        competency_id=asked.competency,
        level=asked.level,
        source=asked.source,
        problems=[],
        counts={},
    )


def keep(
    session: Session,
    files: Files,
    asked: Asked,
    found: Read,
    actor: Actor | None,
    now: datetime,
    by: str = "",
) -> ItemImport:
    """The preview, with the original file."""
    imported = as_import(asked, found.form)
    imported.by, imported.by_id, imported.at = actor.name if actor else by, actor.id if actor else None, now
    imported.state, imported.problems = "previewed", told(found.problems)
    imported.sha256 = files.keep(asked.data)
    session.add(imported)
    session.flush()
    find.keep(session, imported, found.entries)
    _note(session, imported, len(found.entries), now)
    return imported


def _note(session: Session, imported: ItemImport, questions: int, now: datetime) -> None:
    audit.record(
        session,
        "bank.import_read",
        f"import:{imported.id}",
        imported.by_id,
        now,
        file=imported.file_name,
        sha256=imported.sha256,
        form=imported.form,
        questions=questions,
    )


def later(session: Session, incoming: Path, asked: Asked, actor: Actor, now: datetime) -> ItemImport:
    """Queues the reading. The file lies apart until it was read: what is refused is not kept."""
    imported = as_import(asked, asked.form)
    imported.by, imported.by_id, imported.at, imported.state = actor.name, actor.id, now, "reading"
    session.add(imported)
    session.flush()
    incoming.mkdir(parents=True, exist_ok=True)
    name = f"{imported.id}-{secrets.token_hex(8)}"
    (incoming / name).write_bytes(asked.data)
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
def _read(work: Work) -> dict[str, int]:
    """{"import", "file"}; harmless when run twice."""
    settings = work.tools.settings
    path = settings.data_dir / "incoming" / Path(work.payload["file"]).name
    with work.db.read() as session:
        imported = session.get_one(ItemImport, work.payload["import"])
    if imported.state != "reading":
        return {}
    work.progress(0, _STEPS)
    while _caught_up(work):
        work.progress(0, _STEPS)
    asked = Asked(
        imported.file_name,
        path.read_bytes(),
        imported.form,
        imported.competency_id,
        imported.level,
        imported.source,
    )
    try:
        with work.db.read() as session:
            found: Read | Refused = read(session, asked, work.progress)
    except Refused as refused:
        found = refused
    with work.db.transaction() as session:
        imported = session.get_one(ItemImport, imported.id)
        many = _settle(session, imported, asked, found, Files(settings.data_dir / "files"), work.clock())
        send_mail(session, imported, settings.base_url, work.clock())
    path.unlink(missing_ok=True)
    return {"questions": many}


def _caught_up(work: Work) -> int:
    with work.db.transaction() as session:
        return similar.catch_up(session)


def _settle(
    session: Session, imported: ItemImport, asked: Asked, found: Read | Refused, files: Files, now: datetime
) -> int:
    if isinstance(found, Refused):
        imported.state, imported.problems = "failed", told(found.problems)
        audit.record(
            session,
            "bank.import_read",
            f"import:{imported.id}",
            imported.by_id,
            now,
            "failed",
            file=imported.file_name,
        )
        return 0
    imported.state, imported.form, imported.problems = "previewed", found.form, told(found.problems)
    imported.sha256 = files.keep(asked.data)
    find.keep(session, imported, found.entries)
    _note(session, imported, len(found.entries), now)
    return len(found.entries)


def send_mail(session: Session, imported: ItemImport, base_url: str, now: datetime) -> None:
    """A mail to whoever waits for it, if there is an address."""
    person = session.get(Person, imported.by_id) if imported.by_id else None
    if person is None or not person.email:
        return
    subject, words = _WORDS[imported.state]
    body = f"{imported.file_name}\n{words.in_(person.language)}\n{base_url}/bank/imports/{imported.id}\n"
    enqueue(
        session, "mail.send", {"to": person.email, "subject": subject.in_(person.language), "body": body}, now
    )


_WORDS = {
    "previewed": (
        Text("试题文件已读完，请核对", "Your questions are read; please look at them"),
        Text("请打开预览，核对后导入：", "Open the preview, and import them once you have looked:"),
    ),
    "failed": (
        Text("试题文件导入不了", "Your questions could not be imported"),
        Text("原因见：", "The reasons:"),
    ),
    "committed": (
        Text("试题已导入题库", "Your questions are in the bank"),
        Text("请送审：", "Hand them in for review:"),
    ),
}
