"""A case: one text to read and the questions about it, seen as one."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import case_order, find
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.forms.decide import MoveForm
from lms.bank.forms.write import WriteAnotherForm
from lms.bank.preview import previews
from lms.bank.views import bp
from lms.bank.views.items import REVIEW, WRITE, kind_names
from lms.questions import restore_question, stimulus_kinds
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

MOST = 40


@bp.post("/bank/<int:item_id>/case/move")
@allow(WRITE)
def case_move(item_id: int) -> AnyResponse:
    """One question a place up or down; the page again, at that question."""
    form = MoveForm()
    asked, up = form.item.data or 0, form.to.data == "up"
    place = case_order.move(request_db.session(), actor(), item_id, asked, up, request_db.now())
    flash(t(f"现在是第 {place} 小题", f"It is question {place} now"))
    return redirect(url_for("bank.case", item_id=item_id, _anchor=f"i{asked}"), 303)


@bp.get("/bank/<int:item_id>/case")
@allow(WRITE, REVIEW)
def case(item_id: int) -> AnyResponse:
    """The text, every question about it, and a button for another; what is no text leads to its own page."""
    session = request_db.session()
    text, newest = find.one(session, actor(), item_id)
    if newest.kind not in stimulus_kinds():
        return redirect(url_for("bank.item", item_id=item_id))
    rows, _ = lists.page(session, actor(), Filter(case=text.name, competency=newest.competency_id), most=MOST)
    held = [find.one(session, actor(), row.id)[1] for row in rows]
    return page(
        "bank/case.html",
        text=text,
        newest=newest,
        shown=previews(restore_question(newest.body)),
        questions=[(row, v, previews(restore_question(v.body))) for row, v in zip(rows, held, strict=True)],
        form=WriteAnotherForm.of(kind_names()),
    )
