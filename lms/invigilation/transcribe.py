"""Typing in the answers of a paper sheet, when the power failed; a second person agrees before they count."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from lms import questions
from lms.domain.access import Actor
from lms.domain.problem import Problem, Refused, Text, not_found
from lms.domain.question.protocol import Question, Unreadable
from lms.exams.items import paper_items
from lms.invigilation.amend import AddedAnswer, add_answers, seal_again
from lms.invigilation.intervene import reason_facts, record_decision
from lms.invigilation.models import Transcript
from lms.invigilation.watch import watched_ids, watched_sitting
from lms.people.models import Person
from lms.platform import audit, events
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SittingView, one
from lms.sittings.serve import ShownQuestion, show

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = "letters"
"""The field in which options are typed by their letters, as they stand on the paper."""
Forms = Mapping[int, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class PendingTranscript:
    """A transcript that somebody else has to look at."""

    id: int
    sitting_id: int
    name: str
    login: str
    typed_by: str
    typed_at: datetime
    own: bool
    """Whether the actor typed it, and so cannot confirm it."""
    reason: str
    answers: dict[int, dict[str, Any]]


def answer_sheet(
    session: Session, actor: Actor, sitting_id: int, language: str
) -> tuple[SittingView, list[ShownQuestion]]:
    """The questions of a sitting as its paper shows them, for the one who types."""
    held = watched_sitting(session, actor, sitting_id)
    _require_transcribable(held)
    return held, [item for item in show(session, held, language) if item.points > 0]


def enter_transcript(
    session: Session, actor: Actor, sitting_id: int, forms: Forms, reason: str, now: datetime
) -> Transcript:
    """Keep what stands on the sheet until somebody else confirms it; takes the place of one that waits.

    Raises Refused (400) with every answer that cannot be read.
    """
    why = reason_facts(actor, reason)["reason"]
    held = watched_sitting(session, actor, sitting_id, lock=True)
    _require_transcribable(held)
    answers = _read_answers(session, held, forms)
    waiting = (Transcript.sitting_id == sitting_id, Transcript.state == "waiting")
    gone = {"state": "discarded", "judged_by": actor.id, "judged_at": now}
    session.execute(update(Transcript).where(*waiting).values(**gone))
    made = Transcript(sitting_id=sitting_id, answers=answers, reason=why, typed_by=actor.id, typed_at=now)
    session.add(made)
    session.flush()
    facts = {"transcript": made.id, "answers": len(answers), "reason": why}
    audit.record(session, "delivery.type_in", f"sitting:{sitting_id}", actor.id, now, "ok", **facts)
    return made


def confirm_transcript(session: Session, actor: Actor, transcript_id: int, now: datetime) -> SittingView:
    """The answers count, as if saved now; a sitting that has ended is sealed and scored anew.

    Raises Refused (403) for whoever typed them: two pairs of eyes.
    """
    kept = _locked_transcript(session, actor, transcript_id)
    if kept.typed_by == actor.id:
        raise Refused(
            "transcript.same_person",
            Text("录入人不能复核自己的录入", "Whoever typed the answers cannot confirm them"),
            Text("请另一位监考人员对照答题卡复核", "Ask another invigilator to compare them with the sheet"),
            status=403,
        )
    held = watched_sitting(session, actor, kept.sitting_id, lock=True)
    _require_transcribable(held)
    answers = [AddedAnswer(answer["position"], answer["response"]) for answer in kept.answers]
    add_answers(session, kept.typed_by, held, answers, now)
    facts = reason_facts(actor, kept.reason) | {
        "typed_by": session.get_one(Person, kept.typed_by).name,
        "positions": [answer.position for answer in answers],
    }
    anew = seal_again(session, held) if held.receipt else None
    if anew:
        facts |= {"receipt_before": held.receipt, "receipt": anew.held.receipt}
    record_decision(session, actor, held, "transcribed", facts, now)
    _close(session, actor, kept, "confirmed", now)
    if anew:
        events.emit(session, anew, now)
    return one(session, held.id)


def discard_transcript(session: Session, actor: Actor, transcript_id: int, now: datetime) -> int:
    """It was typed wrongly; returns its sitting."""
    kept = _locked_transcript(session, actor, transcript_id)
    _close(session, actor, kept, "discarded", now)
    return kept.sitting_id


def pending_transcripts(
    session: Session, actor: Actor, sitting_id: int | None = None
) -> list[PendingTranscript]:
    """What waits for a second pair of eyes, within the actor's units."""
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


