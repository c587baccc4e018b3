"""The pages of one section: its title, its draws, cases and fixed items, and the search for items."""

from collections import Counter
from typing import Any

from flask import flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.competency.find import area_names
from lms.domain.exam import blueprint
from lms.domain.problem import Refused, Text
from lms.exams import compose, messages, rearrange
from lms.exams.check import check_draft
from lms.exams.compose import Data
from lms.exams.forms import (
    PART_FORMS,
    CaseForm,
    CompetencyChoice,
    DrawForm,
    PartForm,
    SearchFilter,
    SectionForm,
    stored_text,
)
from lms.exams.pool_items import items_of
from lms.exams.views import SECTION, bp
from lms.exams.views.compose import COMPOSE, change, competencies
from lms.questions import kinds
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

PART = f"{SECTION}/<any(draw,case,fixed):form>/<int(max=300):place>"


@bp.route(SECTION, methods=["GET", "POST"])
@allow(COMPOSE)
def section(draft_id: int, number: int) -> AnyResponse:
    """Show the title of a section, and change it."""
    title = rearrange.section(compose.get_draft(request_db.reading(), draft_id).plan, number).get("title")
    form = SectionForm(**stored_text("title", title))
    if form.validate_on_submit():
        try:
            change(draft_id, form, lambda plan: _set_title(plan, number, form), f"section {number}")
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("exams.draft", draft_id=draft_id, _anchor=f"section-{number}"), 303)
    request_db.close()
    draft = compose.get_draft(request_db.reading(), draft_id)
    return page("exams/section.html", form.status_code, draft=draft, number=number, form=form)


def _set_title(plan: Data, number: int, form: SectionForm) -> None:
    rearrange.section(plan, number)["title"] = form.both("title")


@bp.get(PART)
@allow(COMPOSE)
def part(draft_id: int, number: int, form: str, place: int) -> AnyResponse:
    """Show a draw, a case or a fixed item; the place after the last one is for a new one."""
    session = request_db.reading()
    stored = _stored_part(compose.get_draft(session, draft_id).plan, number, form, place)
    choice = CompetencyChoice(request.args)
    choice.competency.options = list(competencies(session).items())
    chosen = not stored and form != "fixed" and not request.args.keys().isdisjoint(("do", "competency"))
    if chosen and choice.validate():
        stored = {"competency": choice.competency.data}
    asked = PART_FORMS[form](None, **stored)
    return _part_page(draft_id, number, form, place, asked, choice)


@bp.post(PART)
@allow(COMPOSE)
def save_part(draft_id: int, number: int, form: str, place: int) -> AnyResponse:
    """Save a draw, a case or a fixed item, and show what matches it now."""
    asked = PART_FORMS[form]()
    _set_choices(request_db.reading(), asked)
    if asked.validate():
        try:
            draft = change(
                draft_id, asked, lambda plan: _set_part(plan, number, form, place, asked), f"{form} {number}"
            )
        except Refused as refused:
            asked.refuse(refused)
        else:
            return _redirect_after_save(draft, number, form, place, asked)
    return _part_page(draft_id, number, form, place, asked, None)


def _set_part(plan: Data, number: int, form: str, place: int, asked: PartForm) -> None:
    new = place > len(rearrange.parts(plan, number, form))
    rearrange.set_part(plan, number, form, None if new else place, asked.part())


def _redirect_after_save(draft: Any, number: int, form: str, place: int, asked: PartForm) -> AnyResponse:
    """Return to the whole exam, or to the same page if something is missing or the button asks for it."""
    place = min(place, len(rearrange.parts(draft.plan, number, form)))
    here = f"section[{number}].{form}[{place}]"
    lacking = any(p.where.path.startswith(f"{here}.") for p in blueprint.read(draft.plan)[1])
    flash(t(messages.SAVED_WITH_PROBLEMS if lacking else messages.SAVED))
    if lacking or asked.then.data == "stay":
        return redirect(url_for("exams.part", draft_id=draft.id, number=number, form=form, place=place), 303)
    return redirect(url_for("exams.draft", draft_id=draft.id, _anchor=f"section-{number}"), 303)


