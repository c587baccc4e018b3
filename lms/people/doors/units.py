"""The pages of the tree of units."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.people import scope
from lms.people import units as tree
from lms.people.doors import ID, bp
from lms.people.forms import text, whole, wrong_fields
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

MANAGE = Permission.MANAGE_PEOPLE


@bp.route("/units", methods=["GET", "POST"])
@allow(MANAGE)
def units() -> AnyResponse:
    """The tree, and a form for a further unit."""
    if request.method != "POST":
        return _tree()
    try:
        session = request_db.session()
        parent = scope.unit(session, actor(), MANAGE, whole("parent") or 0)
        made = tree.add(
            session, text("code"), text("name"), parent, actor().id, request_db.now(), text("name_en")
        )
    except Refused as refused:
        request_db.close()
        return _tree(refused)
    flash(t(f"已添加单位“{made.name}”", f"{made.name_en or made.name} is added"))
    return redirect(url_for("people.units"), 303)


def _tree(refused: Refused | None = None) -> AnyResponse:
    rows = tree.tree(request_db.reading(), actor(), MANAGE)
    return page(
        "people/units.html",
        refused.status if refused else 200,
        rows=rows,
        refused=refused,
        wrong=wrong_fields(refused),
    )


@bp.route(f"/units/<{ID}:unit_id>", methods=["GET", "POST"])
@allow(MANAGE)
def rename_unit(unit_id: int) -> AnyResponse:
    """Another name for a unit."""
    refused = None
    if request.method == "POST":
        try:
            found = scope.unit(request_db.session(), actor(), MANAGE, unit_id)
            tree.rename(
                request_db.session(), found, text("name"), text("name_en"), actor().id, request_db.now()
            )
            flash(t("已保存", "Saved"))
            return redirect(url_for("people.units"), 303)
        except Refused as no:
            refused = no
            request_db.close()
    found = scope.unit(request_db.reading(), actor(), MANAGE, unit_id)
    return page(
        "people/unit.html",
        refused.status if refused else 200,
        unit=found,
        refused=refused,
        wrong=wrong_fields(refused),
    )


bp.navigation(81, Text("单位", "Units"), "people.units", MANAGE)
