"""The pages before publication: the checks, and the confirmation that freezes a version."""

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.competency import profile
from lms.domain.problem import Refused
from lms.exams import compose, published
from lms.exams.check import check_draft
from lms.exams.forms import DraftForm
from lms.exams.publish import publish_draft
from lms.exams.views import DRAFT, bp
from lms.exams.views.compose import COMPOSE
from lms.exams.views.places import place_text, url_of
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.get(f"{DRAFT}/check")
@allow(COMPOSE)
def checks(draft_id: int) -> Response:
    """Everything that is wrong, each at its place; then what papers would come of it."""
    session = request_db.session()
    found = compose.get_draft(session, draft_id)
    checked = check_draft(session, found.plan, try_papers=True)
    return page(
        "exams/check.html",
        draft=found,
        checked=checked,
        told=[(place_text(p.where), p, url_of(draft_id, p.where)) for p in checked.problems],
        names_of=place_text,
        url=lambda where: url_of(draft_id, where),
        competencies=profile.names(session),
    )


@bp.route(f"{DRAFT}/publish", methods=["GET", "POST"])
@allow(COMPOSE)
def publication(draft_id: int) -> AnyResponse:
    """Says what is frozen; then freezes it."""
    form = DraftForm()
    if form.validate_on_submit():
        try:
            exam = publish_draft(
                request_db.session(), actor(), draft_id, form.version.data or 0, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(f"已发布第 {exam.number} 版", f"Version {exam.number} is published"))
            return redirect(url_for("exams.exam", exam_id=exam.id), 303)
    request_db.close()
    session = request_db.reading()
    found = compose.get_draft(session, draft_id)
    return page(
        "exams/publish.html",
        form.status_code,
        draft=found,
        checked=check_draft(session, found.plan),
        exam=published.by_slug(session, found.slug),
        form=form,
    )
