"""The pages of sitting an exam; every step works without a script."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.exam.allowance import STANDARD, allowance_text
from lms.domain.problem import Refused, Text
from lms.platform.clock import iso
from lms.sittings import messages
from lms.sittings.answers import file_key
from lms.sittings.answers.flags import set_flag
from lms.sittings.answers.form_answer import save_form_answer
from lms.sittings.answers.unfinished import unfinished_positions
from lms.sittings.find import OPEN, Position, current_answers, own_sitting
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.forms import AccessCodeForm
from lms.sittings.serve import Served, serve_sitting
from lms.sittings.start.available import available_exam, available_exams
from lms.sittings.start.sit import begin_sitting
from lms.sittings.views import EXAM, SITTING, bp
from lms.sittings.views.interruptions import redirect_if_unavailable
from lms.sittings.views.receipts import api_and_key
from lms.web import request_db
from lms.web.device import device_name
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.pages import page
from lms.web.runtime import runtime


@bp.get("/exams")
@allow(Permission.LEARN)
def exams() -> Response:
    """List the exams that the person may sit, and their attempts."""
    return page(
        "sittings/exams.html",
        exams=available_exams(request_db.session(), actor(), request_db.now()),
    )


@bp.get(EXAM)
@allow(Permission.LEARN)
def exam(exam_id: int) -> Response:
    """Show what to know before beginning: rules, time, attempts, what counts."""
    return _start_page(exam_id, AccessCodeForm(None))


@bp.post(EXAM)
@allow(Permission.LEARN)
def begin(exam_id: int) -> AnyResponse:
    """Begin an attempt, or continue the open one."""
    form = AccessCodeForm()
    if form.validate():
        try:
            code = form.access_code.data
            begun = begin_sitting(
                request_db.session(), actor(), exam_id, request_db.now(), code, device_name()
            )
        except Refused as refused:
            form.refuse(refused, "access_code" if refused.code == "exam.access_code" else "")
        else:
            return redirect(url_for("sittings.question", sitting_id=begun.sitting.id, position=1), 303)
    return _start_page(exam_id, form)


def _start_page(exam_id: int, form: AccessCodeForm) -> Response:
    request_db.close()
    available = available_exam(request_db.reading(), actor(), exam_id, request_db.now())
    values = {"available": available, "plan": available.exam.plan, "form": form}
    return page("sittings/exam.html", form.status_code, standard=STANDARD, in_words=allowance_text, **values)


@bp.get(SITTING)
@allow(Permission.LEARN)
def sitting(sitting_id: int) -> AnyResponse:
    """Continue at the first question without an answer."""
    sitting = own_sitting(request_db.session(), actor(), sitting_id)
    if (redirection := redirect_if_unavailable(sitting)) is not None:
        return redirection
    answered = current_answers(request_db.session(), sitting_id).answered
    left = [p.number for p in sitting.paper if p.asks and p.number not in answered]
    return redirect(url_for("sittings.question", sitting_id=sitting_id, position=left[0] if left else 1))


@bp.get(f"{SITTING}/<int(max=999):position>")
@allow(Permission.LEARN)
def question(sitting_id: int, position: int) -> AnyResponse:
    """Show one question of an open sitting."""
    return _question(sitting_id, position, None)


@bp.post(f"{SITTING}/<int(max=999):position>")
@allow(Permission.LEARN)
def answer(sitting_id: int, position: int) -> AnyResponse:
    """Save the answer of the page, then go where its button leads."""
    prefix = f"q{position}."
    form = {
        name.removeprefix(prefix): request.form.getlist(name)
        for name in request.form
        if name.startswith(prefix)
    }
    try:
        saved = save_form_answer(request_db.session(), actor(), sitting_id, position, form, request_db.now())
    except Refused as refused:
        if refused.code == "sitting.paused":
            request_db.close()
            return redirect(url_for("sittings.paused", sitting_id=sitting_id), 303)
        if refused.status != 400:
            raise
        request_db.close()
        return _question(sitting_id, position, refused)
    if saved.late:
        flash(messages.TIME_WAS_UP.in_(language()), "alert")
        return redirect(url_for("sittings.ended", sitting_id=sitting_id), 303)
    return redirect(_next_url(sitting_id, position), 303)


def _next_url(sitting_id: int, position: int) -> str:
    """Return where the button that was pressed leads."""
    button = request.form.get("go", "next")
    sitting = own_sitting(request_db.session(), actor(), sitting_id)
    if button == "flag":
        flags = current_answers(request_db.session(), sitting_id).flags
        set_flag(request_db.session(), actor(), sitting_id, position, position not in flags, request_db.now())
    target = {"next": position + 1, "previous": position - 1, "flag": position}.get(button, 0)
    if 1 <= target <= len(sitting.paper):
        return url_for("sittings.question", sitting_id=sitting_id, position=target)
    return url_for("sittings.review", sitting_id=sitting_id)


def _question(sitting_id: int, position: int, refused: Refused | None) -> AnyResponse:
    served = serve_sitting(
        request_db.reading(), actor(), sitting_id, language(), request_db.now(), only=position
    )
    if (redirection := redirect_if_unavailable(served.sitting)) is not None:
        return redirection
    status = refused.status if refused else 200
    typed = refused.facts.get("typed") if refused else None
    values = _exam_page_values(served) | {"item": served.items[0], "refused": refused, "typed": typed}
    return page("sittings/question.html", status, **values)


@bp.get(f"{SITTING}/all")
@allow(Permission.LEARN)
def whole(sitting_id: int) -> AnyResponse:
    """Show all questions on one page; the page's script fetches them from here, so that it works offline."""
    served = serve_sitting(request_db.session(), actor(), sitting_id, language(), request_db.now())
    if (redirection := redirect_if_unavailable(served.sitting)) is not None:
        return redirection
    return page("sittings/all.html", items=served.items, typed=None, **_exam_page_values(served))


