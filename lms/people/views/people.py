"""The pages of those who keep the accounts: find, add, change, reset, disable."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.people import accounts, directory, new_password, scope
from lms.people.forms import NewPersonForm, PeopleFilter, PersonForm, StateForm, unit_options
from lms.people.new_password import random
from lms.people.views import ID, bp
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

MANAGE = Permission.MANAGE_PEOPLE


@bp.get("/people")
@allow(MANAGE)
def people() -> AnyResponse:
    """Everyone within the actor's units, fifty at a time."""
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
    """An account with a random password, shown this once."""
    form = NewPersonForm()
    form.unit.options = _units()
    if form.validate_on_submit():
        try:
            password, hashed = random()
            made = _create(form, hashed)
        except Refused as refused:
            form.refuse(refused)
        else:
            return page("people/password_shown.html", person=made, password=password, new=True)
    return page("people/add_person.html", form.status_code, form=form)


def _create(form: NewPersonForm, hashed: str) -> Any:
    session, said = request_db.session(), form.details()
    home = scope.unit(session, actor(), MANAGE, form.unit.data or 0)
    more = {"post": said.post, "rank": said.rank, "email": said.email}
    login, me = form.login.data, actor().id
    return accounts.create(session, login, said.name, home, me, request_db.now(), hashed, **more)


@bp.route(f"/people/<{ID}:person_id>", methods=["GET", "POST"])
@allow(MANAGE)
def person(person_id: int) -> AnyResponse:
    """One account, and its form."""
    form = _form_of(person_id)
    if form.validate_on_submit():
        try:
            session = request_db.session()
            found = scope.person(session, actor(), MANAGE, person_id)
            home = scope.unit(session, actor(), MANAGE, form.unit.data or 0)
            changed = accounts.edit(session, found, form.details(), home, actor().id, request_db.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t("已保存", "Saved") if changed else t("没有改动", "Nothing was changed"))
            return redirect(url_for("people.person", person_id=person_id), 303)
    return _account(person_id, form)


def _form_of(person_id: int, **sent: None) -> PersonForm:
    """What is kept about a person, in the fields of their form; `formdata=None` leaves out what was sent."""
    found = scope.person(request_db.reading(), actor(), MANAGE, person_id)
    form = PersonForm(
        **sent, name=found.name, unit=found.unit_id, post=found.post, rank=found.rank, email=found.email
    )
    form.unit.options = _units()
    return form


@bp.post(f"/people/<{ID}:person_id>/password")
@allow(MANAGE)
def reset_password(person_id: int) -> AnyResponse:
    """A random password, shown this once; the account is signed out everywhere."""
    try:
        scope.person(request_db.reading(), actor(), MANAGE, person_id)
        password, hashed = random()
        found = scope.person(request_db.session(), actor(), MANAGE, person_id)
        new_password.reset(request_db.session(), found, hashed, actor(), request_db.now())
    except Refused as refused:
        return _refused(person_id, refused)
    return page("people/password_shown.html", person=found, password=password, new=False)


@bp.post(f"/people/<{ID}:person_id>/state")
@allow(MANAGE)
def set_state(person_id: int) -> AnyResponse:
    """Disable or enable."""
    try:
        found = scope.person(request_db.session(), actor(), MANAGE, person_id)
        accounts.set_state(request_db.session(), found, StateForm().state.data, actor(), request_db.now())
    except Refused as refused:
        return _refused(person_id, refused)
    done = t("账号已停用，各处登录已退出", "The account is disabled and signed out everywhere")
    flash(t("账号已启用", "The account is enabled") if found.state == "active" else done)
    return redirect(url_for("people.person", person_id=person_id), 303)


def _refused(person_id: int, refused: Refused) -> AnyResponse:
    """The page after one of its buttons was refused; its form is as it was."""
    form = _form_of(person_id, formdata=None)
    form.refuse(refused)
    return _account(person_id, form)


def _account(person_id: int, form: PersonForm) -> AnyResponse:
    """The page of an account; raises Refused (404) for one that is not the actor's to see."""
    request_db.close()
    found = scope.person(request_db.reading(), actor(), MANAGE, person_id)
    try:
        accounts.within_reach(found, actor())
        closed = None
    except Refused as why:
        closed = why
    return page("people/person.html", form.status_code, person=found, form=form, closed=closed)


def _units() -> list[tuple[int, Text]]:
    return unit_options(request_db.reading().scalars(scope.units(actor(), MANAGE)))


bp.navigation(80, Text("人员", "People"), "people.people", MANAGE)
