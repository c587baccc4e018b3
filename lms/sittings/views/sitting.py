"""Sitting an exam, page by page; every step works without a script."""

from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Actor, Permission
from lms.domain.exam.allowance import STANDARD, allowance_text
from lms.domain.problem import Refused, Text
from lms.platform.clock import iso
from lms.sittings import serve
from lms.sittings.answers import file_key
from lms.sittings.answers.flags import flag
from lms.sittings.answers.write import write
from lms.sittings.find import OPEN, current, own
from lms.sittings.finish.submit import submit
from lms.sittings.forms import AccessCodeForm
from lms.sittings.serve import Served
from lms.sittings.start import available, sit
from lms.sittings.views import EXAM, SITTING, bp
from lms.sittings.views.interruptions import away
from lms.sittings.views.receipts import keys
from lms.web import request_db
from lms.web.device import device
from lms.web.guard import actor, allow
from lms.web.i18n import language, t
from lms.web.pages import Task, page
from lms.web.runtime import runtime


@bp.get("/exams")
@allow(Permission.LEARN)
def exams() -> Response:
    """The exams one may sit, and the attempts one has made."""
    return page(
        "sittings/exams.html",
        offers=available.available_exams(request_db.session(), actor(), request_db.now()),
    )


@bp.get(EXAM)
@allow(Permission.LEARN)
def exam(exam_id: int) -> Response:
    """Before one begins: rules, time, attempts, what counts."""
    return _before(exam_id, AccessCodeForm(None))


@bp.post(EXAM)
@allow(Permission.LEARN)
def begin(exam_id: int) -> AnyResponse:
    """Begin, or go on with the open attempt."""
    form = AccessCodeForm()
    if form.validate():
        try:
            code = form.access_code.data
            begun = sit.sit(request_db.session(), actor(), exam_id, request_db.now(), code, device())
        except Refused as refused:
            form.refuse(refused, "access_code" if refused.code == "exam.access_code" else "")
        else:
            return redirect(url_for("sittings.question", sitting_id=begun.held.id, position=1), 303)
    return _before(exam_id, form)


def _before(exam_id: int, form: AccessCodeForm) -> Response:
    request_db.close()
    found = available.available_exam(request_db.reading(), actor(), exam_id, request_db.now())
    values = {"offer": found, "plan": found.exam.plan, "form": form}
    return page("sittings/exam.html", form.status_code, standard=STANDARD, in_words=allowance_text, **values)


@bp.get(SITTING)
@allow(Permission.LEARN)
def sitting(sitting_id: int) -> AnyResponse:
    """Go on where one was: the first question without an answer."""
    held = own(request_db.session(), actor(), sitting_id)
    if (elsewhere := away(held)) is not None:
        return elsewhere
    answered = current(request_db.session(), sitting_id).answered
    left = [place.number for place in held.paper if place.asks and place.number not in answered]
    return redirect(url_for("sittings.question", sitting_id=sitting_id, position=left[0] if left else 1))


@bp.get(f"{SITTING}/<int(max=999):position>")
@allow(Permission.LEARN)
def question(sitting_id: int, position: int) -> AnyResponse:
    """One question of an open sitting."""
    return _question(sitting_id, position, None)


@bp.post(f"{SITTING}/<int(max=999):position>")
@allow(Permission.LEARN)
def answer(sitting_id: int, position: int) -> AnyResponse:
    """Save the answer of the page, then go where its button says."""
    prefix = f"q{position}."
    form = {
        name.removeprefix(prefix): request.form.getlist(name)
        for name in request.form
        if name.startswith(prefix)
    }
    try:
        saved = write(request_db.session(), actor(), sitting_id, position, form, request_db.now())
    except Refused as refused:
        if refused.code == "sitting.paused":
            request_db.close()
            return redirect(url_for("sittings.paused", sitting_id=sitting_id), 303)
        if refused.status != 400:
            raise
        request_db.close()
        return _question(sitting_id, position, refused)
    if saved.late:
        flash(
            t(
                "时间已到，这个答案已留存备查，不计分",
                "The time was up: this answer is kept, and does not count",
            ),
            "alert",
        )
        return redirect(url_for("sittings.ended", sitting_id=sitting_id), 303)
    return redirect(_go(sitting_id, position), 303)


