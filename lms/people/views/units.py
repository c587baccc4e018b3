"""The pages of the tree of units."""

from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.people import scope, unit_tree
from lms.people.forms.units import NewUnitForm, UnitForm, unit_options
from lms.people.views import ID, bp, messages
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

MANAGE = Permission.MANAGE_PEOPLE


@bp.route("/units", methods=["GET", "POST"])
@allow(MANAGE)
def units() -> AnyResponse:
    """Show the tree, and add a unit."""
    form = NewUnitForm()
    form.parent.options = unit_options(row[0] for row in _rows())
    if form.validate_on_submit():
        try:
            unit = _add(form)
        except Refused as refused:
            request_db.close()
            form.refuse(refused)
        else:
            flash(t(messages.unit_added(unit.name, unit.name_en or unit.name)))
            return redirect(url_for("people.units"), 303)
    return page("people/units.html", form.status_code, rows=_rows(), form=form)


def _rows() -> list[tuple[Any, int, int]]:
    return list(unit_tree.tree(request_db.reading(), actor(), MANAGE))


def _add(form: NewUnitForm) -> Any:
    session = request_db.session()
    parent = scope.unit(session, actor(), MANAGE, form.parent.data or 0)
    code, name, name_en = form.code.data, form.name.data, form.name_en.data
    return unit_tree.add(session, code, name, parent, actor().id, request_db.now(), name_en)


@bp.route(f"/units/<{ID}:unit_id>", methods=["GET", "POST"])
@allow(MANAGE)
def rename_unit(unit_id: int) -> AnyResponse:
    """Rename a unit."""
    unit = scope.unit(request_db.reading(), actor(), MANAGE, unit_id)
    form = UnitForm(name=unit.name, name_en=unit.name_en)
    if form.validate_on_submit():
        try:
            unit = scope.unit(request_db.session(), actor(), MANAGE, unit_id)
            unit_tree.rename(
                request_db.session(), unit, form.name.data, form.name_en.data, actor().id, request_db.now()
            )
        except Refused as refused:
            request_db.close()
            form.refuse(refused)
            unit = scope.unit(request_db.reading(), actor(), MANAGE, unit_id)
        else:
            flash(t(messages.SAVED))
            return redirect(url_for("people.units"), 303)
    return page("people/unit.html", form.status_code, unit=unit, form=form)


bp.navigation(81, Text("单位", "Units"), "people.units", MANAGE)
