"""API of completion records, page by page, for HR within their units."""

from typing import Annotated, TypedDict

from flask import Blueprint, Response, jsonify

from lms.domain.access import Permission
from lms.platform.json_schema import Note
from lms.records import find
from lms.records.as_json import Record, as_json
from lms.records.filters import filter_of
from lms.web import request_db
from lms.web.contract import accepts_query, returns
from lms.web.guard import actor, allow
from lms.web.urls import page_key

bp = Blueprint("records_api", __name__, url_prefix="/api/v1")
Day = Annotated[str, Note("A day in Beijing", format="date", examples=["2026-11-23"])]
RecordFilter = TypedDict(
    "RecordFilter",
    {
        "unit": Annotated[str, Note("The code of a unit, with all units below it", examples=["B1"])],
        "from": Annotated[Day, Note("The first day")],
        "until": Annotated[Day, Note("The last day, included")],
        "course": Annotated[str, Note("The name of a course in addresses")],
        "cursor": Annotated[str, Note("`next` of the page before", pattern=r"^[0-9]{1,18}$")],
    },
    total=False,
)


class RecordPage(TypedDict):
    """Some records, in the order of their ids."""

    records: list[Record]
    next: Annotated[str | None, Note("The cursor of the next page; null after the last")]


@bp.get("/records")
@allow(Permission.SEE_RECORDS)
@returns(RecordPage)
@accepts_query(RecordFilter)
def records(query: dict[str, str]) -> Response:
    """Return completion records of the units that one may see, page by page."""
    chosen = filter_of(query)
    rows, after = find.page(request_db.session(), actor(), chosen, page_key(query.get("cursor")))
    body: RecordPage = {
        "records": [as_json(row) for row in rows],
        "next": str(after) if after else None,
    }
    return jsonify(body)
