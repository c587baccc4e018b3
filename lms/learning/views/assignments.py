"""The pages of HR on which courses are assigned, followed, given another due date, and withdrawn."""

from datetime import date

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.catalog import browse
from lms.domain.access import Permission
from lms.domain.beijing import beijing_day
from lms.domain.login import login_key
from lms.domain.place import Named
from lms.domain.problem import Refused, Text
from lms.domain.text.typed import printable
from lms.learning import assign, follow, messages, overview
from lms.learning.forms import AssignForm, AssignmentsFilter, DueForm, PeopleFilter, WithdrawalForm
from lms.learning.views import bp
from lms.learning.views.labels import change_words, person_tag, state_tag
from lms.people import directory, scope
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

ASSIGN = Permission.ASSIGN
_ONE = "/assignments/<int(max=9007199254740991):assignment_id>"


def _today() -> date:
    return beijing_day(request_db.now())


@bp.get("/assignments")
@allow(ASSIGN)
def assignments() -> Response:
    """List what is assigned to whom, the overdue first."""
    session, form = request_db.session(), AssignmentsFilter(request.args)
    form.course.options, form.unit.options = _course_options(), _unit_options()
    key = overview.read_key(request.args.get("after", ""))
    chosen = overview.Filter()
    if form.validate():
        chosen = overview.Filter(form.course.data, form.unit.data, form.state.data, key)
    rows, after = ([], None) if form.failed else overview.page(session, actor(), chosen, _today())
    return page(
        "learning/assignments.html",
        form.status_code,
        form=form,
        rows=rows,
        totals=overview.totals(session, actor(), chosen, _today()),
        after=overview.key_text(after),
        paged=key is not None,
        filters={field.name: field.data for field in form if not field.empty},
        state_tag=lambda row: state_tag(row, _today()),
    )


def _course_options() -> list[tuple[str, str]]:
    return [(card.slug, t(card.title)) for card in browse.cards(request_db.reading())]


def _unit_options() -> list[tuple[int, Text]]:
    units = request_db.reading().scalars(scope.units(actor(), ASSIGN))
    return [(unit.id, Text(unit.name, unit.name_en or unit.name)) for unit in units]


@bp.route("/assignments/new", methods=["GET", "POST"])
@allow(ASSIGN)
def assign_course() -> AnyResponse:
    """Assign a course to a unit, or to people by pasted numbers or a search."""
    form = AssignForm()
    _set_choices(form)
    if form.find.data:
        form.q.validate(form)
    elif form.validate_on_submit():
        try:
            change = assign.assign_course(
                request_db.session(),
                actor(),
                form.course.data,
                form.targets(),
                form.due.data,
                request_db.now(),
            )
        except Refused as refused:
            form.refuse(refused, "lines" if refused.problems else "")
            request_db.close()
        else:
            flash(t(change_words(change)))
            return redirect(url_for("learning.assignments"), 303)
    return page("learning/assign_course.html", form.status_code, form=form)


def _set_choices(form: AssignForm) -> None:
    """Offer the open courses, the actor's units, and the people who are found or were ticked before."""
    form.course.options, form.unit.options = _course_options(), _unit_options()
    session = request_db.reading()
    ticked = [(Named(login), login_key(login)) for login in form.login.data]
    people = directory.active_people(session, actor(), ASSIGN, ticked)[0] if ticked else {}
    if form.q.data and form.find.data:
        chosen = directory.Filter(form.q.data[:60], state="active")
        people |= {person.login: person for person in directory.page(session, actor(), ASSIGN, chosen)[0]}
    form.login.options = [
        (
            person.login,
            f"{person.name} {person.login}",
            Text(person.unit.name, person.unit.name_en or person.unit.name),
        )
        for person in people.values()
    ]


@bp.get(_ONE)
@allow(ASSIGN)
def assignment(assignment_id: int) -> Response:
    """Show one assignment with the people it reaches, and how far each of them is."""
    return _assignment_page(assignment_id, DueForm(None), WithdrawalForm(None))


@bp.post(f"{_ONE}/due")
@allow(ASSIGN)
def set_due(assignment_id: int) -> AnyResponse:
    """Give an assignment another due date."""
    form = DueForm()
    if not form.validate():
        return _assignment_page(assignment_id, form, WithdrawalForm(None))
    change = assign.set_due(request_db.session(), actor(), assignment_id, form.due.data, request_db.now())
    flash(t(change_words(change)))
    return redirect(url_for("learning.assignment", assignment_id=assignment_id), 303)


@bp.post(f"{_ONE}/withdrawal")
@allow(ASSIGN)
def withdraw(assignment_id: int) -> AnyResponse:
    """Withdraw an assignment; what people have done stays."""
    form = WithdrawalForm()
    if not form.validate():
        return _assignment_page(assignment_id, DueForm(None), form)
    count = assign.withdraw(request_db.session(), actor(), assignment_id, form.reason.data, request_db.now())
    flash(t(messages.withdrawn(count)))
    return redirect(url_for("learning.assignments"), 303)


def _assignment_page(assignment_id: int, due_form: DueForm, withdrawal: WithdrawalForm) -> Response:
    session, chosen = request_db.reading(), PeopleFilter(request.args)
    row = overview.one(session, actor(), assignment_id, _today())
    if not due_form.is_submitted():
        due_form.due.data = row.due
    state = chosen.state.data if chosen.validate() else ""
    after = printable(request.args.get("after", ""))
    people, following = follow.people(session, actor(), row.id, state, after, _today())
    wrong = next((form for form in (due_form, withdrawal, chosen) if form.failed), chosen)
    return page(
        "learning/assignment.html",
        wrong.status_code,
        wrong=wrong,
        row=row,
        state=state_tag(row, _today()),
        chosen=chosen,
        people=people,
        after=following,
        paged=bool(after),
        due_form=due_form,
        withdrawal=withdrawal,
        person_tag=lambda person: person_tag(person, _today()),
    )


bp.navigation(42, Text("学习任务", "Assignments"), "learning.assignments", ASSIGN)
