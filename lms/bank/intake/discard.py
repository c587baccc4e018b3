"""Throws a preview away: its questions at once, and the file that was handed in once nothing else needs it."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.bank.intake import find
from lms.bank.models import ImportEntry, ItemImport
from lms.domain.access import Actor
from lms.platform import audit
from lms.platform.db import Base
from lms.platform.files import Files
from lms.platform.jobs import Work, enqueue, handler


def discard(session: Session, actor: Actor, import_id: int, now: datetime) -> None:
    """What is in the bank is not touched. Raises Refused for anything but a preview of the actor's own."""
    imported = find.own(session, actor, import_id, "previewed")
    questions = sum(find.totals(session, imported).values())
    session.execute(delete(ImportEntry).where(ImportEntry.import_id == imported.id))
    imported.discarded_at, imported.problems = now, []
    enqueue(session, "bank.import_discarded", {"sha256": imported.sha256}, now)
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
def _discarded(work: Work) -> dict[str, int]:
    """{"sha256"}; harmless when run twice. A job, so that a request that fails has deleted nothing."""
    path: Path = Files(work.tools.settings.data_dir / "files").path(work.payload["sha256"])
    with work.db.transaction() as session:  # whoever keeps the same bytes meanwhile waits for it on SQLite
        if _is_needed(session, work.payload["sha256"]):
            return {"deleted": 0}
        path.unlink(missing_ok=True)
    return {"deleted": 1}


def _is_needed(session: Session, sha256: str) -> bool:
    """Whether any room keeps these bytes: files are stored once, whoever handed them in."""
    columns = [table.c.sha256 for table in Base.metadata.tables.values() if "sha256" in table.c]
    discarded = select(func.count()).where(ItemImport.sha256 == sha256, ItemImport.discarded_at.is_not(None))
    named = sum(session.scalar(select(func.count()).where(column == sha256)) or 0 for column in columns)
    return named > (session.scalar(discarded) or 0)