def typed_responses(session: Session, held: SittingView, forms: Forms) -> dict[int, Any]:
    """What the fields of each question hold, for the form that comes back; nothing of what cannot be read."""
    known = paper_items(session, {place.version_id for place in held.paper})
    found = {}
    for place in held.paper:
        with suppress(Unreadable):
            question = known[place.version_id].question
            found[place.number] = questions.from_form(question, forms.get(place.number, {}))
    return found


def positions_by_letters(session: Session, held: SittingView, shown: Sequence[ShownQuestion]) -> set[int]:
    """The positions whose answer is one or several options: typed by letters, not by fields of a form."""
    known = paper_items(session, {place.version_id for place in held.paper})
    keys = {
        item.position: questions.key(known[held.position(item.position).version_id].question)
        for item in shown
    }
    return {
        item.position
        for item in shown
        if "options" in item.body and keys[item.position].keys() & {"choice", "choices"}
    }


def may_transcribe(held: SittingView) -> bool:
    """Whether answers may be typed in: it runs, is paused, or its time ran out; not one handed in."""
    return held.state in (OPEN, PAUSED, EXPIRED) and held.annulled is None


def _require_transcribable(held: SittingView) -> None:
    if not may_transcribe(held):
        raise Refused(
            "transcript.handed_in",
            Text(
                "已交卷或已作无效处理的考试不能录入", "It was handed in, or annulled: nothing can be typed in"
            ),
            Text("如有异议，请走成绩复核", "If the result is in doubt, ask for a review"),
        )


def _locked_transcript(session: Session, actor: Actor, transcript_id: int) -> Transcript:
    query: Select[Any] = select(Transcript).where(
        Transcript.id == transcript_id,
        Transcript.state == "waiting",
        Transcript.sitting_id.in_(watched_ids(actor)),
    )
    kept: Transcript | None = session.scalar(query.with_for_update())
    if kept is None:
        raise not_found(Text("待复核的录入", "transcript"))
    return kept


def _close(session: Session, actor: Actor, kept: Transcript, state: str, now: datetime) -> None:
    kept.state, kept.judged_by, kept.judged_at = state, actor.id, now
    facts = {"transcript": kept.id}
    action = f"delivery.transcript_{state}"
    audit.record(session, action, f"sitting:{kept.sitting_id}", actor.id, now, "ok", **facts)


def _read_answers(session: Session, held: SittingView, forms: Forms) -> list[dict[str, Any]]:
    known = paper_items(session, {place.version_id for place in held.paper})
    shown = {item.position: item.body for item in show(session, held, "zh")}
    problems: list[Problem] = []
    answers = []
    for place in held.paper:
        question = known[place.version_id].question
        try:
            form = _fields_from_letters(question, shown[place.number], forms.get(place.number, {}))
            response = questions.read(question, questions.from_form(question, form))
        except Unreadable as unreadable:
            where = f"第 {place.number} 题"
            problems += [Problem(where, problem.what, problem.how) for problem in unreadable.problems]
            continue
        if place.asks and response:
            answers.append({"position": place.number, "response": response})
    if problems or not answers:
        raise Refused(
            "transcript.invalid",
            Text("没有保存录入的答案", "What was typed in was not saved"),
            Text("请改正下列各题，至少录入一题", "Correct these questions; type in at least one"),
            status=400,
            problems=problems,
        )
    return answers


def _fields_from_letters(
    question: Question, body: Mapping[str, Any], form: Mapping[str, list[str]]
) -> Mapping[str, list[str]]:
    """The fields of the kind's form from letters, for questions with options; others come as they are."""
    if LETTERS not in form:
        return form
    typed = re.sub(r"[\s,，、;；]", "", "".join(form[LETTERS])).upper()
    ids = [option["id"] for option in body.get("options", [])]
    places = [ALPHABET.find(letter) for letter in typed]
    is_one = "choice" in questions.key(question)
    if any(not 0 <= place < len(ids) for place in places) or (is_one and len(places) > 1):
        last = ALPHABET[len(ids) - 1]
        what = Text(f"“{typed[:20]}”不是本题的选项", f'"{typed[:20]}" is no answer to this question')
        how = Text(f"请填 A 到 {last}", f"Write letters from A to {last}")
        raise Unreadable(Problem("", what, how))
    chosen: Sequence[str] = [ids[place] for place in places]
    return {"choice": list(chosen[:1]), "choices": list(dict.fromkeys(chosen))}
