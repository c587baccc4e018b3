"""Enter the answers of a paper sheet, after a power failure; a second person confirms them before they count."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from lms import questions
from lms.domain.access import Actor
from lms.domain.place import QuestionNumber
from lms.domain.problem import Problem
from lms.domain.question.protocol import Data, Question, Unreadable
from lms.exams.items import paper_items
from lms.invigilation import messages
from lms.invigilation.amend import AddedAnswer, add_answers, seal_again
from lms.invigilation.intervene import reason_facts, record_decision
from lms.invigilation.models import Transcript
from lms.invigilation.watch import watched_ids, watched_sitting
from lms.people.models import Person
from lms.platform import audit, events
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SittingView, any_sitting
from lms.sittings.serve import ShownQuestion, show_questions

LETTERS = "letters"
"""The field for the letters of options, as they are on the paper."""
Forms = Mapping[int, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class PendingTranscript:
    """A transcript that another person has to confirm."""

    id: int
    sitting_id: int
    name: str
    login: str
    typed_by: str
    typed_at: datetime
    own: bool
    """Whether the actor entered it, and so cannot confirm it."""
    reason: str
    answers: dict[int, dict[str, Any]]


def answer_sheet(
    session: Session, actor: Actor, sitting_id: int, language: str
) -> tuple[SittingView, list[ShownQuestion]]:
    """Return a sitting and its questions as its paper shows them."""
    sitting = watched_sitting(session, actor, sitting_id)
    _require_transcribable(sitting)
    return sitting, [item for item in show_questions(session, sitting, language) if item.points > 0]


def enter_transcript(
    session: Session, actor: Actor, sitting_id: int, forms: Forms, reason: str, now: datetime
) -> Transcript:
    """Store the answers of a sheet until another person confirms them; they replace a pending transcript.

    Raise Refused (400) with every answer that cannot be read.
    """
    reason = reason_facts(actor, reason)["reason"]
    sitting = watched_sitting(session, actor, sitting_id, lock=True)
    _require_transcribable(sitting)
    answers = _read_answers(session, sitting, forms)
    pending = (Transcript.sitting_id == sitting_id, Transcript.state == "waiting")
    discarded = {"state": "discarded", "judged_by": actor.id, "judged_at": now}
    session.execute(update(Transcript).where(*pending).values(**discarded))
    transcript = Transcript(
        sitting_id=sitting_id, answers=answers, reason=reason, typed_by=actor.id, typed_at=now
    )
    session.add(transcript)
    session.flush()
    facts = {"transcript": transcript.id, "answers": len(answers), "reason": reason}
    audit.record(session, "delivery.type_in", f"sitting:{sitting_id}", actor.id, now, "ok", **facts)
    return transcript


def confirm_transcript(session: Session, actor: Actor, transcript_id: int, now: datetime) -> SittingView:
    """Let the answers count, as if saved now; a sitting that has ended is sealed and scored again.

    Raise Refused (403) if the actor entered them.
    """
    kept = _locked_transcript(session, actor, transcript_id)
    if kept.typed_by == actor.id:
        raise messages.same_person()
    sitting = watched_sitting(session, actor, kept.sitting_id, lock=True)
    _require_transcribable(sitting)
    answers = [AddedAnswer(answer["position"], answer["response"]) for answer in kept.answers]
    add_answers(session, kept.typed_by, sitting, answers, now)
    facts = reason_facts(actor, kept.reason) | {
        "typed_by": session.get_one(Person, kept.typed_by).name,
        "positions": [answer.position for answer in answers],
    }
    ended = seal_again(session, sitting) if sitting.receipt else None
    if ended:
        facts |= {"receipt_before": sitting.receipt, "receipt": ended.sitting.receipt}
    record_decision(session, actor, sitting, "transcribed", facts, now)
    _close(session, actor, kept, "confirmed", now)
    if ended:
        events.emit(session, ended, now)
    return any_sitting(session, sitting.id)


def discard_transcript(session: Session, actor: Actor, transcript_id: int, now: datetime) -> int:
    """Discard a transcript with mistakes; return the id of its sitting."""
    kept = _locked_transcript(session, actor, transcript_id)
    _close(session, actor, kept, "discarded", now)
    return kept.sitting_id


def pending_transcripts(
    session: Session, actor: Actor, sitting_id: int | None = None
) -> list[PendingTranscript]:
    """Return the transcripts that wait for confirmation, within the actor's units."""
    mine = watched_ids(actor).add_columns(Person.login, Person.name).subquery()
    typist = select(Person.name).where(Person.id == Transcript.typed_by).scalar_subquery()
    query = (
        select(Transcript, mine.c.login, mine.c.name, typist.label("typed_by"))
        .join(mine, mine.c.id == Transcript.sitting_id)
        .where(Transcript.state == "waiting")
        .order_by(Transcript.id)
    )
    if sitting_id is not None:
        query = query.where(Transcript.sitting_id == sitting_id)
    return [
        PendingTranscript(
            kept.id,
            kept.sitting_id,
            name,
            login,
            typed_by,
            kept.typed_at,
            kept.typed_by == actor.id,
            kept.reason,
            {answer["position"]: answer["response"] for answer in kept.answers},
        )
        for kept, login, name, typed_by in session.execute(query)
    ]


