"""The pages of those who keep the accounts: find, add, change, reset, disable."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.people import accounts, find, new_password, scope
from lms.people.doors import ID, bp
from lms.people.forms import details, text, whole, wrong_fields
from lms.people.new_password import random
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

MANAGE = Permission.MANAGE_PEOPLE


@bp.get("/people")
@allow(MANAGE)
def people() -> AnyResponse:
    """Everyone within the actor's units, fifty at a time."""
    chosen = find.Filter(text("q", 60), whole("unit"), text("state", 12), after=text("after", 40))
    rows, after = find.page(request_db.session(), actor(), MANAGE, chosen)
    return page("people/people.html", chosen=chosen, rows=rows, after=after, units=_units())


@bp.route("/people/new", methods=["GET", "POST"])
@allow(MANAGE)
def add_person() -> AnyResponse:
    """An account with a random password, shown this once."""
    if request.method != "POST":
        return page("people/add_person.html", units=_units(), refused=None, wrong={})
    try:
        password, hashed = random()
        session = request_db.session()
        home = _chosen_unit()
        said = details()
        made = accounts.create(
            session,
            text("login"),
            said.name,
            home,
            actor().id,
            request_db.now(),
            hashed,
            post=said.post,
            rank=said.rank,
            email=said.email,
        )
    except Refused as refused:
        request_db.close()
        return page(
            "people/add_person.html",
            refused.status,
            units=_units(),
            refused=refused,
            wrong=wrong_fields(refused),
        )
    return page("people/password_shown.html", person=made, password=password, new=True)


@bp.route(f"/people/<{ID}:person_id>", methods=["GET", "POST"])
@allow(MANAGE)
def person(person_id: int) -> AnyResponse:
    """One account, and its form."""
    if request.method != "POST":
        return _account(person_id)
    try:
        session = request_db.session()
        found = scope.person(session, actor(), MANAGE, person_id)
        home = _chosen_unit()
        changed = accounts.edit(session, found, details(), home, actor().id, request_db.now())
    except Refused as refused:
        return _account(person_id, refused)
    flash(t("已保存", "Saved") if changed else t("没有改动", "Nothing was changed"))
    return redirect(url_for("people.person", person_id=person_id), 303)


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
        return _account(person_id, refused)
    return page("people/password_shown.html", person=found, password=password, new=False)


@bp.post(f"/people/<{ID}:person_id>/state")
@allow(MANAGE)
def set_state(person_id: int) -> AnyResponse:
    """Disable or enable."""
    try:
        found = scope.person(request_db.session(), actor(), MANAGE, person_id)
        accounts.set_state(request_db.session(), found, text("state"), actor(), request_db.now())
    except Refused as refused:
        return _account(person_id, refused)
    done = t("账号已停用，各处登录已退出", "The account is disabled and signed out everywhere")
    flash(t("账号已启用", "The account is enabled") if found.state == "active" else done)
    return redirect(url_for("people.person", person_id=person_id), 303)


def _account(person_id: int, refused: Refused | None = None) -> AnyResponse:
    """The page of an account; raises Refused (404) for one that is not the actor's to see."""
    request_db.close()
    found = scope.person(request_db.reading(), actor(), MANAGE, person_id)
    try:
        accounts.within_reach(found, actor())
        closed = None
    except Refused as why:
        closed = why
    status = refused.status if refused else 200
    return page(
        "people/person.html",
        status,
        person=found,
        units=_units(),
        refused=refused,
        wrong=wrong_fields(refused),
        closed=closed,
    )


def _chosen_unit() -> Any:
    unit_id = whole("unit")
    return None if unit_id is None else scope.unit(request_db.session(), actor(), MANAGE, unit_id)


def _units() -> list[Any]:
    return list(request_db.reading().scalars(scope.units(actor(), MANAGE)))


bp.navigation(80, Text("人员", "People"), "people.people", MANAGE)
