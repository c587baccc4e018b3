"""The page of a case: a text to read, with the questions about it."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import case_order, find
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.forms.decide import MoveForm
from lms.bank.forms.write import WriteAnotherForm
from lms.bank.preview import previews
from lms.bank.views import bp, notices
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
    """Move a question up or down; show the page again at that question."""
    form = MoveForm()
    moved_id, up = form.item.data or 0, form.to.data == "up"
    position = case_order.move(request_db.session(), actor(), item_id, moved_id, up, request_db.now())
    flash(t(notices.moved_to(position)))
    return redirect(url_for("bank.case", item_id=item_id, _anchor=f"i{moved_id}"), 303)


@bp.get("/bank/<int:item_id>/case")
@allow(WRITE, REVIEW)
def case(item_id: int) -> AnyResponse:
    """Show the text, its questions and a form for another one; redirect to the item's page if it is not a text."""
    session = request_db.session()
    text, newest = find.item_and_newest(session, actor(), item_id)
    if newest.kind not in stimulus_kinds():
        return redirect(url_for("bank.item", item_id=item_id))
    rows, _ = lists.page(session, actor(), Filter(case=text.name, competency=newest.competency_id), most=MOST)
    versions = [find.item_and_newest(session, actor(), row.id)[1] for row in rows]
    return page(
        "bank/case.html",
        text=text,
        newest=newest,
        previews=previews(restore_question(newest.body)),
        questions=[
            (row, v, previews(restore_question(v.body))) for row, v in zip(rows, versions, strict=True)
        ],
        form=WriteAnotherForm.with_options(kind_names()),
    )
