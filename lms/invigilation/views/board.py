"""The invigilator's pages: the exams to watch, and a live board for each."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.exam.allowance import STANDARD
from lms.domain.problem import Text
from lms.invigilation import live_board
from lms.invigilation.forms import BoardFilter
from lms.invigilation.live_board import STATES, Board, Line
from lms.invigilation.views import bp
from lms.invigilation.views.labels import DECISIONS, STATE_TAGS, STATE_WORDS, extra_time_text
from lms.platform.clock import iso
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import Task, page

WATCHED = "/invigilation/<int(max=2147483647):exam_id>"
INVIGILATE = Permission.INVIGILATE


@bp.get("/invigilation")
@allow(INVIGILATE)
def invigilation() -> Response:
    """List the exams that are open or to be opened."""
    return page(
        "invigilation/boards.html",
        exams=live_board.watchable_exams(request_db.session(), actor(), request_db.now()),
    )


@bp.get(WATCHED)
@allow(INVIGILATE)
def board(exam_id: int) -> Response:
    """Show everyone who is expected or sits, with their state."""
    form, board = _board_and_filter(exam_id)
    rows = [
        row | {"ends": line.deadline, "heard": line.seen_at}
        for row, line in zip(_rows(exam_id, board.lines), board.lines, strict=True)
    ]
    return page(
        "invigilation/board.html",
        form.status_code,
        board=board,
        form=form,
        rows=rows,
        filters=form.chosen(),
        words=STATE_WORDS,
        tags=STATE_TAGS,
        decisions=DECISIONS.items(),
        server_time=iso(request_db.now()),
    )


@bp.get(f"{WATCHED}/board.json")
@allow(INVIGILATE)
def board_now(exam_id: int) -> Response:
    """Return the same as JSON for the page's script; 304 if nothing has changed."""
    _, board = _board_and_filter(exam_id)
    counts = {name: board.counts.get(name, 0) for name in STATES}
    totals = {"people": board.people, "running": board.running, "ended": board.ended}
    rows = _rows(exam_id, board.lines)
    body = json.dumps({"rows": rows, "counts": counts, "totals": totals}, ensure_ascii=False)
    tag = sha256(body.encode()).hexdigest()[:32]
    answer = Response(mimetype="application/json")
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "no-store"
    if request.if_none_match.contains(tag):
        answer.status_code = 304
    else:
        answer.set_data(f'{{"server_time": "{iso(request_db.now())}", {body[1:]}')
    return answer


def _board_and_filter(exam_id: int) -> tuple[BoardFilter, Board]:
    """Return the board with the filters of the address; its groups become the choices of the form."""
    form = BoardFilter(request.args)
    board = live_board.load_board(
        request_db.session(), actor(), exam_id, request_db.now(), form.group.data, form.state.data
    )
    form.group.options = [(group, group) for group in board.groups]
    form.state.options = [(name, STATE_WORDS[name]) for name in STATES]
    form.validate()
    return form, board


def _rows(exam_id: int, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the lines as text, for the page and its script; labels and addresses are built once for all lines."""
    labels = {state: t(label) for state, label in STATE_WORDS.items()}
    sitting = url_for("invigilation.watched", watched_id=0).removesuffix("0")
    person = url_for("invigilation.candidate", exam_id=exam_id, person_id=0).removesuffix("0")
    return [
        _cells(
            line,
            labels[line.state],
            f"{sitting}{line.sitting_id}" if line.sitting_id else f"{person}{line.person_id}",
        )
        for line in lines
    ]


def _cells(line: Line, label: str, url: str) -> dict[str, Any]:
    running = line.state in live_board.RUNNING
    return {
        "id": line.person_id,
        "sitting": line.sitting_id,
        "login": line.login,
        "name": line.name,
        "unit": line.unit,
        "seat": f"{line.group} {line.seat}".strip(),
        "state": line.state,
        "word": label,
        "done": f"{line.answered} / {line.questions}" if line.sitting_id else "",
        "share": line.answered * 100 // line.questions if line.questions else 0,
        "deadline": iso(line.deadline) if line.deadline and running else "",
        "left": _seconds_left(line),
        "seen": iso(line.seen_at) if line.seen_at and running else "",
        "away": line.left or "",
        "moved": line.moved or "",
        "late": line.late or "",
        "extra": extra_time_text(line.allowance, line.minutes)
        if line.minutes or line.allowance is not STANDARD
        else "",
        "url": url,
    }


def _seconds_left(line: Line) -> int | str:
    """Return the time left of a paused sitting; "" for others, which are counted down from their deadline."""
    if line.state != "paused" or line.deadline is None:
        return ""
    return max(int((line.deadline - request_db.now()).total_seconds()), 0)


@bp.next_tasks
def boards_to_watch(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return a task for each exam in progress, and for each with a list of candidates."""
    if not actor.may(INVIGILATE):
        return []
    tasks = [
        Task(
            5 if row.running else 30,
            row.exam.plan.title,
            Text(
                f"考生 {row.candidates} 人，正在考试 {row.running} 人",
                f"Candidates: {row.candidates}; {row.running} sitting now",
            ),
            Text("打开监考台", "Open the board"),
            url_for("invigilation.board", exam_id=row.exam.id),
        )
        for row in live_board.watchable_exams(session, actor, now)
        if row.has_candidates
    ]
    nobody = Task(
        31,
        Text("监考", "Invigilation"),
        Text(
            "现在没有人考试，可以先编排考生名单",
            "Nobody is sitting an exam now; you can prepare lists of candidates",
        ),
        Text("查看考试", "View the exams"),
        url_for("invigilation.invigilation"),
    )
    return tasks[:5] or [nobody]


bp.navigation(25, Text("监考", "Invigilation"), "invigilation.invigilation", INVIGILATE)