def _set_choices(session: Session, asked: PartForm) -> dict[str, Any] | None:
    """Set the choices, and return how many items the bank has of each; None without a competency."""
    if not isinstance(asked, DrawForm | CaseForm):
        return None
    names, chosen = competencies(session), asked.competency.data
    stock = _stock(items_of(session, {chosen}) if chosen in names else [], isinstance(asked, CaseForm))
    stock["area_names"] = {
        area: Text(name["zh"], name["en"])
        for (competency, area), name in area_names(session).items()
        if competency == chosen
    }
    asked.set_choices(names, stock, {name: kind.NAME for name, kind in kinds().items()})
    return stock if chosen in names else None


def _part_page(
    draft_id: int, number: int, form: str, place: int, asked: PartForm, choice: CompetencyChoice | None
) -> AnyResponse:
    request_db.close()
    session = request_db.reading()
    draft = compose.get_draft(session, draft_id)
    here = f"section[{number}].{form}[{place}]"
    checked = check_draft(session, draft.plan)
    stock = _set_choices(session, asked)
    wrong = choice if choice and choice.failed else asked
    status = wrong.status_code
    if not wrong.failed:
        asked.show_problems(checked.at(here), here)
    return page(
        f"exams/{form}.html",
        status,
        draft=draft,
        number=number,
        form=form,
        place=place,
        asked=asked,
        choice=choice or CompetencyChoice(None),
        wrong=wrong,
        is_new=not _stored_part(draft.plan, number, form, place),
        competencies=competencies(session),
        stock=stock,
        fits=checked.fits(here) if here in checked.sources else None,
        problems=checked.at(here),
    )


def _stored_part(plan: Data, number: int, form: str, place: int) -> Data:
    """Return the stored part; {} for the place after the last."""
    rows = rearrange.section(plan, number).get(form, [])
    return rearrange.part(plan, number, form, place) if place <= len(rows) else {}


def _stock(items: list[Any], texts: bool) -> dict[str, Any]:
    """Count the cases or the questions of a competency, by kind, level and area."""
    fit = [c for c in items if c.is_text == texts and (texts or not c.case)]
    return {
        "total": len(fit),
        "kinds": Counter(c.kind for c in fit),
        "levels": Counter(c.level for c in fit),
        "areas": Counter(c.area for c in fit if c.area),
    }


@bp.get(f"{SECTION}/search")
@allow(COMPOSE)
def search(draft_id: int, number: int) -> AnyResponse:
    """List approved items of the bank, each with a button that adds it to this section."""
    session = request_db.session()
    draft = compose.get_draft(session, draft_id)
    rearrange.section(draft.plan, number)
    form = SearchFilter(request.args)
    form.competency.options = list(competencies(session).items())
    rows: list[lists.Row] = []
    after = ""
    if form.validate():
        chosen = Filter(words=form.q.data, competency=form.competency.data, ready=True)
        rows, after = lists.page(session, actor(), chosen, form.after.data, 20)
    fixed = [rearrange.part(draft.plan, n, "fixed", k) for n, k in _fixed_places(draft.plan)]
    return page(
        "exams/search.html",
        form.status_code,
        draft=draft,
        number=number,
        rows=rows,
        after=after,
        form=form,
        already_fixed={str(row.get("item", "")) for row in fixed},
        competencies=competencies(session),
        kinds={name: kind.NAME for name, kind in kinds().items()},
    )


def _fixed_places(plan: Data) -> list[tuple[int, int]]:
    sections = enumerate(plan.get("section", []), 1)
    return [(n, k) for n, section in sections for k in range(1, len(section.get("fixed", [])) + 1)]
