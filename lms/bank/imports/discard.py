"""Throws a preview away: its questions at once, and the file that was handed in once nothing else needs it."""

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
"""When the file goes: by then whoever handed in the same bytes meanwhile has committed, or never will."""


def discard_import(session: Session, actor: Actor, import_id: int, now: datetime) -> None:
    """What is in the bank is not touched. Raises Refused for anything but a preview of the actor's own."""
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
    """{"sha256"}; harmless when run twice. A job, so that a request that fails has deleted nothing."""
    files = Files(work.tools.settings.data_dir / "files")
    with work.db.transaction() as session:
        if _is_needed(session, work.payload["sha256"]):
            return {"deleted": 0}
        if not files.drop(work.payload["sha256"], work.clock() - FILE_DELAY):
            enqueue(session, "bank.import_discarded", work.payload, work.clock(), wait=FILE_DELAY)
            return {"deleted": 0}
    return {"deleted": 1}


def _is_needed(session: Session, sha256: str) -> bool:
    """Whether any room keeps these bytes, or a job made them: files are stored once, whoever handed them in."""
    columns = [table.c.sha256 for table in Base.metadata.tables.values() if "sha256" in table.c]
    discarded = select(func.count()).where(ItemImport.sha256 == sha256, ItemImport.discarded_at.is_not(None))
    named = sum(session.scalar(select(func.count()).where(column == sha256)) or 0 for column in columns)
    made = select(Job.id).where(cast(Job.result, String).contains(sha256)).limit(1)
    return named > (session.scalar(discarded) or 0) or session.scalar(made) is not None