def _go(sitting_id: int, position: int) -> str:
    """Where the button that was pressed leads."""
    go = request.form.get("go", "next")
    held = own(request_db.session(), actor(), sitting_id)
    if go == "flag":
        flags = current(request_db.session(), sitting_id).flags
        flag(request_db.session(), actor(), sitting_id, position, position not in flags, request_db.now())
    to = {"next": position + 1, "previous": position - 1, "flag": position}.get(go, 0)
    if 1 <= to <= len(held.paper):
        return url_for("sittings.question", sitting_id=sitting_id, position=to)
    return url_for("sittings.review", sitting_id=sitting_id)


def _question(sitting_id: int, position: int, refused: Refused | None) -> AnyResponse:
    found = serve.serve(
        request_db.reading(), actor(), sitting_id, language(), request_db.now(), only=position
    )
    if (elsewhere := away(found.held)) is not None:
        return elsewhere
    status = refused.status if refused else 200
    typed = refused.facts.get("typed") if refused else None
    values = _common(found) | {"item": found.items[0], "refused": refused, "typed": typed}
    return page("sittings/question.html", status, **values)


@bp.get(f"{SITTING}/all")
@allow(Permission.LEARN)
def whole(sitting_id: int) -> AnyResponse:
    """All questions on one page; the page's script takes them from here, so that it can go on offline."""
    found = serve.serve(request_db.session(), actor(), sitting_id, language(), request_db.now())
    if (elsewhere := away(found.held)) is not None:
        return elsewhere
    return page("sittings/all.html", items=found.items, typed=None, **_common(found))


@bp.get(f"{SITTING}/review")
@allow(Permission.LEARN)
def review(sitting_id: int) -> AnyResponse:
    """What is answered, blank and flagged, before handing in."""
    return _check(sitting_id, "sittings/review.html")


@bp.get(f"{SITTING}/submission")
@allow(Permission.LEARN)
def confirm(sitting_id: int) -> AnyResponse:
    """Are you sure? It cannot be taken back."""
    return _check(sitting_id, "sittings/confirm.html")


def _check(sitting_id: int, template: str) -> AnyResponse:
    held = own(request_db.session(), actor(), sitting_id)
    if (elsewhere := away(held)) is not None:
        return elsewhere
    return page(template, **_common(Served(held, OPEN, current(request_db.session(), sitting_id), [])))


@bp.post(f"{SITTING}/submission")
@allow(Permission.LEARN)
def hand_in(sitting_id: int) -> AnyResponse:
    """Hand in what the server holds."""
    submit(request_db.session(), actor(), sitting_id, {}, request_db.now())
    return redirect(url_for("sittings.ended", sitting_id=sitting_id), 303)


def _common(found: Served) -> dict[str, Any]:
    held = found.held
    first = url_for("sittings.question", sitting_id=held.id, position=1)
    cells = [
        {
            "position": place.number,
            "state": found.current.state(place.number) if place.asks else "answered",
            "flag": place.number in found.current.flags,
            "url": f"{first[:-1]}{place.number}",
        }
        for place in held.paper
    ]
    return {
        "held": held,
        "current": found.current,
        "cells": cells,
        "left": [cell for cell in cells if cell["state"] != "answered"],
        "flagged": [cell for cell in cells if cell["flag"]],
        "server_time": iso(request_db.now()),
        "started_at": iso(held.started_at),
        "deadline": iso(held.deadline_at(request_db.now())),
        "installation": file_key.installation_id(runtime().settings.secret_key),
        **keys(held),
    }


@bp.next_tasks
def open_sittings(session: Session, who: Actor, now: datetime) -> list[Task]:
    """An exam that runs is the most pressing thing there is."""
    return [
        Task(
            0,
            found.exam.plan.title,
            Text("考试正在计时，请尽快继续", "The clock is running: go on now"),
            Text("继续考试", "Go on"),
            url_for("sittings.sitting", sitting_id=found.open_sitting.id),
        )
        for found in available.available_exams(session, who, now)
        if found.open_sitting
    ]


bp.navigation(20, Text("考试", "Exams"), "sittings.exams", Permission.LEARN)
