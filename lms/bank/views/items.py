"""The pages on which the bank is read: the list, one item, one of its versions."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import discuss, find, history, replace, usage
from lms.bank.browse import lists, statistics
from lms.bank.browse.lists import Filter
from lms.bank.forms import decide
from lms.bank.forms.search import CompareForm, ItemsFilter, address_of, items_filter
from lms.bank.history import Version
from lms.bank.preview import previews
from lms.bank.version_text import text_of
from lms.bank.views import bp
from lms.competency import profile
from lms.domain.access import Permission
from lms.domain.problem import Text, not_found
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
    """Every item, fifty at a time, with filters in the address."""
    session = request_db.session()
    form = asked_for()
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
        totals={} if form.failed else lists.totals(session, actor(), chosen),
        address=address_of(chosen),
        kinds=kind_names(),
        competencies=profile.names(session),
    )


def asked_for() -> ItemsFilter:
    """Which questions of the list a page is about."""
    return items_filter(profile.names(request_db.reading()), kind_names())


def to_the_list(form: ItemsFilter) -> AnyResponse:
    """The list, where the fields are that cannot be read."""
    typed: dict[str, Any] = {field.name: field.shown for field in form if field.shown}
    return redirect(url_for("bank.items", **typed), 303)


@bp.post("/bank/statistics")
@allow(WRITE, REVIEW)
def count() -> AnyResponse:
    """Have them counted anew, beside everything else."""
    enqueue(request_db.session(), statistics.JOB, {}, request_db.now(), actor().id)
    flash(t("正在重新统计，稍后刷新本页", "They are being counted; reload this page in a moment"))
    return redirect(url_for("bank.items"), 303)


@bp.get("/bank/<int:item_id>")
@allow(WRITE, REVIEW)
def item(item_id: int) -> Response:
    """One item: what candidates see, its key, its versions, and what can be done with it."""
    return item_page(item_id)


def item_page(item_id: int, sent: Form | None = None) -> Response:
    """The page of an item; `sent` is the one of its forms that comes back."""
    session = request_db.reading()
    found, newest = find.one(session, actor(), item_id)
    versions = history.versions(session, item_id)
    before = _compared_with(versions, found.approved_number)
    return page(
        "bank/item.html",
        sent.status_code if sent else 200,
        sent=sent,
        review_form=sent if isinstance(sent, decide.ReviewForm) else decide.ReviewForm(None),
        retire_form=sent if isinstance(sent, decide.RetireForm) else decide.RetireForm(None),
        comment_form=sent if isinstance(sent, decide.CommentForm) else decide.CommentForm(None),
        replace_form=sent
        if isinstance(sent, decide.ReplaceForm)
        else decide.ReplaceForm(None, stem=newest.body["body"]["stem"]),
        item=found,
        newest=newest,
        is_text=newest.kind in stimulus_kinds(),
        versions=versions,
        before=before,
        changes=history.changes(text_of(found, before.row), text_of(found, newest)) if before else [],
        own=any(version.row.author_id == actor().id for version in versions),
        faces=previews(restore_question(newest.body)),
        text=text_of(found, newest),
        uses=usage.used(session, {version.row.id: version.row.number for version in versions}),
        exams=(exams := usage.exams(session, [version.row.id for version in versions])),
        exposure=usage.exposure(exams),
        thread=discuss.thread(session, item_id),
        neighbours=replace.neighbours(session, item_id),
        kinds=kind_names(),
        competencies=profile.names(session),
    )


@bp.get("/bank/<int:item_id>/versions/<int:number>")
@allow(WRITE, REVIEW)
def version(item_id: int, number: int) -> Response:
    """One version as it was, and what it changed in the one before."""
    session = request_db.session()
    found, _ = find.one(session, actor(), item_id)
    by_number = {version.row.number: version for version in history.versions(session, item_id)}
    if number not in by_number:
        raise not_found(Text("版本", "version"))
    shown, before = by_number[number], by_number.get(number - 1)
    return page(
        "bank/version.html",
        item=found,
        version=shown,
        before=before,
        last=max(by_number),
        changes=history.changes(text_of(found, before.row), text_of(found, shown.row)) if before else [],
        faces=previews(restore_question(shown.row.body)),
        text=text_of(found, shown.row),
        kinds=kind_names(),
        competencies=profile.names(session),
    )


@bp.get("/bank/<int:item_id>/compare")
@allow(WRITE, REVIEW)
def compare(item_id: int) -> Response:
    """What one version changes in any other, in words."""
    session = request_db.session()
    found, _ = find.one(session, actor(), item_id)
    by_number = {version.row.number: version for version in history.versions(session, item_id)}
    form = CompareForm(request.args or None, old=max(1, found.number - 1), new=found.number)
    form.old.options = form.new.options = [(n, Text(f"第 {n} 版", f"Version {n}")) for n in sorted(by_number)]
    if not form.validate():
        return page("bank/compare.html", form.status_code, item=found, form=form, changes=None)
    before, after = by_number[form.old.data or 0].row, by_number[form.new.data or 0].row
    changes = history.changes(text_of(found, before), text_of(found, after))
    return page("bank/compare.html", item=found, form=form, changes=changes)


def kind_names() -> dict[str, Text]:
    """What the kinds are called."""
    return {name: kind.NAME for name, kind in kinds().items()}


def _compared_with(versions: list[Version], approved_number: int | None) -> Version | None:
    """The version in use, or the one before, so that a reviewer sees what would change."""
    older = versions[1:]
    in_use = [version for version in older if version.row.number == approved_number]
    return next(iter(in_use + older), None)


bp.navigation(20, Text("题库", "Question bank"), "bank.items", WRITE, REVIEW)
