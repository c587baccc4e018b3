"""The lists of candidates: who is expected where, and what became of them."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.delivery import candidates as listing
from lms.delivery import expect, prepare
from lms.delivery.doors import bp
from lms.delivery.doors.read import ids, moment, reason, text, whole
from lms.delivery.doors.words import STATUS_WORDS
from lms.delivery.entries import Entry, read_file, read_lines
from lms.delivery.expect import Expected
from lms.delivery.status import mark_absent
from lms.domain.access import Permission
from lms.domain.problem import Problem, Refused, Text, not_found
from lms.exams import find as exams
from lms.people import find as people
from lms.people import scope
from lms.platform.jobs import of_owner
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

LISTED = "/candidates/<int(max=2147483647):exam_id>"
ENROL = Permission.ENROL


@bp.get("/candidates")
@allow(ENROL)
def enrolment() -> Response:
    """Every exam with its list."""
    return page(
        "delivery/enrolment.html", rows=listing.tallies(request_db.session(), actor()), words=STATUS_WORDS
    )


@bp.get(LISTED)
@allow(ENROL)
def candidates(exam_id: int) -> Response:
    """Who is expected at one exam."""
    return _list(exam_id, None)


def _list(exam_id: int, refused: Refused | None) -> Response:
    session = request_db.reading()
    group, status = request.args.get("group", "")[:80], request.args.get("status", "")[:12]
    everybody = listing.candidates(session, actor(), exam_id)
    return page(
        "delivery/candidates.html",
        refused.status if refused else 200,
        refused=refused,
        exam=exams.one(session, exam_id),
        rows=[one for one in everybody if group in ("", one.group) and status in ("", one.status)],
        listed=len(everybody),
        ready=sum(one.ready for one in everybody),
        tally=listing.tally(everybody),
        group=group,
        chosen=status,
        groups=[name for name in dict.fromkeys(one.group for one in everybody) if name],
        words=STATUS_WORDS,
    )


def _answered(exam_id: int, change: Any) -> AnyResponse:
    """Do it and show the list again, with what was done or why it was refused."""
    try:
        flash(change())
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return _list(exam_id, refused)
    return redirect(url_for("delivery.candidates", exam_id=exam_id), 303)


@bp.post(f"{LISTED}/removal")
@allow(ENROL)
def remove_candidates(exam_id: int) -> AnyResponse:
    """Take those ticked off the list."""

    def change() -> str:
        count = expect.forget(request_db.session(), actor(), exam_id, ids("p"), request_db.now())
        return t(f"已移出 {count} 人", f"{count} people were taken off the list")

    return _answered(exam_id, change)


@bp.post(f"{LISTED}/absences")
@allow(ENROL)
def absences(exam_id: int) -> AnyResponse:
    """Everybody whose time is over and who has not begun is absent."""

    def change() -> str:
        count = mark_absent(request_db.session(), actor(), exam_id, reason(), request_db.now())
        return t(f"已登记缺考 {count} 人", f"{count} people are listed as absent")

    return _answered(exam_id, change)


@bp.post(f"{LISTED}/time")
@allow(ENROL)
def group_time(exam_id: int) -> AnyResponse:
    """The time of a group."""

    def change() -> str:
        window = moment("opens_at"), moment("closes_at")
        count = expect.set_time(
            request_db.session(), actor(), exam_id, text("group", 80), *window, request_db.now()
        )
        return t(f"已安排 {count} 人的考试时间", f"The time of {count} people is set")

    return _answered(exam_id, change)


@bp.post(f"{LISTED}/papers")
@allow(ENROL)
def draw_papers(exam_id: int) -> AnyResponse:
    """Draw the papers before the bell, in the background."""
    try:
        job = prepare.prepare_later(request_db.session(), actor(), exam_id, request_db.now())
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return _list(exam_id, refused)
    return redirect(url_for("delivery.papers", exam_id=exam_id, job_id=job.id), 303)


@bp.get(f"{LISTED}/papers/<int(max=9007199254740991):job_id>")
@allow(ENROL)
def papers(exam_id: int, job_id: int) -> Response:
    """How far the drawing is."""
    job = of_owner(request_db.session(), actor().id, job_id)
    if job is None:
        raise not_found(Text("任务", "job"))
    return page("delivery/papers.html", job=job, exam=exams.one(request_db.session(), exam_id))


@bp.route(f"{LISTED}/new", methods=["GET", "POST"])
@allow(ENROL)
def add_candidates(exam_id: int) -> AnyResponse:
    """Add people: a unit, those found by a search, pasted lines, or a file."""
    if request.method != "POST":
        return _add(exam_id, None)
    try:
        done = _expect(exam_id)
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return _add(exam_id, refused)
    flash(
        t(
            f"新增 {done.added} 人，改动场次座位 {done.changed} 人，已在名单上 {done.same} 人",
            f"{done.added} added, {done.changed} with another group or seat, {done.same} listed already",
        )
    )
    return redirect(url_for("delivery.candidates", exam_id=exam_id), 303)


def _expect(exam_id: int) -> Expected:
    how, group = text("how", 10), text("group", 80)
    if how == "file":
        upload = request.files.get("file")
        entries, problems = read_file(upload.read() if upload else b"")
        if problems:
            raise _unreadable(problems)
    elif how == "unit":
        entries = expect.of_unit(request_db.session(), actor(), whole("unit"), group)
    elif how == "found":
        entries = [Entry(login, login, group) for login in request.form.getlist("login")[:500]]
    else:
        entries = read_lines(request.form.get("lines", "")[:200_000])
    return expect.expect(request_db.session(), actor(), exam_id, entries, request_db.now())


def _unreadable(problems: list[Problem]) -> Refused:
    return Refused(
        "candidates.file",
        Text("文件读不出来，名单没有保存", "The file cannot be read; the list was not saved"),
        Text("请按提示改正后重新上传", "Mend what is listed and upload it again"),
        status=400,
        problems=problems,
    )


def _add(exam_id: int, refused: Refused | None) -> Response:
    session, words = request_db.reading(), text("q", 60)
    found = people.page(session, actor(), ENROL, people.Filter(words, state="active"))[0] if words else []
    return page(
        "delivery/add_candidates.html",
        refused.status if refused else 200,
        refused=refused,
        exam=exams.one(session, exam_id),
        units=list(session.scalars(scope.units(actor(), ENROL))),
        words=words,
        found=found,
        lines=request.form.get("lines", ""),
        typed_group=request.form.get("group", ""),
    )


bp.navigation(26, Text("考生名单", "Candidates"), "delivery.enrolment", ENROL)
