"""Commit an import: write its questions into the bank, all in one transaction or none."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.bank.imports import find, messages
from lms.bank.imports.upload import send_mail
from lms.bank.imports.write import PreparedVersion, prepare_versions, write_versions
from lms.bank.models import ItemImport
from lms.domain.access import Actor
from lms.domain.problem import Refused
from lms.platform import audit
from lms.platform.jobs import Work, enqueue, handler

AT_ONCE = 300
"""Questions that are written while a person waits; more become a job."""


def commit_import(session: Session, actor: Actor, import_id: int, now: datetime) -> ItemImport:
    """Commit at once, or in a job if there are many questions. Raise Refused if the preview is outdated."""
    imported = find.lock_own_import(session, actor, import_id, "previewed")
    count = _count_to_write(session, imported)
    if not count:
        raise messages.nothing_to_import()
    if count > AT_ONCE:
        imported.state = "committing"
        imported.job_id = enqueue(session, "bank.import_commit", {"import": imported.id}, now, actor.id).id
        audit.record(
            session, "bank.import_commit_queued", f"import:{imported.id}", actor.id, now, questions=count
        )
        return imported
    commit_directly(session, imported, now)
    return imported


def _count_to_write(session: Session, imported: ItemImport) -> int:
    counts = find.outcome_counts(find.row_counts(session, imported))
    return counts["add"] + counts["version"]


def commit_directly(session: Session, imported: ItemImport, now: datetime) -> None:
    """Commit at once, however long it takes."""
    write_versions(session, imported, prepare_versions(session, imported), now)


@handler("bank.import_commit")
def _run_commit_job(work: Work) -> dict[str, Any]:
    """Commit {"import"}; a refused one becomes a preview again, with the reason. Idempotent."""
    with work.db.read() as session:
        imported = session.get_one(ItemImport, work.payload["import"])
        if imported.state != "committing":
            return {}
    try:
        prepared = _prepare(work, imported.id)
        with work.db.transaction() as session:
            imported = session.get_one(ItemImport, imported.id)
            write_versions(session, imported, prepared, work.clock())
            send_mail(session, imported, work.tools.settings.base_url, work.clock())
    except Refused as refused:
        with work.db.transaction() as session:
            session.get_one(ItemImport, imported.id).state = "previewed"
        return {"refused": 1, "what": {"zh": refused.what.zh, "en": refused.what.en}}
    return {"questions": len(prepared)}


def _prepare(work: Work, import_id: int) -> list[PreparedVersion]:
    with work.db.read() as session:
        imported = session.get_one(ItemImport, import_id)
        total = _count_to_write(session, imported)
        work.progress(0, total)
        return prepare_versions(session, imported, lambda done: work.progress(done, total + total // 4))
