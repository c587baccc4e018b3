"""Who a program acts for."""

from flask import Blueprint, Response, jsonify

from lms.people.scope import myself
from lms.web import request_db
from lms.web.guard import actor, signed_in

bp = Blueprint("people_api", __name__, url_prefix="/api/v1")


@bp.get("/me")
@signed_in
def me() -> Response:
    """{login, name, unit, roles}; `unit` by its name, as in records."""
    who = actor()
    return jsonify(
        login=who.login,
        name=who.name,
        unit=myself(request_db.session(), who).unit.name,
        roles=[role.value for role in who.roles],
    )
