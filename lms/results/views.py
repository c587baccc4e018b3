"""Pages of results for candidates, of marking for markers, of release for those who compose exams."""

from datetime import datetime

from flask import Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.competency.find import competency_names
from lms.domain.access import Actor, Permission
from lms.domain.problem import Refused, Text
from lms.results import mark, messages, release_results, view_result
from lms.results.forms import mark_form
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import day, language, t
from lms.web.pages import Task, blueprint, page
from lms.web.urls import page_key

bp = blueprint("results")


@bp.get("/sittings/<int(max=9007199254740991):sitting_id>/result")
@allow(Permission.LEARN)
def sitting(sitting_id: int) -> Response:
    """Show a candidate their own result, as much of it as may be seen now."""
    session = request_db.session()
    result = view_result.result_of(session, actor(), sitting_id, language(), request_db.now())
    return page("results/result.html", result=result, sitting=result.sitting, names=competency_names(session))


@bp.get("/marking")
@allow(Permission.MARK)
def scripts() -> Response:
    """List what waits for this marker, without names."""
    rows = mark.answers_to_mark(request_db.session(), actor(), page_key(request.args.get("after")))
    return page("results/scripts.html", rows=rows, more=len(rows) == mark.PAGE, paged="after" in request.args)


@bp.route("/marking/<int(max=9007199254740991):mark_id>", methods=["GET", "POST"])
@allow(Permission.MARK)
def script(mark_id: int) -> AnyResponse:
    """Show one answer with its rubric, and save its marks."""
    answer = mark.script(request_db.reading(), actor(), mark_id, language())
    form = mark_form(answer.rubric, answer.comment_shown)
    if form.validate_on_submit():
        try:
            mark.mark_answer(
                request_db.session(), actor(), mark_id, form.points(), form.comment.data, request_db.now()
            )
        except Refused as refused:
            if refused.status != 400:
                raise
            request_db.close()
            form.refuse(refused)
        else:
            flash(t(messages.marks_saved()))
            return redirect(url_for("results.scripts"), 303)
    return page("results/script.html", form.status_code, script=answer, form=form)


@bp.get("/releases")
@allow(Permission.COMPOSE_EXAMS)
def releases() -> Response:
    """List the exams whose results are released by hand."""
    return page("results/releases.html", rows=release_results.releasable_versions(request_db.session()))


@bp.post("/releases/<int(max=9007199254740991):version_id>")
@allow(Permission.COMPOSE_EXAMS)
def release(version_id: int) -> AnyResponse:
    """Release the results of an exam version."""
    count = release_results.release(request_db.session(), actor(), version_id, request_db.now())
    flash(t(messages.results_released(count)))
    return redirect(url_for("results.releases"), 303)


@bp.next_tasks
def scripts_waiting(session: Session, person: Actor, now: datetime) -> list[Task]:
    """Return a marker's next task."""
    if not person.may(Permission.MARK):
        return []
    count = len(mark.answers_to_mark(session, person))
    if not count:
        return []
    return [
        Task(
            30,
            Text("阅卷", "Marking"),
            messages.answers_wait(count, count == mark.PAGE),
            Text("去阅卷", "Mark them"),
            url_for("results.scripts"),
        )
    ]


@bp.next_tasks
def new_results(session: Session, person: Actor, now: datetime) -> list[Task]:
    """Return the candidate's results of the last days that nobody could see when the exam was submitted."""
    if not person.may(Permission.LEARN):
        return []
    return [
        Task(
            18,
            result.title,
            messages.result_released(day(result.released_at)),
            Text("看成绩", "See the result"),
            url_for("results.sitting", sitting_id=result.sitting_id),
        )
        for result in release_results.new_results(session, person, now)
    ]


@bp.next_tasks
def results_waiting(session: Session, person: Actor, now: datetime) -> list[Task]:
    """Return the task of releasing results that are final."""
    if not person.may(Permission.COMPOSE_EXAMS):
        return []
    count = sum(row.final for row in release_results.releasable_versions(session) if row.released_at is None)
    if not count:
        return []
    return [
        Task(
            35,
            Text("公布成绩", "Release results"),
            messages.results_wait(count),
            Text("去公布", "Release them"),
            url_for("results.releases"),
        )
    ]


bp.navigation(32, Text("阅卷", "Marking"), "results.scripts", Permission.MARK)
bp.navigation(34, Text("成绩公布", "Release"), "results.releases", Permission.COMPOSE_EXAMS)