def typed_responses(session: Session, sitting: SittingView, forms: Forms) -> dict[int, Any]:
    """Return what was entered for each question, for the form that is shown again; without unreadable answers."""
    items = paper_items(session, {place.version_id for place in sitting.paper})
    responses = {}
    for place in sitting.paper:
        with suppress(Unreadable):
            question = items[place.version_id].question
            responses[place.number] = questions.raw_from_form(question, forms.get(place.number, {}))
    return responses


def last_letters(session: Session, sitting: SittingView, shown: Sequence[ShownQuestion]) -> dict[int, str]:
    """Return the last letter of each position that is answered by options, and so entered by letters, not fields."""
    items = paper_items(session, {place.version_id for place in sitting.paper})
    last = {}
    for item in shown:
        question = items[sitting.position(item.position).version_id].question
        kind = questions.get_kind(item.kind)
        if kind.chosen_options(questions.model_answer(question, "zh")) is not None:
            last[item.position] = kind.paper_layout(item.body).choices[-1].mark
    return last


def as_letters(shown: Sequence[ShownQuestion], answers: Mapping[int, Mapping[str, Any]]) -> dict[int, str]:
    """Return the answers to `shown` as a candidate would write them on the paper; "" for no answer."""
    return {
        item.position: questions.get_kind(item.kind)
        .response_to_paper(item.body, answers.get(item.position, {}))
        .zh
        for item in shown
    }


def may_transcribe(sitting: SittingView) -> bool:
    """Return whether answers may be entered: it is in progress, paused or expired, and not submitted or annulled."""
    return sitting.state in (OPEN, PAUSED, EXPIRED) and sitting.annulled is None


def _require_transcribable(sitting: SittingView) -> None:
    if not may_transcribe(sitting):
        raise messages.sitting_submitted()


def _locked_transcript(session: Session, actor: Actor, transcript_id: int) -> Transcript:
    query: Select[Any] = select(Transcript).where(
        Transcript.id == transcript_id,
        Transcript.state == "waiting",
        Transcript.sitting_id.in_(watched_ids(actor)),
    )
    kept: Transcript | None = session.scalar(query.with_for_update())
    if kept is None:
        raise messages.transcript_not_found()
    return kept


def _close(session: Session, actor: Actor, kept: Transcript, state: str, now: datetime) -> None:
    kept.state, kept.judged_by, kept.judged_at = state, actor.id, now
    facts = {"transcript": kept.id}
    action = f"delivery.transcript_{state}"
    audit.record(session, action, f"sitting:{kept.sitting_id}", actor.id, now, "ok", **facts)


def _read_answers(session: Session, sitting: SittingView, forms: Forms) -> list[dict[str, Any]]:
    items = paper_items(session, {place.version_id for place in sitting.paper})
    shown = {item.position: item.body for item in show_questions(session, sitting, "zh")}
    problems: list[Problem] = []
    answers = []
    for place in sitting.paper:
        question = items[place.version_id].question
        try:
            response = _response(question, shown[place.number], forms.get(place.number, {}))
        except Unreadable as unreadable:
            where = QuestionNumber(place.number)
            problems += [Problem(where, problem.what, problem.how) for problem in unreadable.problems]
            continue
        if place.asks and response:
            answers.append({"position": place.number, "response": response})
    if problems or not answers:
        raise messages.transcript_invalid(problems)
    return answers


def _response(question: Question, body: Data, form: Mapping[str, list[str]]) -> dict[str, Any]:
    """Read a response from letters where they were entered, else from the fields of the kind's form."""
    if LETTERS in form:
        return questions.response_from_paper(question, body, "".join(form[LETTERS]))
    return questions.read_response(question, questions.raw_from_form(question, form))
