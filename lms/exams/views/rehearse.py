"""The test sitting: a paper of the draft as a candidate would see it, answered and scored; nothing is stored."""

import secrets

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.competency.find import competency_names
from lms.exams import compose, rehearsal
from lms.exams.check import check_draft
from lms.exams.views import DRAFT, bp
from lms.exams.views.compose import COMPOSE
from lms.web import request_db
from lms.web.guard import allow
from lms.web.i18n import language
from lms.web.pages import page

GREATEST_SEED = 2**62


@bp.get(f"{DRAFT}/rehearsal")
@allow(COMPOSE)
def rehearse(draft_id: int) -> AnyResponse:
    """Show the paper of the seed in the address; without one, redirect to a new seed."""
    return _rehearsal_page(draft_id, marked=False)


@bp.post(f"{DRAFT}/rehearsal")
@allow(COMPOSE)
def score_rehearsal(draft_id: int) -> AnyResponse:
    """Show the same paper with the answers, their marks and the keys; store nothing."""
    return _rehearsal_page(draft_id, marked=True)


def _rehearsal_page(draft_id: int, marked: bool) -> AnyResponse:
    session = request_db.reading()
    draft = compose.get_draft(session, draft_id)
    checked = check_draft(session, draft.plan)
    seed = _seed()
    if checked.problems:
        return page("exams/rehearsal.html", draft=draft, checked=checked, rehearsed=None, seed=0)
    if seed is None:
        new_seed = secrets.randbelow(10**6)
        return redirect(url_for("exams.rehearse", draft_id=draft_id, seed=new_seed), 303)
    form = request.form.to_dict(flat=False) if marked else None
    return page(
        "exams/rehearsal.html",
        draft=draft,
        checked=checked,
        rehearsed=rehearsal.rehearse(session, checked, seed, language(), form),
        seed=seed,
        names=competency_names(session),
    )


def _seed() -> int | None:
    text = request.args.get("seed", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
