"""The pages on which a paper sheet is entered, and confirmed by a second person."""

from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.invigilation import messages, transcribe
from lms.invigilation.forms import TranscriptForm
from lms.invigilation.transcribe import LETTERS
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
    """List the transcripts that wait for confirmation."""
    return page(
        "invigilation/transcripts.html", rows=transcribe.pending_transcripts(request_db.session(), actor())
    )


@bp.get(f"{WATCH}/transcript")
@allow(INVIGILATE)
def transcript(watched_id: int) -> Response:
    """Show the form for the whole sheet; or what was entered, to be confirmed."""
    return _transcript_page(watched_id, TranscriptForm(None))


@bp.post(f"{WATCH}/transcript")
@allow(INVIGILATE)
def type_in(watched_id: int) -> AnyResponse:
    """Store what was entered until another person confirms it."""
    form = TranscriptForm()
    if form.validate():
        try:
            transcribe.enter_transcript(
                request_db.session(), actor(), watched_id, _sent_fields(), form.own.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.TRANSCRIPT_ENTERED))
            return redirect(url_for("invigilation.transcript", watched_id=watched_id), 303)
    return _transcript_page(watched_id, form)


@bp.post(f"{TRANSCRIPT}/confirmation")
@allow(INVIGILATE)
def confirm_transcript(transcript_id: int) -> AnyResponse:
    """Confirm a transcript as the second person."""
    sitting = transcribe.confirm_transcript(request_db.session(), actor(), transcript_id, request_db.now())
    flash(t(messages.TRANSCRIPT_CONFIRMED))
    return redirect(url_for("invigilation.watched", watched_id=sitting.id), 303)


@bp.post(f"{TRANSCRIPT}/discarding")
@allow(INVIGILATE)
def discard_transcript(transcript_id: int) -> AnyResponse:
    """Discard a transcript with mistakes."""
    sitting_id = transcribe.discard_transcript(request_db.session(), actor(), transcript_id, request_db.now())
    flash(t(messages.TRANSCRIPT_DISCARDED))
    return redirect(url_for("invigilation.transcript", watched_id=sitting_id), 303)


def _sent_fields() -> dict[int, dict[str, list[str]]]:
    """Return the fields by position: q3.letters, q4.value, …"""
    fields: dict[int, dict[str, list[str]]] = {}
    for name in request.form:
        place, dot, field = name.partition(".")
        if dot and place[:1] == "q" and place[1:].isascii() and place[1:].isdigit() and len(place) < 5:
            fields.setdefault(int(place[1:]), {})[field] = request.form.getlist(name)
    return fields


def _transcript_page(watched_id: int, form: TranscriptForm) -> Response:
    request_db.close()
    session = request_db.reading()
    sitting, shown = transcribe.answer_sheet(session, actor(), watched_id, language())
    pending = transcribe.pending_transcripts(session, actor(), watched_id)
    entered = pending[0].answers if pending and not form.failed else {}
    last_letters = transcribe.last_letters(session, sitting, shown)
    values: dict[str, Any] = {
        "sitting": sitting,
        "items": shown,
        "pending": pending[0] if entered else None,
        "entered": entered,
        "letters": transcribe.as_letters([item for item in shown if item.position in last_letters], entered),
        "last_letters": last_letters,
        "typed": request.form,
        "responses": transcribe.typed_responses(session, sitting, _sent_fields()) if form.failed else {},
        "letters_field": LETTERS,
    }
    return page("invigilation/transcript.html", form.status_code, form=form, **values)


@bp.next_tasks
def transcripts_to_confirm(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return a task for the transcripts of others that wait for confirmation."""
    if not actor.may(INVIGILATE):
        return []
    count = sum(not transcript.own for transcript in transcribe.pending_transcripts(session, actor))
    title = Text("复核录入的答卷", "Confirm entered answers")
    detail = Text(f"有 {count} 份纸质答卷等您复核", f"Paper sheets waiting for your confirmation: {count}")
    url = url_for("invigilation.transcripts")
    return [Task(8, title, detail, Text("去复核", "Confirm"), url)] if count else []
