"""Sitting an exam, page by page; every step works without a script."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from flask import Response, flash, jsonify, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.delivery import key, offer, receipt, serve
from lms.delivery import sit as sitting_down
from lms.delivery.find import OPEN, PAUSED, SUBMITTED, Held, current, own
from lms.delivery.flag import flag
from lms.delivery.forms import AccessCodeForm
from lms.delivery.save import was_collected
from lms.delivery.serve import Served
from lms.delivery.submit import submit
from lms.delivery.views import EXAM, SITTING, bp
from lms.delivery.views.hold import away
from lms.delivery.write import write
from lms.domain.access import Actor, Permission
from lms.domain.exam.allowance import STANDARD, in_words
from lms.domain.problem import Refused, Text
from lms.platform.clock import iso
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
    return page("delivery/exams.html", offers=offer.offered(request_db.session(), actor(), request_db.now()))


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
            begun = sitting_down.sit(request_db.session(), actor(), exam_id, request_db.now(), code, device())
        except Refused as refused:
            form.refuse(refused, "access_code" if refused.code == "exam.access_code" else "")
        else:
            return redirect(url_for("delivery.question", sitting_id=begun.held.id, position=1), 303)
    return _before(exam_id, form)


def _before(exam_id: int, form: AccessCodeForm) -> Response:
    request_db.close()
    found = offer.offer(request_db.reading(), actor(), exam_id, request_db.now())
    values = {"offer": found, "plan": found.exam.plan, "form": form}
    return page("delivery/exam.html", form.status_code, standard=STANDARD, in_words=in_words, **values)


@bp.get(SITTING)
@allow(Permission.LEARN)
def sitting(sitting_id: int) -> AnyResponse:
    """Go on where one was: the first question without an answer."""
    held = own(request_db.session(), actor(), sitting_id)
    if (elsewhere := away(held)) is not None:
        return elsewhere
    answered = current(request_db.session(), sitting_id).answered
    left = [place.number for place in held.paper if place.asks and place.number not in answered]
    return redirect(url_for("delivery.question", sitting_id=sitting_id, position=left[0] if left else 1))


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
            return redirect(url_for("delivery.paused", sitting_id=sitting_id), 303)
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
        return redirect(url_for("delivery.ended", sitting_id=sitting_id), 303)
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
        return url_for("delivery.question", sitting_id=sitting_id, position=to)
    return url_for("delivery.review", sitting_id=sitting_id)


def _question(sitting_id: int, position: int, refused: Refused | None) -> AnyResponse:
    found = serve.serve(
        request_db.reading(), actor(), sitting_id, language(), request_db.now(), only=position
    )
    if (elsewhere := away(found.held)) is not None:
        return elsewhere
    status = refused.status if refused else 200
    typed = refused.facts.get("typed") if refused else None
    values = _common(found) | {"item": found.items[0], "refused": refused, "typed": typed}
    return page("delivery/question.html", status, **values)


@bp.get(f"{SITTING}/all")
@allow(Permission.LEARN)
def whole(sitting_id: int) -> AnyResponse:
    """All questions on one page; the page's script takes them from here, so that it can go on offline."""
    found = serve.serve(request_db.session(), actor(), sitting_id, language(), request_db.now())
    if (elsewhere := away(found.held)) is not None:
        return elsewhere
    return page("delivery/all.html", items=found.items, typed=None, **_common(found))


@bp.get(f"{SITTING}/review")
@allow(Permission.LEARN)
def review(sitting_id: int) -> AnyResponse:
    """What is answered, blank and flagged, before handing in."""
    return _check(sitting_id, "delivery/review.html")


@bp.get(f"{SITTING}/submission")
@allow(Permission.LEARN)
def confirm(sitting_id: int) -> AnyResponse:
    """Are you sure? It cannot be taken back."""
    return _check(sitting_id, "delivery/confirm.html")


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
    return redirect(url_for("delivery.ended", sitting_id=sitting_id), 303)


@bp.get(f"{SITTING}/receipt")
@allow(Permission.LEARN)
def ended(sitting_id: int) -> AnyResponse:
    """The receipt; or, for a sitting whose time is up, the way to it."""
    held = own(request_db.session(), actor(), sitting_id)
    if held.state_at(request_db.now()) in (OPEN, PAUSED):
        return redirect(url_for("delivery.sitting", sitting_id=sitting_id))
    found = current(request_db.session(), sitting_id)
    code = receipt.grouped(held.receipt) if held.receipt else ""
    answered = sum(place.asks and place.number in found.answered for place in held.paper)
    return page("delivery/receipt.html", held=held, code=code, answered=answered, behind=_behind(held))


def _behind(held: Held) -> dict[str, str]:
    """With what the browser may send what it still holds of a sitting that ended without it; nothing if it handed in."""
    if held.state == SUBMITTED and not was_collected(request_db.session().connection(), held.id):
        return {}
    return _keys(held)


def _keys(held: Held) -> dict[str, str]:
    secret = runtime().settings.secret_key
    return {"api": f"/api/v1/sittings/{held.id}", "key": b64encode(key.of(secret, held.id)).decode()}


@bp.get(f"{SITTING}/receipt.json")
@allow(Permission.LEARN)
def sealed(sitting_id: int) -> Response:
    """The sealed document, from which anyone can compute the receipt again."""
    held = own(request_db.session(), actor(), sitting_id)
    receipt.must_be_sealed(held)
    response = jsonify(receipt.proof(held, current(request_db.session(), sitting_id)))
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{held.id}.json"'
    return response


def _common(found: Served) -> dict[str, Any]:
    held = found.held
    first = url_for("delivery.question", sitting_id=held.id, position=1)
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
        "installation": key.installation(runtime().settings.secret_key),
        **_keys(held),
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
            url_for("delivery.sitting", sitting_id=found.open_sitting.id),
        )
        for found in offer.offered(session, who, now)
        if found.open_sitting
    ]


bp.navigation(20, Text("考试", "Exams"), "delivery.exams", Permission.LEARN)
