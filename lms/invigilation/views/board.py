"""The invigilator's board: the exams that run, and one board for each, which follows what happens."""

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
    """The exams that run or are to run."""
    return page(
        "invigilation/boards.html",
        exams=live_board.watchable_exams(request_db.session(), actor(), request_db.now()),
    )


@bp.get(WATCHED)
@allow(INVIGILATE)
def board(exam_id: int) -> Response:
    """Everybody who is expected or sits, and how they stand."""
    form, found = _board_and_filter(exam_id)
    rows = [
        row | {"ends": line.deadline, "heard": line.seen_at}
        for row, line in zip(_rows(exam_id, found.lines), found.lines, strict=True)
    ]
    return page(
        "invigilation/board.html",
        form.status_code,
        board=found,
        form=form,
        rows=rows,
        asked=form.asked(),
        words=STATE_WORDS,
        tags=STATE_TAGS,
        decisions=DECISIONS.items(),
        server_time=iso(request_db.now()),
    )


@bp.get(f"{WATCHED}/board.json")
@allow(INVIGILATE)
def board_now(exam_id: int) -> Response:
    """The same for the page's script; 304 while nothing has changed."""
    _, found = _board_and_filter(exam_id)
    counts = {name: found.counts.get(name, 0) for name in STATES}
    totals = {"people": found.people, "running": found.running, "ended": found.ended}
    rows = _rows(exam_id, found.lines)
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
    """The board as the filters in the address ask for it. Its groups are what can be chosen."""
    form = BoardFilter(request.args)
    found = live_board.load_board(
        request_db.session(), actor(), exam_id, request_db.now(), form.group.data, form.state.data
    )
    form.group.options = [(group, group) for group in found.groups]
    form.state.options = [(name, STATE_WORDS[name]) for name in STATES]
    form.validate()
    return form, found


def _rows(exam_id: int, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as words: the page and its script show the same. Words and addresses are made once for all."""
    words = {state: t(word) for state, word in STATE_WORDS.items()}
    sitting = url_for("invigilation.watched", watched_id=0).removesuffix("0")
    person = url_for("invigilation.candidate", exam_id=exam_id, person_id=0).removesuffix("0")
    return [
        _cells(
            line,
            words[line.state],
            f"{sitting}{line.sitting_id}" if line.sitting_id else f"{person}{line.person_id}",
        )
        for line in lines
    ]


def _cells(line: Line, word: str, url: str) -> dict[str, Any]:
    running = line.state in live_board.RUNNING
    return {
        "id": line.person_id,
        "sitting": line.sitting_id,
        "login": line.login,
        "name": line.name,
        "unit": line.unit,
        "seat": f"{line.group} {line.seat}".strip(),
        "state": line.state,
        "word": word,
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
    """Of a paused sitting: it stands still. What runs is counted down from its deadline."""
    if line.state != "paused" or line.deadline is None:
        return ""
    return max(int((line.deadline - request_db.now()).total_seconds()), 0)


@bp.next_tasks
def to_watch(session: Session, who: Actor, now: datetime) -> list[Task]:
    """The boards of the exams that run, and those that have a list."""
    if not who.may(INVIGILATE):
        return []
    tasks = [
        Task(
            5 if one.running else 30,
            one.exam.plan.title,
            Text(
                f"应考 {one.expected} 人，正在考试 {one.running} 人",
                f"{one.expected} expected, {one.running} sitting now",
            ),
            Text("打开监考台", "Open the board"),
            url_for("invigilation.board", exam_id=one.exam.id),
        )
        for one in live_board.watchable_exams(session, who, now)
        if one.has_candidates
    ]
    nobody = Task(
        31,
        Text("监考", "Invigilation"),
        Text(
            "现在没有人考试，可以先编排考生名单", "Nobody sits now; lists of candidates can be made meanwhile"
        ),
        Text("查看考试", "See the exams"),
        url_for("invigilation.invigilation"),
    )
    return tasks[:5] or [nobody]


bp.navigation(25, Text("监考", "Invigilation"), "invigilation.invigilation", INVIGILATE)
