"""Taking questions out as a file: format and scope, then what will be missing, then the file."""

import io

from flask import Response, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.browse.lists import Filter
from lms.bank.exports import selection
from lms.bank.exports.selection import Scope
from lms.bank.forms import search
from lms.bank.forms.search import ExportForm, address_of
from lms.bank.views import bp
from lms.bank.views.imports import ID, files
from lms.bank.views.items import WRITE, asked_for, to_the_list
from lms.competency import profile
from lms.domain.problem import Refused, Text, not_found
from lms.formats.items import item_formats, writable
from lms.platform.jobs import Job, job_of
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.pages import page

SHOWN = 500
"""Questions that the page names for one loss; the rest it counts."""


@bp.get("/bank/export")
@allow(WRITE)
def export_form() -> AnyResponse:
    """What to take out; once a format is chosen, what it cannot carry of which questions."""
    listed = asked_for()
    if not listed.validate():
        return to_the_list(listed)
    return _page(listed.chosen(), _form(listed.chosen()), looked=bool(request.args.get("to")))


@bp.post("/bank/export")
@allow(WRITE)
def export_file() -> AnyResponse:
    """The file; a large one is made in the background."""
    listed = asked_for()
    if not listed.validate():
        return to_the_list(listed)
    chosen = listed.chosen()
    form = _form(chosen)
    if form.validate():
        try:
            return _taken_out(Scope(form.scope.data, chosen), form.to.data)
        except Refused as refused:
            form.refuse(refused)
    return _page(chosen, form, looked=False)


def _taken_out(scope: Scope, to: str) -> AnyResponse:
    session = request_db.reading()
    if selection.count(session, actor(), scope) > selection.AT_ONCE:
        job = selection.later(request_db.session(), actor(), scope, to, request_db.now())
        return redirect(url_for("bank.exported", export_id=job.id), 303)
    made, questions = selection.file(session, actor(), scope, to)
    selection.note(request_db.session(), actor(), scope, to, questions, request_db.now())
    return send_file(io.BytesIO(made), as_attachment=True, download_name=selection.name(scope, to))


def _formats() -> dict[str, Text]:
    return {name: item_formats()[name].NAME for name in writable()}


def _form(chosen: Filter) -> ExportForm:
    session = request_db.reading()
    names = profile.names(session)
    banks = [
        (slug, _WHOLE + (Text(**names[slug]) if slug in names else Text(slug, slug)))
        for slug in selection.banks(session)
    ]
    count = selection.count(session, actor(), Scope("", chosen))
    listed = Text(f"题库列表里的 {count} 题", f"The {count} of the list")
    every = Text(f"全部 {count} 题", f"All {count} questions")
    return search.export_form(banks, _formats(), listed if address_of(chosen) else every)


_WHOLE = Text("整个题库：", "The whole bank: ")


def _page(chosen: Filter, form: ExportForm, looked: bool) -> Response:
    """The page; `looked` is whether a format was asked about, whose losses are shown then."""
    session, losses = request_db.reading(), None
    try:
        if looked and form.validate():
            losses = selection.losses(session, actor(), Scope(form.scope.data, chosen), form.to.data)
    except Refused as refused:
        form.refuse(refused)
    return page(
        "bank/exports/export.html",
        form.status_code,
        form=form,
        losses=losses,
        touched=len({item for loss in losses or () for item in loss.items}),
        shown=SHOWN,
        count=selection.count(session, actor(), Scope("" if form.failed else form.scope.data, chosen)),
        address=address_of(chosen),
        formats=_formats(),
    )


@bp.get(f"/bank/exports/<{ID}:export_id>")
@allow(WRITE)
def exported(export_id: int) -> Response:
    """How far the file is; when it is made, the file."""
    return page("bank/exports/exported.html", job=_job(export_id))


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
    job = job_of(request_db.reading(), actor().id, export_id, "bank.export")
    if job is None:
        raise not_found(Text("导出", "export"))
    return job
