"""Discard a preview: its questions at once, and its file as soon as nothing else needs it."""

from datetime import datetime, timedelta

from sqlalchemy import String, cast, delete, func, select
from sqlalchemy.orm import Session

from lms.bank.imports import find
from lms.bank.models import ImportRow, ItemImport
from lms.domain.access import Actor
from lms.platform import audit
from lms.platform.db.database import Base
from lms.platform.files import Files
from lms.platform.jobs import Job, Work, enqueue, handler

FILE_DELAY = timedelta(hours=1)
"""How long the file is kept: after that, an upload of the same bytes that was in progress has been committed or
never will be."""


def discard_import(session: Session, actor: Actor, import_id: int, now: datetime) -> None:
    """Discard a preview of the actor's own; the bank is not changed. Raise Refused for any other import."""
    imported = find.lock_own_import(session, actor, import_id, "previewed")
    questions = sum(find.row_counts(session, imported).values())
    session.execute(delete(ImportRow).where(ImportRow.import_id == imported.id))
    imported.discarded_at, imported.problems = now, []
    enqueue(session, "bank.import_discarded", {"sha256": imported.sha256}, now, wait=FILE_DELAY)
    audit.record(
        session,
        "bank.import_discard",
        f"import:{imported.id}",
        actor.id,
        now,
        file=imported.file_name,
        sha256=imported.sha256,
        questions=questions,
    )
    session.flush()


@handler("bank.import_discarded")
def _run_delete_job(work: Work) -> dict[str, int]:
    """Delete the file {"sha256"} if nothing needs it. Idempotent. A job, so that a failed request deletes nothing."""
    files = Files(work.tools.settings.data_dir / "files")
    with work.db.transaction() as session:
        if _is_needed(session, work.payload["sha256"]):
            return {"deleted": 0}
        if not files.drop(work.payload["sha256"], work.clock() - FILE_DELAY):
            enqueue(session, "bank.import_discarded", work.payload, work.clock(), wait=FILE_DELAY)
            return {"deleted": 0}
    return {"deleted": 1}


def _is_needed(session: Session, sha256: str) -> bool:
    """Return whether any table refers to these bytes, or a job made them: files are stored once, by their hash."""
    columns = [table.c.sha256 for table in Base.metadata.tables.values() if "sha256" in table.c]
    discarded = select(func.count()).where(ItemImport.sha256 == sha256, ItemImport.discarded_at.is_not(None))
    references = sum(session.scalar(select(func.count()).where(column == sha256)) or 0 for column in columns)
    by_job = select(Job.id).where(cast(Job.result, String).contains(sha256)).limit(1)
    return references > (session.scalar(discarded) or 0) or session.scalar(by_job) is not None
