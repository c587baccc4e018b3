"""The pages that change many items at once: their fields and tags, or retire those whose source changed."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import usage
from lms.bank.authoring import bulk_change
from lms.bank.authoring.bulk_change import MOST
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.forms.decide import ChangeForm
from lms.bank.forms.search import RetireSeveralForm, SourceFilter, address_of
from lms.bank.views import bp, notices
from lms.bank.views.items import REVIEW, WRITE, redirect_to_list, requested_filter
from lms.competency.find import competency_names
from lms.domain.problem import Refused
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

SHOWN = 100
"""How many items a page lists; the others are counted."""


@bp.route("/bank/bulk", methods=["GET", "POST"])
@allow(WRITE)
def bulk() -> AnyResponse:
    """Change all items of the filter: choose the changes, preview them, then apply them at once."""
    listed, form = requested_filter(), ChangeForm()
    if not listed.validate():
        return redirect_to_list(listed)
    chosen = listed.chosen()
    if form.validate_on_submit() and form.do.data == "apply":
        ids = lists.item_ids(request_db.session(), actor(), chosen, MOST + 1)
        try:
            count = bulk_change.apply(
                request_db.session(), actor(), ids, form.change(), form.seen.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _changed(count)
    return _bulk(chosen, form)


def _changed(count: int) -> AnyResponse:
    flash(t(notices.items_changed(count)))
    return redirect(url_for("bank.items", state="draft", mine=1, sort="new"), 303)


def _bulk(chosen: Filter, form: ChangeForm) -> Response:
    request_db.close()
    session = request_db.reading()
    ids = lists.item_ids(session, actor(), chosen, MOST + 1)
    previewed = form.is_submitted() and not form.fields_with_errors
    changes = (
        bulk_change.preview(session, actor(), ids, form.change()) if previewed and len(ids) <= MOST else []
    )
    changing = [item for item in changes if item.fields]
    return page(
        "bank/bulk.html",
        form.status_code,
        count=len(ids),
        most=MOST,
        address=address_of(chosen),
        form=form,
        previewed=previewed,
        items=changing[:SHOWN],
        changing=len(changing),
        seen=bulk_change.preview_digest(changes),
    )


@bp.route("/bank/pull", methods=["GET", "POST"])
@allow(WRITE, REVIEW)
def retire_by_source() -> AnyResponse:
    """List the items based on a source that has changed, with their exams, and retire them in one action."""
    if request.method != "POST":
        return _retire_page(SourceFilter(request.args), RetireSeveralForm(None))
    form = RetireSeveralForm()
    if form.validate():
        try:
            count = bulk_change.retire_items(
                request_db.session(), actor(), form.item.data, form.reason.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(notices.items_retired(count)))
            return redirect(url_for("bank.retire_by_source", source=form.source.data), 303)
    return _retire_page(SourceFilter(), form)


def _retire_page(searched: SourceFilter, form: RetireSeveralForm) -> Response:
    request_db.close()
    session, chosen = request_db.reading(), Filter(source=searched.source.data if searched.validate() else "")
    ids = lists.item_ids(session, actor(), chosen, MOST) if chosen.source else []
    rows = [row for start in range(0, min(len(ids), 500), 50) for row in lists.page(
        session, actor(), chosen, str(ids[start - 1]) if start else "")[0]]  # fmt: skip
    exams = usage.exam_usage(session, list(bulk_change.versions_of(session, ids[:500])))
    erroneous = form if form.failed else searched
    return page(
        "bank/retire_by_source.html",
        erroneous.status_code,
        erroneous=erroneous,
        searched=searched,
        form=form,
        source=chosen.source,
        rows=rows,
        count=len(ids),
        ticked=form.item.data if form.is_submitted() else None,
        exams=exams,
        exposure=usage.exposure(exams),
        competencies=competency_names(session),
    )
