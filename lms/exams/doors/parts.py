"""The pages of one section: its title, what it draws, the cases, and the search for items that are fixed."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import browse as bank
from lms.bank.browse import Filter
from lms.competency import profile
from lms.domain import blueprint
from lms.domain.problem import Refused
from lms.exams import compose, rearrange
from lms.exams.candidates import of
from lms.exams.check import check
from lms.exams.compose import Data
from lms.exams.doors import SECTION, bp, reading
from lms.exams.doors.compose import COMPOSE, edit_draft
from lms.questions import kinds
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

PART = f"{SECTION}/<any(draw,case,fixed):form>/<int(max=300):place>"


@bp.route(SECTION, methods=["GET", "POST"])
@allow(COMPOSE)
def section(draft_id: int, number: int) -> AnyResponse:
    """The title of a section."""
    if request.method == "POST":
        return edit_draft(
            draft_id, lambda plan: _title(plan, number), f"section {number}", f"section-{number}"
        )
    found = compose.one(request_db.session(), draft_id)
    title = rearrange.section(found.plan, number).get("title")
    return page(
        "exams/section.html", draft=found, number=number, title=title if isinstance(title, dict) else {}
    )


def _title(plan: Data, number: int) -> None:
    rearrange.section(plan, number)["title"] = reading.both("title")


@bp.get(PART)
@allow(COMPOSE)
def part(draft_id: int, number: int, form: str, place: int) -> AnyResponse:
    """A draw, a case or a fixed item; one place beyond the last it is a new one."""
    found = compose.one(request_db.session(), draft_id)
    said = _said(found.plan, number, form, place)
    if not said:
        said = {"competency": request.args.get("competency", "").replace("\0", "")[:40]}
    return _part(draft_id, number, form, place, said)


@bp.post(PART)
@allow(COMPOSE)
def save_part(draft_id: int, number: int, form: str, place: int) -> AnyResponse:
    """Keep it, and show what fits it now."""
    said = _READ[form]()

    def edit(plan: Data) -> None:
        new = place > len(rearrange.parts(plan, number, form))
        rearrange.put(plan, number, form, None if new else place, said)

    try:
        draft = compose.change(
            request_db.session(),
            actor(),
            draft_id,
            reading.version(),
            edit,
            f"{form} {number}",
            request_db.now(),
        )
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return _part(draft_id, number, form, place, said, refused)
    place = min(place, len(rearrange.parts(draft.plan, number, form)))
    here = f"section[{number}].{form}[{place}]"
    wrong = [p for p in blueprint.read(draft.plan)[1] if p.where.startswith(f"{here}.")]
    flash(t("已保存，但有写法不对的", "Saved, but not all of it is right") if wrong else t("已保存", "Saved"))
    if wrong or request.form.get("then") == "stay":
        return redirect(url_for("exams.part", draft_id=draft_id, number=number, form=form, place=place), 303)
    return redirect(url_for("exams.draft", draft_id=draft_id, _anchor=f"section-{number}"), 303)


def _part(
    draft_id: int, number: int, form: str, place: int, said: Data, refused: Refused | None = None
) -> AnyResponse:
    session = request_db.reading()
    found = compose.one(session, draft_id)
    here = f"section[{number}].{form}[{place}]"
    checked = check(session, found.plan)
    competency = str(said.get("competency", ""))
    names = profile.names(session)
    return page(
        f"exams/{form}.html",
        refused.status if refused else 200,
        draft=found,
        number=number,
        form=form,
        place=place,
        said=said,
        is_new=not _said(found.plan, number, form, place),
        competencies=names,
        kinds={name: kind.NAME for name, kind in kinds().items()},
        stock=_stock(of(session, {competency}), form) if competency in names else None,
        fits=checked.fits(here) if here in checked.sources else None,
        wrong=reading.errors(checked.at(here), here),
        problems=checked.at(here),
        refused=refused,
    )


def _said(plan: Data, number: int, form: str, place: int) -> Data:
    """What stands there now; nothing for the place after the last."""
    rows = rearrange.section(plan, number).get(form, [])
    return rearrange.part(plan, number, form, place) if place <= len(rows) else {}


def _stock(found: list[Any], form: str) -> dict[str, Any]:
    """How many of a competency there are, by kind, level and area."""
    texts = form == "case"
    fit = [c for c in found if (c.kind == "description") == texts and (texts or not c.case)]
    return {
        "total": len(fit),
        "kinds": Counter(c.kind for c in fit),
        "levels": Counter(c.level for c in fit),
        "areas": Counter(c.area for c in fit if c.area),
    }


@bp.get(f"{SECTION}/search")
@allow(COMPOSE)
def search(draft_id: int, number: int) -> AnyResponse:
    """Approved items of the bank, to be fixed in this section with one button each."""
    session = request_db.session()
    found = compose.one(session, draft_id)
    rearrange.section(found.plan, number)
    chosen = Filter(
        words=request.args.get("q", "").replace("\0", "").strip()[:60],
        competency=request.args.get("competency", "").replace("\0", "")[:40],
        state="approved",
    )
    rows, after = bank.page(session, actor(), chosen, request.args.get("after", ""), 20)
    fixed = [rearrange.part(found.plan, n, "fixed", k) for n, k in _fixed_places(found.plan)]
    return page(
        "exams/search.html",
        draft=found,
        number=number,
        rows=[row for row in rows if not row.practice],
        after=after,
        chosen=chosen,
        there={str(one.get("item", "")) for one in fixed},
        competencies=profile.names(session),
        kinds={name: kind.NAME for name, kind in kinds().items()},
    )


def _fixed_places(plan: Data) -> list[tuple[int, int]]:
    every = enumerate(plan.get("section", []), 1)
    return [(n, k) for n, section in every for k in range(1, len(section.get("fixed", [])) + 1)]


_READ: dict[str, Callable[[], Data]] = {
    "draw": reading.draw,
    "case": reading.case,
    "fixed": reading.fixed,
}
