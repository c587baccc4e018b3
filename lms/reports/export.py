"""Writes a report as a file: at once when it is small, as a job when it is large."""

import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from lms import reports
from lms.domain.access import Actor
from lms.domain.problem import Text, not_found
from lms.formats.tables import table_formats
from lms.people import sign_in
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import Job, Work, enqueue, handler
from lms.records import find
from lms.records.find import Filter, read_day

AT_ONCE = 20_000
"""Rows that a person waits for; more become a job."""


def write(
    session: Session, actor: Actor | None, name: str, form: str, chosen: Filter, language: str, out: BinaryIO
) -> int:
    """Write the report `name` in the format `form` to `out`; returns the number of rows."""
    report, writer = reports.reports().get(name), table_formats().get(form)
    if report is None or writer is None:
        raise not_found(Text("报表或格式", "report or format"))
    return writer.write(out, report.TABLE, report.rows(session, actor, chosen, language), language)


def is_small(session: Session, actor: Actor, chosen: Filter) -> bool:
    """Whether the export may be made while the person waits."""
    return find.totals(session, actor, chosen).records <= AT_ONCE


def note(
    session: Session, actor: Actor, name: str, form: str, chosen: Filter, rows: int, now: datetime
) -> None:
    """Who took out what, and how much: written down before it leaves."""
    filters = {key: str(value) for key, value in asdict(chosen).items() if value}
    audit.record(session, "reports.export", f"report:{name}", actor.id, now, to=form, rows=rows, **filters)


def later(
    session: Session, actor: Actor, name: str, form: str, chosen: Filter, language: str, now: datetime
) -> Job:
    """Queue the export; its result belongs to the actor alone."""
    filters = {key: str(value) if value else "" for key, value in asdict(chosen).items()}
    payload = {"name": name, "form": form, "language": language, "filter": filters}
    return enqueue(session, "reports.export", payload, now, actor.id)


@handler("reports.export")
def _export(work: Work) -> dict[str, str | int]:
    asked, filters = work.payload, work.payload["filter"]
    days = {name: read_day(filters[name], name) for name in ("since", "until")}
    chosen = Filter(filters["unit"], days["since"], days["until"], filters["course"], filters.get("exam", ""))
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
