"""Typing in a paper sheet, and the second pair of eyes that looks at what was typed."""

from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.invigilation import transcribe
from lms.invigilation.forms import TranscriptForm
from lms.invigilation.transcribe import ALPHABET, LETTERS
from lms.invigilation.views import bp
from lms.invigilation.views.board import INVIGILATE
from lms.invigilation.views.watched import WATCH
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language, t
from lms.web.pages import Task, page

TRANSCRIPT = "/invigilation/transcripts/<int(max=9007199254740991):transcript_id>"


@bp.get("/invigilation/transcripts")
@allow(INVIGILATE)
def transcripts() -> Response:
    """What waits for a second person."""
    return page(
        "invigilation/transcripts.html", rows=transcribe.pending_transcripts(request_db.session(), actor())
    )


@bp.get(f"{WATCH}/transcript")
@allow(INVIGILATE)
def transcript(watched_id: int) -> Response:
    """One form for the whole sheet; or what was typed, for the one who confirms it."""
    return _transcript_page(watched_id, TranscriptForm(None))


@bp.post(f"{WATCH}/transcript")
@allow(INVIGILATE)
def type_in(watched_id: int) -> AnyResponse:
    """Keep what was typed until somebody else agrees."""
    form = TranscriptForm()
    if form.validate():
        try:
            transcribe.enter_transcript(
                request_db.session(), actor(), watched_id, _sent_fields(), form.own.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(
                t(
                    "已录入，等待另一位监考人员复核；复核前不计分",
                    "Typed in; it counts once another invigilator has confirmed it",
                )
            )
            return redirect(url_for("invigilation.transcript", watched_id=watched_id), 303)
    return _transcript_page(watched_id, form)


@bp.post(f"{TRANSCRIPT}/confirmation")
@allow(INVIGILATE)
def confirm_transcript(transcript_id: int) -> AnyResponse:
    """A second person agrees."""
    held = transcribe.confirm_transcript(request_db.session(), actor(), transcript_id, request_db.now())
    flash(t("已复核，答案已生效", "Confirmed: the answers count"))
    return redirect(url_for("invigilation.watched", watched_id=held.id), 303)


@bp.post(f"{TRANSCRIPT}/discarding")
@allow(INVIGILATE)
def discard_transcript(transcript_id: int) -> AnyResponse:
    """It was typed wrongly."""
    sitting_id = transcribe.discard_transcript(request_db.session(), actor(), transcript_id, request_db.now())
    flash(t("录入已作废，可以重新录入", "Discarded; it can be typed in again"))
    return redirect(url_for("invigilation.transcript", watched_id=sitting_id), 303)


def _sent_fields() -> dict[int, dict[str, list[str]]]:
    """The fields by position: q3.letters, q4.value, …"""
    found: dict[int, dict[str, list[str]]] = {}
    for name in request.form:
        place, dot, field = name.partition(".")
        if dot and place[:1] == "q" and place[1:].isascii() and place[1:].isdigit() and len(place) < 5:
            found.setdefault(int(place[1:]), {})[field] = request.form.getlist(name)
    return found


def _transcript_page(watched_id: int, form: TranscriptForm) -> Response:
    request_db.close()
    session = request_db.reading()
    held, shown = transcribe.answer_sheet(session, actor(), watched_id, language())
    waiting = transcribe.pending_transcripts(session, actor(), watched_id)
    given = waiting[0].answers if waiting and not form.failed else {}
    values: dict[str, Any] = {
        "held": held,
        "items": shown,
        "waiting": waiting[0] if given else None,
        "given": given,
        "letters": {item.position: _letters(item.body, given.get(item.position, {})) for item in shown},
        "by_letters": transcribe.positions_by_letters(session, held, shown),
        "typed": request.form,
        "responses": transcribe.typed_responses(session, held, _sent_fields()) if form.failed else {},
        "letters_field": LETTERS,
        "alphabet": ALPHABET,
    }
    return page("invigilation/transcript.html", form.status_code, form=form, **values)


def _letters(body: dict[str, Any], response: dict[str, Any]) -> str:
    """A response to options by the letters of the paper."""
    chosen = response.get("choices", [response.get("choice")])
    return "".join(ALPHABET[n] for n, option in enumerate(body.get("options", [])) if option["id"] in chosen)


@bp.next_tasks
def to_confirm(session: Session, who: Actor, now: datetime) -> list[Task]:
    """Sheets that wait for a second pair of eyes."""
    if not who.may(INVIGILATE):
        return []
    count = sum(not one.own for one in transcribe.pending_transcripts(session, who))
    title = Text("复核录入的答卷", "Confirm what was typed in")
    detail = Text(f"有 {count} 份纸质答卷等您复核", f"{count} paper sheets wait for a second pair of eyes")
    url = url_for("invigilation.transcripts")
    return [Task(8, title, detail, Text("去复核", "Look at them"), url)] if count else []
