"""The pages of the security administrator: grant and withdraw roles."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission, Role
from lms.domain.problem import Refused, Text
from lms.people import directory, roles, scope
from lms.people.forms.roles import RoleForm, RolesFilter, all_roles
from lms.people.forms.units import unit_options
from lms.people.views import ID, bp, messages
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

GRANT = Permission.GRANT_ROLES


@bp.get("/roles", endpoint="roles")
@allow(GRANT)
def holders() -> AnyResponse:
    """Search for a person, or for everybody with a role."""
    form = RolesFilter(request.args)
    role = Role(form.role.data) if form.validate() and form.role.data else None
    chosen = directory.Filter(form.q.data, state="active", role=role, after=form.after.data)
    rows, after = ([], "") if form.failed else directory.page(request_db.session(), actor(), GRANT, chosen)
    return page(
        "people/roles.html",
        form.status_code,
        form=form,
        chosen=chosen,
        rows=rows,
        after=after,
        all_roles=all_roles(),
    )


@bp.route(f"/roles/<{ID}:person_id>", methods=["GET", "POST"])
@allow(GRANT)
def person_roles(person_id: int) -> AnyResponse:
    """Show the roles of a person, and grant another one."""
    row = scope.person(request_db.reading(), actor(), GRANT, person_id)
    form = RoleForm(unit=row.unit_id)
    form.unit.options = unit_options(request_db.reading().scalars(scope.units(actor(), GRANT)))
    if form.validate_on_submit():
        try:
            _grant(person_id, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.ROLE_GRANTED))
            return redirect(url_for("people.person_roles", person_id=person_id), 303)
    return _roles_page(person_id, form)


def _grant(person_id: int, form: RoleForm) -> None:
    session = request_db.session()
    row = scope.person(session, actor(), GRANT, person_id)
    unit = scope.unit(session, actor(), GRANT, form.unit.data or 0)
    roles.grant(session, row, Role(form.role.data), unit, actor().id, request_db.now())


@bp.post(f"/roles/<{ID}:person_id>/<{ID}:grant_id>/withdrawal")
@allow(GRANT)
def withdraw_role(person_id: int, grant_id: int) -> AnyResponse:
    """Withdraw a role."""
    try:
        roles.withdraw(request_db.session(), actor(), person_id, grant_id, request_db.now())
    except Refused as refused:
        form = RoleForm(None, unit=scope.person(request_db.reading(), actor(), GRANT, person_id).unit_id)
        form.refuse(refused)
        return _roles_page(person_id, form)
    flash(t(messages.ROLE_WITHDRAWN))
    return redirect(url_for("people.person_roles", person_id=person_id), 303)


def _roles_page(person_id: int, form: RoleForm) -> AnyResponse:
    request_db.close()
    session = request_db.reading()
    row = scope.person(session, actor(), GRANT, person_id)
    form.unit.options = unit_options(session.scalars(scope.units(actor(), GRANT)))
    return page(
        "people/person_roles.html",
        form.status_code,
        person=row,
        all_roles=all_roles(),
        form=form,
    )


bp.navigation(82, Text("角色授权", "Roles"), "people.roles", GRANT)
