"""Writes a report as a file: at once when it is small, as a job when it is large."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.problem import Text, not_found
from lms.formats.table import TableFormat
from lms.formats.tables import table_formats
from lms.people import sign_in
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import Job, Work, enqueue, handler
from lms.reports.report import Chosen
from lms.reports.standard import report_for

AT_ONCE = 20_000
"""Rows that a person waits for; more become a job."""


def write(
    session: Session, actor: Actor | None, name: str, form: str, chosen: Chosen, language: str, out: BinaryIO
) -> int:
    """Write the report `name` in the format `form` to `out`; returns the number of rows."""
    report, writer = report_for(actor, name), format_for(form)
    return writer.write(out, report.TABLE, report.rows(session, actor, chosen, language), language)


def format_for(form: str) -> TableFormat:
    """The format called `form`. Raises Refused."""
    found = table_formats().get(form)
    if found is None:
        raise not_found(Text("文件格式", "file format"))
    return found


def is_small(session: Session, actor: Actor, name: str, chosen: Chosen) -> bool:
    """Whether the export may be made while the person waits."""
    return report_for(actor, name).count(session, actor, chosen) <= AT_ONCE


def note(
    session: Session, actor: Actor | None, name: str, form: str, chosen: Chosen, rows: int, now: datetime
) -> None:
    """Who took out what, and how much: written down before it leaves (None: the command line)."""
    who = actor.id if actor else None
    audit.record(session, "reports.export", f"report:{name}", who, now, to=form, rows=rows, **_said(chosen))


def later(
    session: Session, actor: Actor, name: str, form: str, chosen: Chosen, language: str, now: datetime
) -> Job:
    """Queue the export; its result belongs to the actor alone."""
    payload = {"name": name, "form": form, "language": language, "filter": _said(chosen)}
    return enqueue(session, "reports.export", payload, now, actor.id)


@handler("reports.export")
def _export(work: Work) -> dict[str, str | int]:
    asked, chosen = work.payload, work.payload["filter"]
    with work.db.read() as session:
        actor = sign_in.by_id(session, work.owner_id or 0)
        if actor is None:
            raise not_found(Text("人员", "person"))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export"
            with path.open("w+b") as out:
                rows = write(session, actor, asked["name"], asked["form"], chosen, asked["language"], out)
            kept = Files(work.tools.settings.data_dir / "files").keep_file(path)
    with work.db.transaction() as session:
        note(session, actor, asked["name"], asked["form"], chosen, rows, work.clock())
    return {"sha256": kept, "rows": rows, "name": f"{asked['name']}.{asked['form']}"}


def _said(chosen: Chosen) -> dict[str, str]:
    """The filters that narrow something down."""
    return {name: value for name, value in chosen.items() if value}
