"""The page of an exam's facts: its words, its times, what passes, what is seen, where and when."""

from copy import deepcopy

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.competency import profile
from lms.domain import blueprint
from lms.domain.problem import Refused
from lms.exams import compose, find
from lms.exams.compose import Data
from lms.exams.doors import DRAFT, bp, reading
from lms.exams.doors.compose import COMPOSE
from lms.exams.forms import written
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.get(f"{DRAFT}/facts")
@allow(COMPOSE)
def facts(draft_id: int) -> AnyResponse:
    """Everything but the questions."""
    return _facts(draft_id)


@bp.post(f"{DRAFT}/facts")
@allow(COMPOSE)
def save_facts(draft_id: int) -> AnyResponse:
    """Keep what was typed. What is not right yet is said beside its field, and blocks nothing but publication."""
    names = profile.names(request_db.reading())
    try:
        times = reading.arrangements()
        draft = compose.change(
            request_db.session(), actor(), draft_id, reading.version(), lambda plan: reading.facts(plan, names),
            "facts", request_db.now(), times,
        )  # fmt: skip
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return _facts(draft_id, refused)
    if reading.errors(blueprint.read(draft.plan)[1]).keys() & _FIELDS:
        flash(t("已保存，但有几处写法不对，已在下面标出", "Saved, but some of it is not right: see below"))
        return redirect(url_for("exams.facts", draft_id=draft_id), 303)
    flash(t("已保存", "Saved"))
    return redirect(url_for("exams.draft", draft_id=draft_id), 303)


def _facts(draft_id: int, refused: Refused | None = None) -> AnyResponse:
    session = request_db.reading()
    draft = compose.one(session, draft_id)
    names = profile.names(session)
    plan: Data = deepcopy(draft.plan)
    times = {
        "opens_at": written(draft.opens_at),
        "closes_at": written(draft.closes_at),
        "access_code": draft.access_code,
    }
    if refused:  # what was typed stands again, over what is newest
        reading.facts(plan, names)
        times = {name: reading.text(name, 60) for name in times}
    wrong = reading.errors(blueprint.read(plan)[1])
    return page(
        "exams/facts.html",
        refused.status if refused else 200,
        draft=draft,
        plan=plan,
        times=times,
        wrong={name: words for name, words in wrong.items() if name in _FIELDS or name.startswith("minima")},
        exam=find.of_slug(session, draft.slug),
        competencies=names,
        refused=refused,
    )


_FIELDS = frozenset(
    {*reading.WHOLE, *reading.CHOICES, "pass_percent", "minima", "addresses"}
    | {f"{name}.{language}" for name in reading.WORDS for language in ("zh", "en")}
)
