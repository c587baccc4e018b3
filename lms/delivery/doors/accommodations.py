"""Accommodations: who has more time than others, given and withdrawn by HR; each person sees their own."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from flask import Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.delivery import accommodate as accommodating
from lms.delivery.doors import bp
from lms.delivery.doors.read import text, whole
from lms.domain.access import Actor, Permission
from lms.domain.allowance import Allowance, in_words
from lms.domain.problem import Refused, Text
from lms.exams import find as exams
from lms.people import find as people
from lms.people import scope
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import Fact, page

GIVE = Permission.ACCOMMODATE


@bp.get("/accommodations")
@allow(GIVE)
def accommodations() -> Response:
    """What holds within the actor's units."""
    session = request_db.session()
    return page(
        "delivery/accommodations.html",
        rows=accommodating.given(session, actor()),
        titles={exam.id: exam.plan.title for exam in exams.published(session)},
        in_words=in_words,
    )


@bp.route("/accommodations/new", methods=["GET", "POST"])
@allow(GIVE)
def give_accommodation() -> AnyResponse:
    """Find somebody, then say what they are given."""
    if request.method != "POST":
        return _form(None)
    try:
        accommodating.accommodate(
            request_db.session(), actor(), whole("person"), whole("exam") or None, _given(), text("reason", 500), request_db.now()
        )  # fmt: skip
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return _form(refused)
    flash(t("考试便利已给予", "The accommodation is given"))
    return redirect(url_for("delivery.accommodations"), 303)


@bp.post("/accommodations/<int(max=9007199254740991):accommodation_id>/withdrawal")
@allow(GIVE)
def withdraw_accommodation(accommodation_id: int) -> AnyResponse:
    """It holds no longer; sittings that have begun keep their time."""
    accommodating.withdraw(request_db.session(), actor(), accommodation_id, request_db.now())
    flash(t("考试便利已撤回", "The accommodation is withdrawn"))
    return redirect(url_for("delivery.accommodations"), 303)


def _given() -> Allowance:
    try:
        factor = Decimal(text("factor", 8) or "1")
    except InvalidOperation:
        factor = Decimal(0)  # refused with the others
    if not factor.is_finite():
        factor = Decimal(0)
    return Allowance(whole("extra_minutes"), factor, bool(text("unlimited")), bool(text("past_window")))


def _form(refused: Refused | None) -> Response:
    session, words, person_id = request_db.reading(), text("q", 60), whole("person")
    person = scope.person(session, actor(), GIVE, person_id) if person_id else None
    found = people.page(session, actor(), GIVE, people.Filter(words, state="active"))[0] if words else []
    gap = t("，", "; ")
    return page(
        "delivery/give_accommodation.html",
        refused.status if refused else 200,
        refused=refused,
        wrong={p.where: t(p.what) + gap + t(p.how) for p in refused.problems} if refused else {},
        person=person,
        words=words,
        found=found,
        exam_choices=[("", t("所有考试（长期）", "Every exam (standing)")),
                      *((exam.id, t(exam.plan.title)) for exam in exams.published(session) if not exam.closed)],
    )  # fmt: skip


@bp.own_facts
def my_accommodations(session: Session, who: Actor, now: datetime) -> list[Fact]:
    """On the page of one's own account."""
    titles = {exam.id: exam.plan.title for exam in exams.published(session)}
    every = Text("所有考试", "every exam")
    return [
        Fact(
            Text("考试便利：", "Accommodation: ")
            + (titles.get(one.exam_id, every) if one.exam_id else every),
            in_words(one.allowance),
        )
        for one in accommodating.own(session, who)
    ]


bp.navigation(27, Text("考试便利", "Accommodations"), "delivery.accommodations", GIVE)
