"""The actions on the page of an item: submit for review, approve, return, retire, restore, comment, replace."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import comments, find, replace, review
from lms.bank.forms.decide import CommentForm, ConfirmForm, ReplaceForm, RetireForm, ReturnForm, ReviewForm
from lms.bank.forms.write import DraftForm
from lms.bank.views import bp, notices
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
    """Submit the draft for review."""
    form, required = DraftForm(), runtime().settings.review_required
    number = form.number.data or 0
    return _decide(
        item_id,
        form,
        lambda: review.submit_for_review(
            request_db.session(), actor(), item_id, number, request_db.now(), review_required=required
        ),
    )


@bp.post("/bank/<int:item_id>/approve")
@allow(REVIEW)
def approve(item_id: int) -> AnyResponse:
    """Approve the version."""
    form = ReviewForm()
    decision = form.number.data or 0, form.comment.data
    return _decide(
        item_id,
        form,
        lambda: review.approve(request_db.session(), actor(), item_id, *decision, request_db.now()),
    )


@bp.post("/bank/<int:item_id>/confirm")
@allow(REVIEW)
def confirm(item_id: int) -> AnyResponse:
    """Record one's own review of a version that a file supplied."""
    form = ConfirmForm()
    decision = form.number.data or 0, form.comment.data
    return _decide(
        item_id,
        form,
        lambda: review.confirm(request_db.session(), actor(), item_id, *decision, request_db.now()),
    )


@bp.post("/bank/<int:item_id>/give-back")
@allow(REVIEW)
def return_item(item_id: int) -> AnyResponse:
    """Return the version to its author, with a reason."""
    form = ReturnForm()
    decision = form.number.data or 0, form.comment.data
    return _decide(
        item_id,
        form,
        lambda: review.return_to_author(request_db.session(), actor(), item_id, *decision, request_db.now()),
    )


@bp.post("/bank/<int:item_id>/retire")
@allow(WRITE, REVIEW)
def retire(item_id: int) -> AnyResponse:
    """Retire the item, with a reason."""
    form = RetireForm()
    return _decide(
        item_id,
        form,
        lambda: review.retire(request_db.session(), actor(), item_id, form.comment.data, request_db.now()),
    )


@bp.post("/bank/<int:item_id>/bring-back")
@allow(WRITE, REVIEW)
def restore(item_id: int) -> AnyResponse:
    """Restore the item."""
    return _decide(
        item_id,
        DraftForm(),
        lambda: review.restore(request_db.session(), actor(), item_id, request_db.now()),
    )


@bp.post("/bank/<int:item_id>/comments")
@allow(WRITE, REVIEW)
def comment(item_id: int) -> AnyResponse:
    """Add a comment."""
    form = CommentForm()
    if form.validate():
        comments.add_comment(request_db.session(), actor(), item_id, form.words.data, request_db.now())
        return redirect(url_for("bank.item", item_id=item_id, _anchor="thread"), 303)
    return item_page(item_id, form)


@bp.post("/bank/<int:item_id>/replace")
@allow(WRITE)
def replace_item(item_id: int) -> AnyResponse:
    """Retire the item and start to write its successor."""
    form = ReplaceForm()
    if form.validate():
        stem, reason = form.stem.data, form.reason.data
        try:
            successor = replace.retire_and_replace(
                request_db.session(), actor(), item_id, stem, reason, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused, {"bank.same_stem": "stem"}.get(refused.code, ""))
        else:
            flash(t(notices.REPLACED))
            return redirect(url_for("bank.edit", item_id=successor.id), 303)
    request_db.close()
    return item_page(item_id, form)


def _decide(item_id: int, form: Form, decide: Callable[[], Any]) -> AnyResponse:
    """Carry out a decision; show the page of the item with the result or the refusal."""
    if form.validate():
        try:
            item = decide()
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(_confirmation(request.endpoint or "", item)))
            return redirect(url_for("bank.item", item_id=item_id), 303)
    request_db.close()
    return item_page(item_id, form)


def _confirmation(endpoint: str, item: Any) -> Text:
    exams = _effect_on_exams(endpoint, item) if item.bank.purpose == "exam" else Text("", "")
    if endpoint == "bank.approve":
        return notices.version_approved(item.number) + exams
    if endpoint == "bank.confirm":
        return notices.CONFIRMED
    if endpoint == "bank.retire":
        return notices.RETIRED + exams
    if endpoint == "bank.return_item":
        return notices.RETURNED
    if endpoint == "bank.restore" and item.approved_number:
        return notices.version_restored(item.approved_number) + exams
    if endpoint == "bank.restore":
        return notices.RESTORED_AS_DRAFT
    return notices.SUBMITTED_FOR_REVIEW


def _effect_on_exams(endpoint: str, item: Any) -> Text:
    """Return what published exams do with the item from now on; it follows another sentence."""
    newest = find.item_and_newest(request_db.session(), actor(), item.id)[1]
    withdrawn = endpoint == "bank.retire" or (endpoint == "bank.approve" and newest.practice)
    return notices.NO_LONGER_ASKED if withdrawn else notices.EXAMS_UNTIL_REPUBLISHED
