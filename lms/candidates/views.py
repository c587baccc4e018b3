"""The pages of accommodations: given and withdrawn by HR; each person sees their own."""

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
    """List the accommodations within the actor's units."""
    session = request_db.session()
    return page(
        "candidates/accommodations.html",
        rows=accommodate.active_accommodations(session, actor()),
        titles={exam.id: exam.plan.title for exam in published.all_exams(session)},
        in_words=allowance_text,
    )


@bp.route("/accommodations/new", methods=["GET", "POST"])
@allow(GIVE)
def give_accommodation() -> AnyResponse:
    """Choose a person, then fill in what they are given."""
    search = AccommodationSearch(request.args)
    search.validate()
    form = AccommodationForm(person=search.person.data)
    form.exam.options = _exam_options()
    if form.validate_on_submit():
        try:
            _save_accommodation(form)
        except Refused as refused:
            form.refuse(refused, "reason")
        else:
            flash(t("考试便利已给予", "The accommodation has been given"))
            return redirect(url_for("candidates.accommodations"), 303)
    return _show_form(search, form)


def _save_accommodation(form: AccommodationForm) -> None:
    session, person_id = request_db.session(), form.person.data or 0
    given, reason, now = form.allowance(), form.reason.data, request_db.now()
    accommodate.give_accommodation(session, actor(), person_id, form.exam.data, given, reason, now)


@bp.post("/accommodations/<int(max=9007199254740991):accommodation_id>/withdrawal")
@allow(GIVE)
def withdraw_accommodation(accommodation_id: int) -> AnyResponse:
    """End an accommodation; sittings that have begun keep their time."""
    accommodate.withdraw_accommodation(request_db.session(), actor(), accommodation_id, request_db.now())
    flash(t("考试便利已撤回", "The accommodation has been withdrawn"))
    return redirect(url_for("candidates.accommodations"), 303)


def _exam_options() -> list[tuple[int, Text]]:
    return [
        (exam.id, exam.plan.title) for exam in published.all_exams(request_db.reading()) if not exam.closed
    ]


def _show_form(search: AccommodationSearch, form: AccommodationForm) -> Response:
    request_db.close()
    session, query, person_id = request_db.reading(), search.q.data, form.person.data
    form.exam.options = _exam_options()
    person = scope.person(session, actor(), GIVE, person_id) if person_id else None
    people = []
    if query and not search.failed:
        people = directory.page(session, actor(), GIVE, directory.Filter(query, state="active"))[0]
    invalid = search if search.failed else form
    return page(
        "candidates/give_accommodation.html",
        invalid.status_code,
        invalid=invalid,
        search=search,
        form=form,
        person=person,
        people=people,
    )


@bp.own_facts
def my_accommodations(session: Session, person: Actor, now: datetime) -> list[Fact]:
    """Return a person's accommodations for the page of their own account."""
    titles = {exam.id: exam.plan.title for exam in published.all_exams(session)}
    every = Text("所有考试", "every exam")
    return [
        Fact(
            Text("考试便利：", "Accommodation: ")
            + (titles.get(given.exam_id, every) if given.exam_id else every),
            allowance_text(given.allowance),
        )
        for given in accommodate.own_accommodations(session, person)
    ]


bp.navigation(27, Text("考试便利", "Accommodations"), "candidates.accommodations", GIVE)
