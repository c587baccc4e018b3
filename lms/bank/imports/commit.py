"""Puts the good questions of an import into the bank: all in one transaction, or none."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.bank.imports import find
from lms.bank.imports.upload import send_mail
from lms.bank.imports.write import PreparedVersion, prepare_versions, write_versions
from lms.bank.models import ItemImport
from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.platform import audit
from lms.platform.jobs import Work, enqueue, handler

AT_ONCE = 300
"""Questions that go in while a person waits; more become a job."""


def commit_import(session: Session, actor: Actor, import_id: int, now: datetime) -> ItemImport:
    """At once, or as a job if there are many. Raises Refused if the bank has changed since the preview."""
    imported = find.lock_own_import(session, actor, import_id, "previewed")
    sums = find.outcome_counts(find.row_counts(session, imported))
    many = sums["add"] + sums["version"]
    if not many:
        raise Refused(
            "bank.import_nothing",
            Text("没有要导入的题", "There is nothing to import"),
            Text(
                "请先改好有错的题，或决定相近的题怎么办", "Mend what is wrong, or decide about what is alike"
            ),
        )
    if many > AT_ONCE:
        imported.state = "committing"
        imported.job_id = enqueue(session, "bank.import_commit", {"import": imported.id}, now, actor.id).id
        audit.record(
            session, "bank.import_commit_queued", f"import:{imported.id}", actor.id, now, questions=many
        )
        return imported
    commit_directly(session, imported, now)
    return imported


def commit_directly(session: Session, imported: ItemImport, now: datetime) -> None:
    """The same for a program that waits however long it takes."""
    write_versions(session, imported, prepare_versions(session, imported), now)


@handler("bank.import_commit")
def _run_commit_job(work: Work) -> dict[str, Any]:
    """{"import"}; harmless when run twice. What is refused goes back to the preview with the reason."""
    with work.db.read() as session:
        imported = session.get_one(ItemImport, work.payload["import"])
        if imported.state != "committing":
            return {}
        sums = find.outcome_counts(find.row_counts(session, imported))
        total = sums["add"] + sums["version"]
        work.progress(0, total)
        try:
            ready: list[PreparedVersion] | Refused = prepare_versions(
                session, imported, lambda done: work.progress(done, total + total // 4)
            )
        except Refused as refused:
            ready = refused
    try:
        if isinstance(ready, Refused):
            raise ready
        with work.db.transaction() as session:
            kept = session.get_one(ItemImport, imported.id)
            write_versions(session, kept, ready, work.clock())
            send_mail(session, kept, work.tools.settings.base_url, work.clock())
    except Refused as refused:
        with work.db.transaction() as session:
            session.get_one(ItemImport, imported.id).state = "previewed"
        return {"refused": 1, "what": {"zh": refused.what.zh, "en": refused.what.en}}
    return {"questions": len(ready)}
