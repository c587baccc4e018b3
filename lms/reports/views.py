"""Pages of reports: the list of those that a person may export, the export, and waiting for a large one."""

import io
from pathlib import Path
from typing import BinaryIO

from flask import Response, redirect, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.problem import Text
from lms.formats.table import TableFormat
from lms.formats.tables import table_formats
from lms.platform.files import Files
from lms.platform.jobs import job_of
from lms.reports import export, messages
from lms.reports.forms import ReportForm, report_form
from lms.reports.report import Report
from lms.reports.standard import available_reports, permissions, report_for, reports
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.pages import blueprint, page
from lms.web.runtime import runtime

bp = blueprint("reports")
PERMISSIONS = permissions()


@bp.get("/reports")
@allow(*PERMISSIONS)
def choose() -> Response:
    """List every report that this person may export, with its filters and a button for each format."""
    return _choose_page()


@bp.post("/reports/<name>/export")
@allow(*PERMISSIONS)
def export_report(name: str) -> AnyResponse:
    """Export a report as a file, with the filters that were sent."""
    sent = report_form(report_for(actor(), name), sent=True)
    if not sent.validate():
        return _choose_page(sent)
    chosen, form = sent.chosen(), export.format_for(sent.to.data)
    if not export.is_small(request_db.reading(), actor(), name, chosen):
        now = request_db.now()
        job = export.queue_export(request_db.session(), actor(), name, form.FORMAT, chosen, language(), now)
        return redirect(url_for("reports.waiting", job_id=job.id), 303)
    out = io.BytesIO()  # at most export.AT_ONCE rows: a few megabytes
    rows = export.write(request_db.reading(), actor(), name, form.FORMAT, chosen, language(), out)
    export.record_export(request_db.session(), actor(), name, form.FORMAT, chosen, rows, request_db.now())
    out.seek(0)
    return _download(out, form, f"{name}.{form.FORMAT}")


@bp.get("/reports/exports/<int(max=9007199254740991):job_id>")
@allow(*PERMISSIONS)
def waiting(job_id: int) -> Response:
    """Show how far the export is, and the link to the file when it is done."""
    job = job_of(request_db.session(), actor().id, job_id, export.JOB)
    if job is None:
        raise messages.no_export()
    return page("reports/waiting.html", job=job)


@bp.get("/reports/exports/<int(max=9007199254740991):job_id>/file")
@allow(*PERMISSIONS)
def file(job_id: int) -> AnyResponse:
    """Serve the finished file to the person who asked for it."""
    job = job_of(request_db.session(), actor().id, job_id, export.JOB)
    if job is None or job.state != "done" or not job.result:
        raise messages.no_exported_file()
    path = Files(runtime().settings.data_dir / "files").path(job.result["sha256"])
    form = export.format_for(job.result["name"].rpartition(".")[2])
    return _download(path.resolve(), form, job.result["name"])


def _download(source: Path | BinaryIO, form: TableFormat, name: str) -> AnyResponse:
    response = send_file(source, as_attachment=True, download_name=name)
    response.headers["Content-Type"] = form.MEDIA_TYPE  # send_file would add a second charset
    return response


def _choose_page(sent: ReportForm | None = None) -> Response:
    """Return the page of all reports; `sent` is a form with errors."""
    forms = [report_form(report) for report in available_reports(actor())]
    if sent:
        forms = [sent if form.report is sent.report else form for form in forms]
    for form in forms:
        form.set_options(request_db.reading(), actor())
    return page("reports/choose.html", sent.status_code if sent else 200, forms=forms, sent=sent)


@bp.app_template_global("exportable_report")
def exportable_report(name: str) -> Report | None:
    """Return the report for the buttons below a list; None if the reader may not export it."""
    report = reports()[name]
    return report if actor().may(report.PERMISSION) else None


@bp.app_template_global("export_formats")
def export_formats() -> list[TableFormat]:
    """Return the formats in which reports can be exported, in the order of their buttons."""
    return list(table_formats().values())


bp.navigation(41, Text("报表", "Reports"), "reports.choose", *PERMISSIONS)
