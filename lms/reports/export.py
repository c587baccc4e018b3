"""Writes a report as a file: immediately when it is small, as a job when it is large."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.formats.table import TableFormat
from lms.formats.tables import table_formats
from lms.people.credentials import sign_in
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import Job, Work, enqueue, handler
from lms.reports import messages
from lms.reports.report import FilterValues, Report
from lms.reports.standard import report_for

JOB = "reports.export"
AT_ONCE = 20_000
"""Most rows that are written while the person waits; more become a job."""


def write(
    session: Session,
    actor: Actor | None,
    name: str,
    form: str,
    chosen: FilterValues,
    language: str,
    out: BinaryIO,
) -> int:
    """Write the report `name` in the format `form` to `out`; return the number of rows.

    Raise Refused for a filter with a value that does not exist.
    """
    report, writer = report_for(actor, name), format_for(form)
    _check_values(session, report, chosen)
    return writer.write(out, report.TABLE, report.rows(session, actor, chosen, language), language)


def format_for(form: str) -> TableFormat:
    """Return the format called `form`. Raise Refused (404) if there is none."""
    table_format = table_formats().get(form)
    if table_format is None:
        raise messages.no_format()
    return table_format


def is_small(session: Session, actor: Actor, name: str, chosen: FilterValues) -> bool:
    """Return whether the export may be made while the person waits. Raise Refused as `write` does."""
    report = report_for(actor, name)
    _check_values(session, report, chosen)
    return report.count(session, actor, chosen) <= AT_ONCE


def _check_values(session: Session, report: Report, chosen: FilterValues) -> None:
    for declared in report.FILTERS:
        value = chosen.get(declared.name)
        if value and declared.exists and not declared.exists(session, value):
            raise messages.no_such_value(declared.label, value)


def record_export(
    session: Session,
    actor: Actor | None,
    name: str,
    form: str,
    chosen: FilterValues,
    rows: int,
    now: datetime,
) -> None:
    """Record in the audit trail who exports what (None: the command line), before the file is sent."""
    actor_id, filters = actor.id if actor else None, _not_empty(chosen)
    audit.record(session, "reports.export", f"report:{name}", actor_id, now, to=form, rows=rows, **filters)


def queue_export(
    session: Session, actor: Actor, name: str, form: str, chosen: FilterValues, language: str, now: datetime
) -> Job:
    """Queue the export; only the actor may download its result."""
    payload = {"name": name, "form": form, "language": language, "filter": _not_empty(chosen)}
    return enqueue(session, JOB, payload, now, actor.id)


@handler(JOB)
def _export(work: Work) -> dict[str, str | int]:
    export, chosen = work.payload, work.payload["filter"]
    with work.db.read() as session:
        actor = sign_in.actor_by_id(session, work.owner_id or 0)
        if actor is None:
            raise messages.no_person()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export"
            with path.open("w+b") as out:
                rows = write(session, actor, export["name"], export["form"], chosen, export["language"], out)
            sha256 = Files(work.tools.settings.data_dir / "files").keep_file(path)
    with work.db.transaction() as session:
        record_export(session, actor, export["name"], export["form"], chosen, rows, work.clock())
    return {"sha256": sha256, "rows": rows, "name": f"{export['name']}.{export['form']}"}


def _not_empty(chosen: FilterValues) -> dict[str, str]:
    return {name: value for name, value in chosen.items() if value}
