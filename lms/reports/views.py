"""Taking a report out as a file, and waiting for one that is made in the background."""

import io

from flask import Response, redirect, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Text, not_found
from lms.formats.tables import table_formats
from lms.platform.files import Files
from lms.platform.jobs import of_owner
from lms.records.filters import filter_of
from lms.reports import export
from lms.reports.forms import ExportForm
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.pages import blueprint, page
from lms.web.runtime import runtime

bp = blueprint("reports")


@bp.post("/reports/<name>/export")
@allow(Permission.SEE_RECORDS)
def take_out(name: str) -> AnyResponse:
    """The report as a file, with the filters of the page it was asked from."""
    sent = ExportForm()
    if not sent.validate():
        raise sent.refusal()
    chosen, form = filter_of(sent.filters()), sent.to.data
    if not export.is_small(request_db.reading(), actor(), chosen):
        job = export.later(request_db.session(), actor(), name, form, chosen, language(), request_db.now())
        return redirect(url_for("reports.waiting", job_id=job.id), 303)
    out = io.BytesIO()  # at most export.AT_ONCE rows: a few megabytes
    rows = export.write(request_db.reading(), actor(), name, form, chosen, language(), out)
    export.note(request_db.session(), actor(), name, form, chosen, rows, request_db.now())
    out.seek(0)
    return send_file(
        out, table_formats()[form].MEDIA_TYPE, as_attachment=True, download_name=f"{name}.{form}"
    )


@bp.get("/reports/exports/<int(max=9007199254740991):job_id>")
@allow(Permission.SEE_RECORDS)
def waiting(job_id: int) -> Response:
    """How far the export is, and the file when it is done."""
    job = of_owner(request_db.session(), actor().id, job_id)
    if job is None:
        raise not_found(Text("导出", "export"))
    return page("reports/waiting.html", job=job)


@bp.get("/reports/exports/<int(max=9007199254740991):job_id>/file")
@allow(Permission.SEE_RECORDS)
def file(job_id: int) -> AnyResponse:
    """The finished file, for the person who asked for it."""
    job = of_owner(request_db.session(), actor().id, job_id)
    if job is None or job.state != "done" or not job.result:
        raise not_found(Text("导出文件", "exported file"))
    path = Files(runtime().settings.data_dir / "files").path(job.result["sha256"])
    form = table_formats()[job.result["name"].rpartition(".")[2]]
    return send_file(path.resolve(), form.MEDIA_TYPE, as_attachment=True, download_name=job.result["name"])
