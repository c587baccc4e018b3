"""The API call that returns the person for whom a program acts."""

from typing import Annotated, TypedDict

from flask import Blueprint, Response, jsonify

from lms.domain.access import Role
from lms.people.scope import own_record
from lms.platform.json_schema import Note
from lms.web import request_db
from lms.web.contract import returns
from lms.web.guard import actor, signed_in

bp = Blueprint("people_api", __name__, url_prefix="/api/v1")


class Me(TypedDict):
    """The person whom a program acts for."""

    login: Annotated[str, Note("工号, the employee number", examples=["E001"])]
    name: str
    unit: Annotated[str, Note("Its name, as in records")]
    roles: list[Annotated[str, Note(enum=[role.value for role in Role])]]


@bp.get("/me")
@signed_in
@returns(Me)
def me() -> Response:
    """The person for whom the program acts."""
    person = actor()
    answer: Me = {
        "login": person.login,
        "name": person.name,
        "unit": own_record(request_db.session(), person).unit.name,
        "roles": [role.value for role in person.roles],
    }
    return jsonify(answer)
