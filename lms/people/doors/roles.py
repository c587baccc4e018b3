"""The pages of the security administrator: who holds which role, over which units."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import ADMINISTRATORS, POLICY, Permission
from lms.domain.problem import Refused, Text
from lms.people import find, roles, scope
from lms.people.doors import ID, bp
from lms.people.forms import all_roles, text, whole
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

GRANT = Permission.GRANT_ROLES


@bp.get("/roles", endpoint="roles")
@allow(GRANT)
def holders() -> AnyResponse:
    """Look a person up, or everyone with a role."""
    role = roles.read(text("role")) if text("role") else None
    chosen = find.Filter(text("q", 60), state="active", role=role, after=text("after", 40))
    rows, after = find.page(request_db.session(), actor(), GRANT, chosen)
    return page("people/roles.html", chosen=chosen, rows=rows, after=after, all_roles=all_roles())


@bp.route(f"/roles/<{ID}:person_id>", methods=["GET", "POST"])
@allow(GRANT)
def person_roles(person_id: int) -> AnyResponse:
    """The roles of one person, and a form for a further one."""
    if request.method != "POST":
        return _grants(person_id)
    try:
        session, role = request_db.session(), roles.read(text("role"))
        found = scope.person(session, actor(), GRANT, person_id)
        over = scope.unit(session, actor(), GRANT, whole("unit") or 0)
        roles.grant(session, found, role, over, actor().id, request_db.now())
    except Refused as refused:
        return _grants(person_id, refused)
    flash(t("已授予，此人的下一次操作即生效", "Granted; it holds from this person's next click"))
    return redirect(url_for("people.person_roles", person_id=person_id), 303)


@bp.post(f"/roles/<{ID}:person_id>/<{ID}:grant_id>/withdrawal")
@allow(GRANT)
def withdraw_role(person_id: int, grant_id: int) -> AnyResponse:
    """Take a role back."""
    try:
        roles.withdraw(request_db.session(), actor(), person_id, grant_id, request_db.now())
    except Refused as refused:
        return _grants(person_id, refused)
    flash(t("已收回，此人的下一次操作即生效", "Withdrawn; it is gone with this person's next click"))
    return redirect(url_for("people.person_roles", person_id=person_id), 303)


def _grants(person_id: int, refused: Refused | None = None) -> AnyResponse:
    request_db.close()
    session = request_db.reading()
    found = scope.person(session, actor(), GRANT, person_id)
    return page(
        "people/person_roles.html",
        refused.status if refused else 200,
        person=found,
        units=list(session.scalars(scope.units(actor(), GRANT))),
        all_roles=all_roles(),
        administrators=ADMINISTRATORS,
        policy=POLICY,
        refused=refused,
    )


bp.navigation(82, Text("角色授权", "Roles"), "people.roles", GRANT)
