"""The pages that show the bank: the list, an item, one of its versions, two versions compared."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import comments, find, history, messages, replace, usage
from lms.bank.authoring import unfinished
from lms.bank.browse import lists, statistics
from lms.bank.browse.lists import Filter
from lms.bank.forms import decide
from lms.bank.forms.search import CompareForm, ItemsFilter, address_of, items_filter
from lms.bank.history import Version
from lms.bank.missing import missing_of
from lms.bank.preview import previews
from lms.bank.version_text import text_of
from lms.bank.views import bp, notices
from lms.competency.find import competency_and_area_names, competency_names
from lms.domain.access import Permission
from lms.domain.problem import Text
from lms.platform.jobs import enqueue
from lms.questions import kinds, restore_question, stimulus_kinds
from lms.web import request_db
from lms.web.forms import Form
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

WRITE, REVIEW = Permission.WRITE_ITEMS, Permission.REVIEW_ITEMS


@bp.get("/bank")
@allow(WRITE, REVIEW)
def items() -> Response:
    """List the items, fifty at a time, with filters in the address."""
    session = request_db.session()
    form = requested_filter()
    chosen = form.chosen() if form.validate() else Filter()
    rows, after = ([], "") if form.failed else lists.page(session, actor(), chosen, form.after.data)
    return page(
        "bank/items.html",
        form.status_code,
        form=form,
        rows=rows,
        after=after,
        started=bool(form.after.data),
        counted=statistics.counted_at(session),
        unfinished=unfinished.all_of(session, actor()),
        totals={} if form.failed else lists.totals(session, actor(), chosen),
        address=address_of(chosen),
        kinds=kind_names(),
        competencies=competency_names(session),
    )


def requested_filter() -> ItemsFilter:
    """Return the filter of the request: which questions of the list a page is about."""
    return items_filter(competency_names(request_db.reading()), kind_names())


def redirect_to_list(form: ItemsFilter) -> AnyResponse:
    """Redirect to the list, which shows the fields that cannot be read."""
    typed: dict[str, Any] = {field.name: field.shown for field in form if field.shown}
    return redirect(url_for("bank.items", **typed), 303)


@bp.post("/bank/statistics")
@allow(WRITE, REVIEW)
def count() -> AnyResponse:
    """Queue a new count of the statistics."""
    enqueue(request_db.session(), statistics.JOB, {}, request_db.now(), actor().id)
    flash(t(notices.COUNTING_STATISTICS))
    return redirect(url_for("bank.items"), 303)


@bp.get("/bank/<int:item_id>")
@allow(WRITE, REVIEW)
def item(item_id: int) -> Response:
    """Show an item: what candidates see, its key, its versions, and the actions on it."""
    return item_page(item_id)


def item_page(item_id: int, sent: Form | None = None) -> Response:
    """Return the page of an item; `sent` is the form that was sent and is shown again with its errors."""
    session = request_db.reading()
    item, newest = find.item_and_newest(session, actor(), item_id)
    versions = history.versions(session, item_id)
    before = _compared_with(versions, item.approved_number)
    exams = usage.exam_usage(session, [version.row.id for version in versions])
    competencies, areas = competency_and_area_names(session)
    return page(
        "bank/item.html",
        sent.status_code if sent else 200,
        sent=sent,
        review_form=sent if isinstance(sent, decide.ReviewForm) else decide.ReviewForm(None),
        confirm_form=sent if isinstance(sent, decide.ConfirmForm) else decide.ConfirmForm(None),
        retire_form=sent if isinstance(sent, decide.RetireForm) else decide.RetireForm(None),
        comment_form=sent if isinstance(sent, decide.CommentForm) else decide.CommentForm(None),
        replace_form=sent
        if isinstance(sent, decide.ReplaceForm)
        else decide.ReplaceForm(None, stem=newest.body["body"]["stem"]),
        item=item,
        newest=newest,
        is_text=newest.kind in stimulus_kinds(),
        missing=missing_of(newest.kind, newest.source, newest.rationale),
        kept=unfinished.of_item(session, actor(), item_id),
        versions=versions,
        before=before,
        changes=history.changes(text_of(item, before.row), text_of(item, newest)) if before else [],
        own=any(version.row.author_id == actor().id for version in versions),
        previews=previews(restore_question(newest.body)),
        text=text_of(item, newest),
        usage=usage.item_usage(session, {version.row.id: version.row.number for version in versions}),
        exams=exams,
        exposure=usage.exposure(exams),
        thread=comments.comments_on(session, item_id),
        replacements=replace.replacements(session, item_id),
        kinds=kind_names(),
        competencies=competencies,
        areas=areas,
    )


@bp.get("/bank/<int:item_id>/versions/<int:number>")
@allow(WRITE, REVIEW)
def version(item_id: int, number: int) -> Response:
    """Show one version, and what it changed in the previous one."""
    session = request_db.session()
    item, _ = find.item_and_newest(session, actor(), item_id)
    by_number = {version.row.number: version for version in history.versions(session, item_id)}
    if number not in by_number:
        raise messages.version_not_found()
    shown, before = by_number[number], by_number.get(number - 1)
    competencies, areas = competency_and_area_names(session)
    return page(
        "bank/version.html",
        item=item,
        version=shown,
        before=before,
        last=max(by_number),
        changes=history.changes(text_of(item, before.row), text_of(item, shown.row)) if before else [],
        previews=previews(restore_question(shown.row.body)),
        text=text_of(item, shown.row),
        kinds=kind_names(),
        competencies=competencies,
        areas=areas,
    )


@bp.get("/bank/<int:item_id>/compare")
@allow(WRITE, REVIEW)
def compare(item_id: int) -> Response:
    """Compare the texts of any two versions."""
    session = request_db.session()
    item, _ = find.item_and_newest(session, actor(), item_id)
    by_number = {version.row.number: version for version in history.versions(session, item_id)}
    form = CompareForm(request.args or None, old=max(1, item.number - 1), new=item.number)
    form.old.options = form.new.options = [(n, notices.version(n)) for n in sorted(by_number)]
    if not form.validate():
        return page("bank/compare.html", form.status_code, item=item, form=form, changes=None)
    before, after = by_number[form.old.data or 0].row, by_number[form.new.data or 0].row
    changes = history.changes(text_of(item, before), text_of(item, after))
    return page("bank/compare.html", item=item, form=form, changes=changes)


def kind_names() -> dict[str, Text]:
    """Return the names of the kinds of question."""
    return {name: kind.NAME for name, kind in kinds().items()}


def _compared_with(versions: list[Version], approved_number: int | None) -> Version | None:
    """Return the version in use, or the previous one, so that a reviewer sees what would change."""
    older = versions[1:]
    in_use = [version for version in older if version.row.number == approved_number]
    return next(iter(in_use + older), None)


bp.navigation(20, Text("题库", "Question bank"), "bank.items", WRITE, REVIEW)
