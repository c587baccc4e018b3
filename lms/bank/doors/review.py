"""What is decided on the page of an item: hand in, approve, give back, retire, bring back."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import review
from lms.bank.doors import bp
from lms.bank.doors.items import REVIEW, WRITE, item_page
from lms.bank.forms import comment, number
from lms.bank.models import Item
from lms.domain.problem import Refused, Text
from lms.web import unit
from lms.web.guard import actor, allow
from lms.web.i18n import t


@bp.post("/bank/<int:item_id>/hand-in")
@allow(WRITE)
def hand_in(item_id: int) -> AnyResponse:
    """The draft is ready."""
    done = Text(
        "已送审。审题人会在首页看到，结果会显示在本页",
        "Handed in. Reviewers see it on their home page; what they decide will stand here",
    )
    return _decide(
        item_id, lambda: review.hand_in(unit.session(), actor(), item_id, number(), unit.now()), done
    )


@bp.post("/bank/<int:item_id>/approve")
@allow(REVIEW)
def approve(item_id: int) -> AnyResponse:
    """Into use."""
    done = Text(
        f"已批准第 {number()} 版。已发布的考试仍用原来的版本，重新发布后才换成这一版",
        f"Version {number()} is approved. Published exams keep their versions until they are published again",
    )
    return _decide(
        item_id,
        lambda: review.approve(unit.session(), actor(), item_id, number(), comment(), unit.now()),
        done,
    )


@bp.post("/bank/<int:item_id>/give-back")
@allow(REVIEW)
def give_back(item_id: int) -> AnyResponse:
    """Back to its author, with a reason."""
    done = Text("已退回，命题人会在首页看到您的意见", "Given back; the author sees your comment on the home page")
    return _decide(
        item_id,
        lambda: review.give_back(unit.session(), actor(), item_id, number(), comment(), unit.now()),
        done,
    )


@bp.post("/bank/<int:item_id>/retire")
@allow(WRITE, REVIEW)
def retire(item_id: int) -> AnyResponse:
    """Out of use, with a reason."""
    done = Text(
        "已停用。已发布的考试重新发布后才不再抽到它",
        "Out of use. Published exams stop drawing it once they are published again",
    )
    return _decide(
        item_id, lambda: review.retire(unit.session(), actor(), item_id, comment(), unit.now()), done
    )


@bp.post("/bank/<int:item_id>/bring-back")
@allow(WRITE, REVIEW)
def bring_back(item_id: int) -> AnyResponse:
    """Back into use."""
    done = Text("已恢复", "It is back")
    return _decide(item_id, lambda: review.bring_back(unit.session(), actor(), item_id, unit.now()), done)


def _decide(item_id: int, decide: Callable[[], Item], done: Text) -> AnyResponse:
    """The page of the item again, with what was done or why not."""
    try:
        decide()
    except Refused as refused:
        unit.close()
        return item_page(item_id, refused, comment())
    flash(t(done))
    return redirect(url_for("bank.item", item_id=item_id), 303)
