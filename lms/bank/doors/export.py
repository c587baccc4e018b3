"""Taking questions out as a file: format and scope, then what will be missing, then the file."""

import io
from collections.abc import Mapping

from flask import Response, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import take_out
from lms.bank.doors import bp
from lms.bank.doors.imports import ID, files
from lms.bank.doors.items import WRITE
from lms.bank.forms import address_of, filter_of
from lms.bank.take_out import Scope
from lms.competency import profile
from lms.domain.problem import Refused, Text, not_found
from lms.formats.items import item_formats, writable
from lms.platform.jobs import Job, of_owner
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.pages import page

SHOWN = 500
"""Questions that the page names for one loss; the rest it counts."""


@bp.get("/bank/export")
@allow(WRITE)
def export_form() -> Response:
    """What to take out; once a format is chosen, what it cannot carry of which questions."""
    return _form(request.args)


@bp.post("/bank/export")
@allow(WRITE)
def export_file() -> AnyResponse:
    """The file; a large one is made in the background."""
    session, scope, form = request_db.reading(), _scope(request.form), request.form.get("to", "")
    try:
        if take_out.count(session, actor(), scope) > take_out.AT_ONCE:
            job = take_out.later(request_db.session(), actor(), scope, form, request_db.now())
            return redirect(url_for("bank.exported", export_id=job.id), 303)
        made, questions = take_out.file(session, actor(), scope, form)
    except Refused as refused:
        return _form(request.form, refused)
    take_out.note(request_db.session(), actor(), scope, form, questions, request_db.now())
    return send_file(io.BytesIO(made), as_attachment=True, download_name=take_out.name(scope, form))


def _scope(values: Mapping[str, str]) -> Scope:
    bank = values.get("scope", "")
    return Scope(bank if bank in take_out.banks(request_db.reading()) else "", filter_of(values))


def _form(values: Mapping[str, str], refused: Refused | None = None) -> Response:
    session, scope, form = request_db.reading(), _scope(values), values.get("to", "")
    losses = None
    try:
        if form and refused is None:
            losses = take_out.losses(session, actor(), scope, form)
    except Refused as why:
        refused = why
    return page(
        "bank/export.html",
        refused.status if refused else 200,
        refused=refused,
        scope=scope,
        form=form,
        losses=losses,
        touched=len({item for loss in losses or () for item in loss.items}),
        shown=SHOWN,
        count=take_out.count(session, actor(), scope),
        listed=take_out.count(session, actor(), Scope("", scope.chosen)),
        banks=take_out.banks(session),
        address=address_of(scope.chosen),
        competencies=profile.names(session),
        formats={name: item_formats()[name].NAME for name in writable()},
    )


@bp.get(f"/bank/exports/<{ID}:export_id>")
@allow(WRITE)
def exported(export_id: int) -> Response:
    """How far the file is; when it is made, the file."""
    return page("bank/exported.html", job=_job(export_id))


@bp.get(f"/bank/exports/<{ID}:export_id>/file")
@allow(WRITE)
def exported_file(export_id: int) -> AnyResponse:
    """For the person who asked for it."""
    job = _job(export_id)
    if job.state != "done" or not job.result:
        raise not_found(Text("导出文件", "exported file"))
    path = files().path(job.result["sha256"])
    return send_file(path.resolve(), as_attachment=True, download_name=job.result["name"])


def _job(export_id: int) -> Job:
    job = of_owner(request_db.reading(), actor().id, export_id)
    if job is None or job.kind != "bank.export":
        raise not_found(Text("导出", "export"))
    return job
