"""The page that adds people to the list of an exam: pasted lines, a file, a unit, or search results."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.candidates.list_parser import CandidateRow, read_file, read_lines
from lms.domain.problem import Refused, Text
from lms.exams import published
from lms.invigilation.enrolment import candidate_list, messages
from lms.invigilation.forms import ADDITIONS, AdditionForm, AdditionKind, FoundForm, PeopleSearch, UnitForm
from lms.invigilation.views import bp
from lms.invigilation.views.candidates import ENROL, LISTED
from lms.people import directory, scope
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.route(f"{LISTED}/new", methods=["GET", "POST"])
@allow(ENROL)
def add_candidates(exam_id: int) -> AnyResponse:
    """Add people, all or none: a unit, search results, pasted lines, or a file."""
    if request.method != "POST":
        return _addition_page(exam_id, "", None)
    kind = AdditionKind()
    if not kind.validate():
        raise kind.refusal()
    form = ADDITIONS[kind.how.data]()
    _set_choices(form, _search())
    if form.validate():
        try:
            changed = candidate_list.add_candidates(
                request_db.session(), actor(), exam_id, _candidate_rows(kind.how.data, form), request_db.now()
            )
        except Refused as refused:
            form.refuse(refused, form.about)
        else:
            flash(t(messages.list_changed(changed.added, changed.changed, changed.same)))
            if changed.bound:
                flash(t(messages.LIST_BINDS))
            return redirect(url_for("invigilation.candidates", exam_id=exam_id), 303)
    return _addition_page(exam_id, kind.how.data, form)


def _candidate_rows(how: str, form: AdditionForm) -> list[CandidateRow]:
    if how == "lines":
        return read_lines(form["lines"].data)
    if how == "unit":
        return candidate_list.trainees_of_unit(
            request_db.session(), actor(), form["unit"].data, form["group"].data
        )
    if how == "found":
        return [CandidateRow(login, login, form["group"].data) for login in form["login"].data]
    entries, problems = read_file(form["file"].data.read())
    if problems:
        raise messages.list_unreadable(problems)
    return entries


def _search() -> PeopleSearch:
    form = PeopleSearch(request.args)
    form.validate()
    return form


def _set_choices(form: AdditionForm, search: PeopleSearch) -> None:
    """Offer the actor's units, and the people whom the search finds."""
    session = request_db.reading()
    if isinstance(form, UnitForm):
        units = session.scalars(scope.units(actor(), ENROL))
        form.unit.options = [(unit.id, Text(unit.name, unit.name_en or unit.name)) for unit in units]
    if isinstance(form, FoundForm) and search.q.data and not search.failed:
        chosen = directory.Filter(search.q.data, state="active")
        form.login.options = [
            (
                person.login,
                f"{person.name} {person.login}",
                Text(person.unit.name, person.unit.name_en or person.unit.name),
            )
            for person in directory.page(session, actor(), ENROL, chosen)[0]
        ]


def _addition_page(exam_id: int, how: str, sent: AdditionForm | None) -> Response:
    request_db.close()
    search = _search()
    forms = {name: sent if sent and name == how else form(None) for name, form in ADDITIONS.items()}
    for form in forms.values():
        _set_choices(form, search)
    wrong = sent or search
    return page(
        "invigilation/add_candidates.html",
        wrong.status_code,
        wrong=wrong,
        search=search,
        forms=forms,
        exam=published.get_exam(request_db.reading(), exam_id),
    )
