"""The pages for managing accounts: find, add, edit, reset, disable."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.people import accounts, directory, scope
from lms.people.credentials import new_password
from lms.people.credentials.new_password import generate_password
from lms.people.forms.accounts import NewPersonForm, PeopleFilter, PersonForm, StateForm
from lms.people.forms.units import unit_options
from lms.people.views import ID, bp, messages
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

MANAGE = Permission.MANAGE_PEOPLE


@bp.get("/people")
@allow(MANAGE)
def people() -> AnyResponse:
    """List the people of the actor's units, fifty at a time."""
    form = PeopleFilter(request.args)
    form.unit.options = _units()
    rows: list[Any] = []
    after = ""
    if form.validate():
        chosen = directory.Filter(form.q.data, form.unit.data, form.state.data, after=form.after.data)
        rows, after = directory.page(request_db.session(), actor(), MANAGE, chosen)
    return page("people/people.html", form.status_code, form=form, rows=rows, after=after)


@bp.route("/people/new", methods=["GET", "POST"])
@allow(MANAGE)
def add_person() -> AnyResponse:
    """Create an account with a random password, and show it once."""
    form = NewPersonForm()
    form.unit.options = _units()
    if form.validate_on_submit():
        try:
            password, hashed = generate_password()
            person = _create(form, hashed)
        except Refused as refused:
            form.refuse(refused)
        else:
            return page("people/password_shown.html", person=person, password=password, new=True)
    return page("people/add_person.html", form.status_code, form=form)


def _create(form: NewPersonForm, hashed: str) -> Any:
    session, details = request_db.session(), form.details()
    unit = scope.unit(session, actor(), MANAGE, form.unit.data or 0)
    more = {"post": details.post, "rank": details.rank, "email": details.email}
    login, actor_id = form.login.data, actor().id
    return accounts.create(session, login, details.name, unit, actor_id, request_db.now(), hashed, **more)


@bp.route(f"/people/<{ID}:person_id>", methods=["GET", "POST"])
@allow(MANAGE)
def person(person_id: int) -> AnyResponse:
    """Show and edit an account."""
    form = _person_form(person_id)
    if form.validate_on_submit():
        try:
            session = request_db.session()
            row = scope.person(session, actor(), MANAGE, person_id)
            unit = scope.unit(session, actor(), MANAGE, form.unit.data or 0)
            changed = accounts.edit(session, row, form.details(), unit, actor().id, request_db.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.SAVED if changed else messages.UNCHANGED))
            return redirect(url_for("people.person", person_id=person_id), 303)
    return _account_page(person_id, form)


def _person_form(person_id: int, **sent: None) -> PersonForm:
    """Return the form, filled from the account; `formdata=None` ignores what was sent."""
    row = scope.person(request_db.reading(), actor(), MANAGE, person_id)
    form = PersonForm(**sent, name=row.name, unit=row.unit_id, post=row.post, rank=row.rank, email=row.email)
    form.unit.options = _units()
    return form


@bp.post(f"/people/<{ID}:person_id>/password")
@allow(MANAGE)
def reset_password(person_id: int) -> AnyResponse:
    """Reset the password to a random one, and show it once; the account is signed out everywhere."""
    try:
        scope.person(request_db.reading(), actor(), MANAGE, person_id)
        password, hashed = generate_password()
        row = scope.person(request_db.session(), actor(), MANAGE, person_id)
        new_password.reset(request_db.session(), row, hashed, actor(), request_db.now())
    except Refused as refused:
        return _account_page_refused(person_id, refused)
    return page("people/password_shown.html", person=row, password=password, new=False)


@bp.post(f"/people/<{ID}:person_id>/state")
@allow(MANAGE)
def set_state(person_id: int) -> AnyResponse:
    """Disable or enable."""
    try:
        row = scope.person(request_db.session(), actor(), MANAGE, person_id)
        accounts.set_state(request_db.session(), row, StateForm().state.data, actor(), request_db.now())
    except Refused as refused:
        return _account_page_refused(person_id, refused)
    flash(t(messages.ACCOUNT_ENABLED if row.state == "active" else messages.ACCOUNT_DISABLED))
    return redirect(url_for("people.person", person_id=person_id), 303)


def _account_page_refused(person_id: int, refused: Refused) -> AnyResponse:
    """Return the page after one of its buttons was refused; its form is unchanged."""
    form = _person_form(person_id, formdata=None)
    form.refuse(refused)
    return _account_page(person_id, form)


def _account_page(person_id: int, form: PersonForm) -> AnyResponse:
    """Return the page of an account. Raise Refused (404) for one that the actor may not see."""
    request_db.close()
    row = scope.person(request_db.reading(), actor(), MANAGE, person_id)
    try:
        scope.check_manageable(row, actor())
        refusal = None
    except Refused as refused:
        refusal = refused
    return page("people/person.html", form.status_code, person=row, form=form, refusal=refusal)


def _units() -> list[tuple[int, Text]]:
    return unit_options(request_db.reading().scalars(scope.units(actor(), MANAGE)))


bp.navigation(80, Text("人员", "People"), "people.people", MANAGE)
