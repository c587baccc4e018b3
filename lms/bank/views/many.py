"""Many items at once: their fields and tags, or out of use because a source changed."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import usage
from lms.bank.authoring import bulk_change
from lms.bank.authoring.bulk_change import MOST
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.forms.decide import ChangeForm
from lms.bank.forms.search import PullForm, SourceFilter, address_of
from lms.bank.views import bp
from lms.bank.views.items import REVIEW, WRITE, asked_for, to_the_list
from lms.competency import profile
from lms.domain.problem import Refused
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

SHOWN = 100
"""Items that a page names; the rest it counts."""


@bp.route("/bank/bulk", methods=["GET", "POST"])
@allow(WRITE)
def bulk() -> AnyResponse:
    """Everything the filter finds: what to change, what that does, and then at once."""
    listed, form = asked_for(), ChangeForm()
    if not listed.validate():
        return to_the_list(listed)
    chosen = listed.chosen()
    if form.validate_on_submit() and form.do.data == "apply":
        ids = lists.every(request_db.session(), actor(), chosen, MOST + 1)
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
    flash(
        t(
            f"已改 {count} 题，均存为新版草稿，请送审",
            f"Changed {count} questions; each is a draft to be handed in",
        )
    )
    return redirect(url_for("bank.items", state="draft", mine=1, sort="new"), 303)


def _bulk(chosen: Filter, form: ChangeForm) -> Response:
    request_db.close()
    session = request_db.reading()
    ids = lists.every(session, actor(), chosen, MOST + 1)
    asked = form.is_submitted() and not form.fields_with_errors
    found = bulk_change.preview(session, actor(), ids, form.change()) if asked and len(ids) <= MOST else []
    changing = [one for one in found if one.fields]
    return page(
        "bank/bulk.html",
        form.status_code,
        count=len(ids),
        most=MOST,
        address=address_of(chosen),
        form=form,
        asked=asked,
        found=changing[:SHOWN],
        changing=len(changing),
        seen=bulk_change.seal(found),
    )


@bp.route("/bank/pull", methods=["GET", "POST"])
@allow(WRITE, REVIEW)
def pull() -> AnyResponse:
    """The items that rest on a source that has changed: where they sat, and all out of use by one action."""
    if request.method != "POST":
        return _pull(SourceFilter(request.args), PullForm(None))
    form = PullForm()
    if form.validate():
        try:
            count = bulk_change.pull(
                request_db.session(), actor(), form.item.data, form.reason.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(f"已停用 {count} 题，不再抽到", f"{count} questions are out of use and drawn no more"))
            return redirect(url_for("bank.pull", source=form.source.data), 303)
    return _pull(SourceFilter(), form)


def _pull(searched: SourceFilter, form: PullForm) -> Response:
    request_db.close()
    session, chosen = request_db.reading(), Filter(source=searched.source.data if searched.validate() else "")
    ids = lists.every(session, actor(), chosen, MOST) if chosen.source else []
    rows = [row for start in range(0, min(len(ids), 500), 50) for row in lists.page(
        session, actor(), chosen, str(ids[start - 1]) if start else "")[0]]  # fmt: skip
    found = usage.exams(session, list(bulk_change.versions(session, ids[:500])))
    wrong = form if form.failed else searched
    return page(
        "bank/pull.html",
        wrong.status_code,
        wrong=wrong,
        searched=searched,
        form=form,
        source=chosen.source,
        rows=rows,
        count=len(ids),
        ticked=form.item.data if form.is_submitted() else None,
        exams=found,
        exposure=usage.exposure(found),
        competencies=profile.names(session),
    )
