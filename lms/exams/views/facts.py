"""The page of an exam's facts: texts, times, cut score, what candidates see, where and when."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.exam import blueprint
from lms.domain.problem import Refused
from lms.exams import compose, messages, published
from lms.exams.forms import FactsForm, facts_form, stored_facts
from lms.exams.views import DRAFT, bp
from lms.exams.views.compose import COMPOSE, competencies
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.get(f"{DRAFT}/facts")
@allow(COMPOSE)
def facts(draft_id: int) -> AnyResponse:
    """Show everything about the exam except its questions."""
    form = _facts_form(draft_id)
    form.show_problems(blueprint.read(compose.get_draft(request_db.reading(), draft_id).plan)[1])
    return _facts_page(draft_id, form, 200)


@bp.post(f"{DRAFT}/facts")
@allow(COMPOSE)
def save_facts(draft_id: int) -> AnyResponse:
    """Save the facts. What is missing only prevents publication."""
    form = _facts_form(draft_id)
    if form.validate():
        try:
            _save(draft_id, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.SAVED))
            return redirect(url_for("exams.draft", draft_id=draft_id), 303)
    return _facts_page(draft_id, form, form.status_code)


def _save(draft_id: int, form: FactsForm) -> None:
    compose.change(
        request_db.session(),
        actor(),
        draft_id,
        form.version.data or 0,
        form.write,
        "facts",
        request_db.now(),
        form.arrangements(),
    )


def _facts_form(draft_id: int) -> FactsForm:
    draft = compose.get_draft(request_db.reading(), draft_id)
    return facts_form(competencies(request_db.reading()))(**stored_facts(draft))


def _facts_page(draft_id: int, form: FactsForm, status: int) -> AnyResponse:
    request_db.close()
    session = request_db.reading()
    draft = compose.get_draft(session, draft_id)
    exam = published.by_slug(session, draft.slug)
    return page("exams/facts.html", status, draft=draft, exam=exam, form=form)
