"""The pages before publication: the checks and the confirmation."""

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.competency.find import competency_names
from lms.domain.exam import blueprint
from lms.domain.problem import Refused
from lms.exams import compose, messages, published
from lms.exams.audience import sizes
from lms.exams.check import check_draft
from lms.exams.forms import DraftForm, FirstPublicationForm
from lms.exams.publish import publish_draft
from lms.exams.views import DRAFT, bp
from lms.exams.views.compose import COMPOSE
from lms.exams.views.places import place_text, problem_line, url_of, with_place_in_words
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.get(f"{DRAFT}/check")
@allow(COMPOSE)
def checks(draft_id: int) -> Response:
    """List everything that is wrong, with links; then show what the papers would be like."""
    session = request_db.session()
    draft = compose.get_draft(session, draft_id)
    checked = check_draft(session, draft.plan, try_papers=True)
    return page(
        "exams/check.html",
        draft=draft,
        checked=checked,
        problems=[(*problem_line(p), url_of(draft_id, p.where.path)) for p in checked.problems],
        untranslated=[
            (place_text(where), url_of(draft_id, where)) for where in blueprint.without_english(checked.plan)
        ],
        names_of=place_text,
        url=lambda where: url_of(draft_id, where),
        competencies=competency_names(session),
    )


@bp.route(f"{DRAFT}/publish", methods=["GET", "POST"])
@allow(COMPOSE)
def publication(draft_id: int) -> AnyResponse:
    """Show what will be frozen; publish it when confirmed."""
    form = _publication_form(draft_id)
    if form.validate_on_submit():
        try:
            exam_id, number = _publish(draft_id, form)
        except Refused as refused:
            refused.problems = [with_place_in_words(problem) for problem in refused.problems]
            form.refuse(refused, "units" if refused.code == "exam.audience" else "")
        else:
            flash(t(messages.version_published(number)))
            return redirect(url_for("exams.exam", exam_id=exam_id), 303)
    request_db.close()
    session = request_db.reading()
    draft = compose.get_draft(session, draft_id)
    return page(
        "exams/publish.html",
        form.status_code,
        draft=draft,
        checked=check_draft(session, draft.plan),
        exam=published.by_slug(session, draft.slug),
        form=form,
    )


def _publication_form(draft_id: int) -> DraftForm:
    """Return the form that confirms a publication; the first one also asks who may sit the exam."""
    session = request_db.reading()
    draft = compose.get_draft(session, draft_id)
    if published.by_slug(session, draft.slug) is not None:
        return DraftForm()
    form = FirstPublicationForm(audience=published.EVERYBODY)
    form.offer(sizes(session, actor(), None))
    return form


def _publish(draft_id: int, form: DraftForm) -> tuple[int, int]:
    """Publish the draft; return the id of the exam and the number of its version."""
    audience = (form.audience.data, form.unit_ids()) if isinstance(form, FirstPublicationForm) else ()
    exam = publish_draft(
        request_db.session(), actor(), draft_id, form.version.data or 0, request_db.now(), *audience
    )
    return exam.id, exam.number
