"""The reports that a person may take: offered on one page, taken out as a file, waited for when it is large."""

import io

from flask import Response, redirect, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.problem import Text, not_found
from lms.formats.table import TableFormat
from lms.formats.tables import table_formats
from lms.platform.files import Files
from lms.platform.jobs import of_owner
from lms.reports import export
from lms.reports.forms import ReportForm, report_form
from lms.reports.report import Report
from lms.reports.standard import offered, permissions, report_for, reports
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.pages import blueprint, page
from lms.web.runtime import runtime

bp = blueprint("reports")
TAKERS = permissions()


@bp.get("/reports")
@allow(*TAKERS)
def choose() -> Response:
    """Every report that this person may take, with its filters and a button for each format."""
    return _offer()


@bp.post("/reports/<name>/export")
@allow(*TAKERS)
def take_out(name: str) -> AnyResponse:
    """The report as a file, with the filters of the page it was asked from."""
    sent = report_form(report_for(actor(), name), sent=True)
    if not sent.validate():
        return _offer(sent)
    chosen, form = sent.chosen(), export.format_for(sent.to.data)
    if not export.is_small(request_db.reading(), actor(), name, chosen):
        now = request_db.now()
        job = export.later(request_db.session(), actor(), name, form.FORMAT, chosen, language(), now)
        return redirect(url_for("reports.waiting", job_id=job.id), 303)
    out = io.BytesIO()  # at most export.AT_ONCE rows: a few megabytes
    rows = export.write(request_db.reading(), actor(), name, form.FORMAT, chosen, language(), out)
    export.note(request_db.session(), actor(), name, form.FORMAT, chosen, rows, request_db.now())
    out.seek(0)
    return send_file(out, form.MEDIA_TYPE, as_attachment=True, download_name=f"{name}.{form.FORMAT}")


@bp.get("/reports/exports/<int(max=9007199254740991):job_id>")
@allow(*TAKERS)
def waiting(job_id: int) -> Response:
    """How far the export is, and the file when it is done."""
    job = of_owner(request_db.session(), actor().id, job_id)
    if job is None:
        raise not_found(Text("导出", "export"))
    return page("reports/waiting.html", job=job)


@bp.get("/reports/exports/<int(max=9007199254740991):job_id>/file")
@allow(*TAKERS)
def file(job_id: int) -> AnyResponse:
    """The finished file, for the person who asked for it."""
    job = of_owner(request_db.session(), actor().id, job_id)
    if job is None or job.state != "done" or not job.result:
        raise not_found(Text("导出文件", "exported file"))
    path = Files(runtime().settings.data_dir / "files").path(job.result["sha256"])
    form = export.format_for(job.result["name"].rpartition(".")[2])
    return send_file(path.resolve(), form.MEDIA_TYPE, as_attachment=True, download_name=job.result["name"])


def _offer(sent: ReportForm | None = None) -> Response:
    """The page; `sent` is the form that was not right."""
    forms = [report_form(report) for report in offered(actor())]
    if sent:
        forms = [sent if form.report is sent.report else form for form in forms]
    for form in forms:
        form.offer(request_db.reading(), actor())
    return page("reports/choose.html", sent.status_code if sent else 200, forms=forms, sent=sent)


@bp.app_template_global("report_to_take")
def report_to_take(name: str) -> Report | None:
    """For buttons below lists: the report, if the reader may take it."""
    report = reports()[name]
    return report if actor().may(report.PERMISSION) else None


@bp.app_template_global("formats_to_take")
def formats_to_take() -> list[TableFormat]:
    """In which formats reports can be taken, in the order of their buttons."""
    return list(table_formats().values())


bp.navigation(41, Text("报表", "Reports"), "reports.choose", *TAKERS)
