"""Accommodations: who has more time than others, given and withdrawn by HR; each person sees their own."""

from datetime import datetime

from flask import Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.candidates import accommodate
from lms.candidates.forms import AccommodationForm, AccommodationSearch
from lms.domain.access import Actor, Permission
from lms.domain.exam.allowance import allowance_text
from lms.domain.problem import Refused, Text
from lms.exams import published
from lms.people import directory, scope
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import Fact, blueprint, page

bp = blueprint("candidates")

GIVE = Permission.ACCOMMODATE


@bp.get("/accommodations")
@allow(GIVE)
def accommodations() -> Response:
    """What holds within the actor's units."""
    session = request_db.session()
    return page(
        "candidates/accommodations.html",
        rows=accommodate.given(session, actor()),
        titles={exam.id: exam.plan.title for exam in published.all_exams(session)},
        in_words=allowance_text,
    )


@bp.route("/accommodations/new", methods=["GET", "POST"])
@allow(GIVE)
def give_accommodation() -> AnyResponse:
    """Find somebody, then say what they are given."""
    search = AccommodationSearch(request.args)
    search.validate()
    form = AccommodationForm(person=search.person.data)
    form.exam.options = _exams()
    if form.validate_on_submit():
        try:
            _give(form)
        except Refused as refused:
            form.refuse(refused, "reason")
        else:
            flash(t("考试便利已给予", "The accommodation is given"))
            return redirect(url_for("candidates.accommodations"), 303)
    return _form(search, form)


def _give(form: AccommodationForm) -> None:
    session, person_id = request_db.session(), form.person.data or 0
    given, why = form.allowance(), form.reason.data
    accommodate.accommodate(session, actor(), person_id, form.exam.data, given, why, request_db.now())


@bp.post("/accommodations/<int(max=9007199254740991):accommodation_id>/withdrawal")
@allow(GIVE)
def withdraw_accommodation(accommodation_id: int) -> AnyResponse:
    """It holds no longer; sittings that have begun keep their time."""
    accommodate.withdraw(request_db.session(), actor(), accommodation_id, request_db.now())
    flash(t("考试便利已撤回", "The accommodation is withdrawn"))
    return redirect(url_for("candidates.accommodations"), 303)


def _exams() -> list[tuple[int, Text]]:
    return [
        (exam.id, exam.plan.title) for exam in published.all_exams(request_db.reading()) if not exam.closed
    ]


def _form(search: AccommodationSearch, form: AccommodationForm) -> Response:
    request_db.close()
    session, words, person_id = request_db.reading(), search.q.data, form.person.data
    form.exam.options = _exams()
    person = scope.person(session, actor(), GIVE, person_id) if person_id else None
    looked = words and not search.failed
    found = (
        directory.page(session, actor(), GIVE, directory.Filter(words, state="active"))[0] if looked else []
    )
    wrong = search if search.failed else form
    return page(
        "candidates/give_accommodation.html",
        wrong.status_code,
        wrong=wrong,
        search=search,
        form=form,
        person=person,
        found=found,
    )


@bp.own_facts
def my_accommodations(session: Session, who: Actor, now: datetime) -> list[Fact]:
    """On the page of one's own account."""
    titles = {exam.id: exam.plan.title for exam in published.all_exams(session)}
    every = Text("所有考试", "every exam")
    return [
        Fact(
            Text("考试便利：", "Accommodation: ")
            + (titles.get(one.exam_id, every) if one.exam_id else every),
            allowance_text(one.allowance),
        )
        for one in accommodate.own(session, who)
    ]


bp.navigation(27, Text("考试便利", "Accommodations"), "candidates.accommodations", GIVE)
