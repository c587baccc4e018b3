"""Results for candidates, marking for markers, release for those who compose exams."""

from datetime import datetime

from flask import Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.competency import profile
from lms.domain.access import Actor, Permission
from lms.domain.problem import Refused, Text
from lms.results import mark, release_results, view_result
from lms.results.forms import mark_form
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language, t
from lms.web.pages import Task, blueprint, page
from lms.web.urls import key_of

bp = blueprint("results")


@bp.get("/sittings/<int(max=9007199254740991):sitting_id>/result")
@allow(Permission.LEARN)
def sitting(sitting_id: int) -> Response:
    """One's own result, as much of it as may be seen now."""
    session = request_db.session()
    found = view_result.result_of(session, actor(), sitting_id, language(), request_db.now())
    return page("results/result.html", result=found, held=found.held, names=profile.names(session))


@bp.get("/marking")
@allow(Permission.MARK)
def scripts() -> Response:
    """What waits for this marker, without names."""
    rows = mark.waiting(request_db.session(), actor(), key_of(request.args.get("after")))
    return page("results/scripts.html", rows=rows, more=len(rows) == mark.PAGE)


@bp.route("/marking/<int(max=9007199254740991):mark_id>", methods=["GET", "POST"])
@allow(Permission.MARK)
def script(mark_id: int) -> AnyResponse:
    """One answer, what it is measured by, and the form that gives its marks."""
    found = mark.script(request_db.reading(), actor(), mark_id, language())
    form = mark_form(found.rubric)
    if form.validate_on_submit():
        try:
            mark.mark(
                request_db.session(), actor(), mark_id, form.points(), form.comment.data, request_db.now()
            )
        except Refused as refused:
            if refused.status != 400:
                raise
            request_db.close()
            form.refuse(refused)
        else:
            flash(t("评分已保存", "The marks are saved"))
            return redirect(url_for("results.scripts"), 303)
    return page("results/script.html", form.status_code, script=found, form=form)


@bp.get("/releases")
@allow(Permission.COMPOSE_EXAMS)
def releases() -> Response:
    """The exams whose results wait for a person's word."""
    return page("results/releases.html", rows=release_results.by_hand(request_db.session()))


@bp.post("/releases/<int(max=9007199254740991):version_id>")
@allow(Permission.COMPOSE_EXAMS)
def release(version_id: int) -> AnyResponse:
    """Release the results of an exam version."""
    count = release_results.release(request_db.session(), actor(), version_id, request_db.now())
    flash(t(f"已公布 {count} 份成绩", f"{count} results are released"))
    return redirect(url_for("results.releases"), 303)


@bp.next_tasks
def scripts_waiting(session: Session, who: Actor, now: datetime) -> list[Task]:
    """A marker's work."""
    if not who.may(Permission.MARK):
        return []
    count = len(mark.waiting(session, who))
    if not count:
        return []
    many = f"{count} 份以上" if count == mark.PAGE else f"{count} 份"
    return [
        Task(
            30,
            Text("阅卷", "Marking"),
            Text(f"有 {many}答卷等您评分", f"{count} answers wait to be marked"),
            Text("去阅卷", "Mark them"),
            url_for("results.scripts"),
        )
    ]


@bp.next_tasks
def results_waiting(session: Session, who: Actor, now: datetime) -> list[Task]:
    """Results that nobody has released."""
    if not who.may(Permission.COMPOSE_EXAMS):
        return []
    count = sum(row.final for row in release_results.by_hand(session) if row.released_at is None)
    if not count:
        return []
    return [
        Task(
            35,
            Text("公布成绩", "Release results"),
            Text(f"有 {count} 份成绩已评定，等待公布", f"{count} results are final and wait for release"),
            Text("去公布", "Release them"),
            url_for("results.releases"),
        )
    ]


bp.navigation(32, Text("阅卷", "Marking"), "results.scripts", Permission.MARK)
bp.navigation(34, Text("成绩公布", "Release"), "results.releases", Permission.COMPOSE_EXAMS)