@bp.get(f"{SITTING}/review")
@allow(Permission.LEARN)
def review(sitting_id: int) -> AnyResponse:
    """Show what is answered, blank and flagged, before submission."""
    return _check_page(sitting_id, "sittings/review.html")


@bp.get(f"{SITTING}/submission")
@allow(Permission.LEARN)
def confirm(sitting_id: int) -> AnyResponse:
    """Ask for confirmation, as a submission is final."""
    return _check_page(sitting_id, "sittings/confirm.html")


def _check_page(sitting_id: int, template: str) -> AnyResponse:
    sitting = own_sitting(request_db.session(), actor(), sitting_id)
    if (redirection := redirect_if_unavailable(sitting)) is not None:
        return redirection
    served = Served(sitting, OPEN, current_answers(request_db.session(), sitting_id), [])
    return page(template, **_exam_page_values(served))


@bp.post(f"{SITTING}/submission")
@allow(Permission.LEARN)
def hand_in(sitting_id: int) -> AnyResponse:
    """Submit the answers that the server has."""
    submit_sitting(request_db.session(), actor(), sitting_id, {}, request_db.now())
    return redirect(url_for("sittings.ended", sitting_id=sitting_id), 303)


def _exam_page_values(served: Served) -> dict[str, Any]:
    sitting = served.sitting
    unfinished = unfinished_positions(request_db.reading(), sitting, served.current)
    first = url_for("sittings.question", sitting_id=sitting.id, position=1)
    cells = [
        {
            "position": position.number,
            "state": _state(served, position, unfinished),
            "flag": position.number in served.current.flags,
            "url": f"{first[:-1]}{position.number}",
        }
        for position in sitting.paper
    ]
    return {
        "sitting": sitting,
        "current": served.current,
        "cells": cells,
        "left": [cell for cell in cells if cell["state"] in ("unseen", "blank")],
        "unfinished": [cell for cell in cells if cell["state"] == "unfinished"],
        "flagged": [cell for cell in cells if cell["flag"]],
        "server_time": iso(request_db.now()),
        "started_at": iso(sitting.started_at),
        "deadline": iso(sitting.deadline_at(request_db.now())),
        "installation": file_key.installation_id(runtime().settings.secret_key),
        **api_and_key(sitting),
    }


def _state(served: Served, position: Position, unfinished: frozenset[int]) -> str:
    """Return what the answer sheet says of a position; of a text that is only read, that it is done."""
    if position.number in unfinished:
        return "unfinished"
    return served.current.state(position.number) if position.asks else "answered"


bp.navigation(20, Text("考试", "Exams"), "sittings.exams", Permission.LEARN)
