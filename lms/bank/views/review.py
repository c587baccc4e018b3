"""What is decided on the page of an item: hand in, approve, give back, retire, bring back."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import discuss, replace, review
from lms.bank.forms.decide import CommentForm, GiveBackForm, ReplaceForm, RetireForm, ReviewForm
from lms.bank.forms.write import DraftForm
from lms.bank.views import bp
from lms.bank.views.items import REVIEW, WRITE, item_page
from lms.domain.problem import Refused, Text
from lms.web import request_db
from lms.web.forms import Form
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.runtime import runtime


@bp.post("/bank/<int:item_id>/hand-in")
@allow(WRITE)
def hand_in(item_id: int) -> AnyResponse:
    """The draft is ready."""
    form, required = DraftForm(), runtime().settings.review_required
    number = form.number.data or 0
    return _decide(
        item_id,
        form,
        lambda: review.hand_in(
            request_db.session(), actor(), item_id, number, request_db.now(), review_required=required
        ),
    )


@bp.post("/bank/<int:item_id>/approve")
@allow(REVIEW)
def approve(item_id: int) -> AnyResponse:
    """Into use."""
    form = ReviewForm()
    said = form.number.data or 0, form.comment.data
    return _decide(
        item_id, form, lambda: review.approve(request_db.session(), actor(), item_id, *said, request_db.now())
    )


@bp.post("/bank/<int:item_id>/give-back")
@allow(REVIEW)
def give_back(item_id: int) -> AnyResponse:
    """Back to its author, with a reason."""
    form = GiveBackForm()
    said = form.number.data or 0, form.comment.data
    return _decide(
        item_id,
        form,
        lambda: review.give_back(request_db.session(), actor(), item_id, *said, request_db.now()),
    )


@bp.post("/bank/<int:item_id>/retire")
@allow(WRITE, REVIEW)
def retire(item_id: int) -> AnyResponse:
    """Out of use, with a reason."""
    form = RetireForm()
    return _decide(
        item_id,
        form,
        lambda: review.retire(request_db.session(), actor(), item_id, form.comment.data, request_db.now()),
    )


@bp.post("/bank/<int:item_id>/bring-back")
@allow(WRITE, REVIEW)
def bring_back(item_id: int) -> AnyResponse:
    """Back into use."""
    return _decide(
        item_id,
        DraftForm(),
        lambda: review.bring_back(request_db.session(), actor(), item_id, request_db.now()),
    )


@bp.post("/bank/<int:item_id>/comments")
@allow(WRITE, REVIEW)
def say(item_id: int) -> AnyResponse:
    """Add to the thread."""
    form = CommentForm()
    if form.validate():
        discuss.comment(request_db.session(), actor(), item_id, form.words.data, request_db.now())
        return redirect(url_for("bank.item", item_id=item_id, _anchor="thread"), 303)
    return item_page(item_id, form)


@bp.post("/bank/<int:item_id>/replace")
@allow(WRITE)
def replace_item(item_id: int) -> AnyResponse:
    """Out of use, and a successor begun."""
    form = ReplaceForm()
    if form.validate():
        stem, reason = form.stem.data, form.reason.data
        try:
            made = replace.retire_and_replace(
                request_db.session(), actor(), item_id, stem, reason, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused, {"bank.same_stem": "stem"}.get(refused.code, ""))
        else:
            flash(
                t(
                    "原题已停用，新题已存为草稿，请改好后送审",
                    "The old one is out of use; edit the new draft and hand it in",
                )
            )
            return redirect(url_for("bank.edit", item_id=made.id), 303)
    request_db.close()
    return item_page(item_id, form)


def _decide(item_id: int, form: Form, decide: Callable[[], Any]) -> AnyResponse:
    """The page of the item again, with what was done or why not."""
    if form.validate():
        try:
            item = decide()
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(_done(request.endpoint or "", item)))
            return redirect(url_for("bank.item", item_id=item_id), 303)
    request_db.close()
    return item_page(item_id, form)


def _done(endpoint: str, item: Any) -> Text:
    exams = _EXAMS if item.bank.purpose == "exam" else Text("", "")
    if endpoint == "bank.approve":
        return Text(f"已批准第 {item.number} 版", f"Version {item.number} is approved") + exams
    if endpoint == "bank.retire":
        return Text("已停用", "It is out of use") + exams
    if endpoint == "bank.give_back":
        return Text(
            "已退回，命题人会在首页看到您的意见", "Given back; the author finds your comment on the home page"
        )
    if endpoint == "bank.bring_back" and item.approved_number:
        number = item.approved_number
        return Text(f"已恢复使用第 {number} 版", f"Version {number} is in use again") + exams
    if endpoint == "bank.bring_back":
        return Text("已恢复为草稿，批准后才能使用", "It is a draft again, and in use once it is approved")
    return Text(
        "已送审，审题人会在首页看到；审完后结果显示在本页",
        "Handed in; reviewers find it on their home page, and what they decide will stand here",
    )


_EXAMS = Text(
    "。已发布的考试要重新发布后才会随之改变", ". Published exams follow once they are published again"
)
