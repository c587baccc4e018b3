"""The export pages: choose questions and format, see what the format cannot carry, download the file."""

import io

from flask import Response, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.browse.lists import Filter
from lms.bank.exports import messages, selection
from lms.bank.exports.selection import Scope
from lms.bank.forms import search
from lms.bank.forms.search import ExportForm, address_of
from lms.bank.views import bp, notices
from lms.bank.views.imports import ID, files
from lms.bank.views.items import WRITE, redirect_to_list, requested_filter
from lms.competency.find import competency_names
from lms.domain.problem import Refused, Text
from lms.formats.items import item_formats, writable
from lms.platform.jobs import Job, job_of
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.pages import page

SHOWN = 500
"""How many questions the page lists for one loss; the others are counted."""


@bp.get("/bank/export")
@allow(WRITE)
def export_form() -> AnyResponse:
    """Choose what to export; after a format is chosen, show what it cannot carry."""
    listed = requested_filter()
    if not listed.validate():
        return redirect_to_list(listed)
    return _page(listed.chosen(), _form(listed.chosen()), show_losses=bool(request.args.get("to")))


@bp.post("/bank/export")
@allow(WRITE)
def export_file() -> AnyResponse:
    """Send the file; a large one is made in the background."""
    listed = requested_filter()
    if not listed.validate():
        return redirect_to_list(listed)
    chosen = listed.chosen()
    form = _form(chosen)
    if form.validate():
        try:
            return _send_or_enqueue(Scope(form.scope.data, chosen), form.to.data)
        except Refused as refused:
            form.refuse(refused)
    return _page(chosen, form, show_losses=False)


def _send_or_enqueue(scope: Scope, to: str) -> AnyResponse:
    session = request_db.reading()
    if selection.count(session, actor(), scope) > selection.AT_ONCE:
        job = selection.enqueue_export(request_db.session(), actor(), scope, to, request_db.now())
        return redirect(url_for("bank.exported", export_id=job.id), 303)
    data, questions = selection.make_file(session, actor(), scope, to)
    selection.record_export(request_db.session(), actor(), scope, to, questions, request_db.now())
    return send_file(io.BytesIO(data), as_attachment=True, download_name=selection.download_name(scope, to))


def _formats() -> dict[str, Text]:
    return {name: item_formats()[name].NAME for name in writable()}


def _form(chosen: Filter) -> ExportForm:
    session = request_db.reading()
    names = competency_names(session)
    banks = [
        (slug, notices.whole_bank(Text(**names[slug]) if slug in names else Text(slug, slug)))
        for slug in selection.banks(session)
    ]
    count = selection.count(session, actor(), Scope("", chosen))
    listed = notices.listed_questions(count, filtered=bool(address_of(chosen)))
    return search.export_form(banks, _formats(), listed)


def _page(chosen: Filter, form: ExportForm, *, show_losses: bool) -> Response:
    """Return the page; with `show_losses` it says what the chosen format cannot carry."""
    session, losses = request_db.reading(), None
    try:
        if show_losses and form.validate():
            losses = selection.losses(session, actor(), Scope(form.scope.data, chosen), form.to.data)
    except Refused as refused:
        form.refuse(refused)
    return page(
        "bank/exports/export.html",
        form.status_code,
        form=form,
        losses=losses,
        affected=len({item for loss in losses or () for item in loss.items}),
        shown=SHOWN,
        count=selection.count(session, actor(), Scope("" if form.failed else form.scope.data, chosen)),
        address=address_of(chosen),
        formats=_formats(),
    )


@bp.get(f"/bank/exports/<{ID}:export_id>")
@allow(WRITE)
def exported(export_id: int) -> Response:
    """Show whether the file is ready, with a link to it."""
    return page("bank/exports/exported.html", job=_job(export_id))


@bp.get(f"/bank/exports/<{ID}:export_id>/file")
@allow(WRITE)
def exported_file(export_id: int) -> AnyResponse:
    """Send the file to the person who requested it."""
    job = _job(export_id)
    if job.state != "done" or not job.result:
        raise messages.exported_file_not_found()
    path = files().path(job.result["sha256"])
    return send_file(path.resolve(), as_attachment=True, download_name=job.result["name"])


def _job(export_id: int) -> Job:
    job = job_of(request_db.reading(), actor().id, export_id, "bank.export")
    if job is None:
        raise messages.export_not_found()
    return job
