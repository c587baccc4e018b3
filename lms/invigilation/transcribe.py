"""Typing in the answers of a paper sheet, when the power failed; a second person agrees before they count."""

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
from lms.domain.problem import Problem, Refused, Text, not_found
from lms.domain.question.protocol import Data, Question, Unreadable
from lms.exams.items import items
from lms.invigilation.amend import Added, add, seal_again
from lms.invigilation.intervene import reason_facts, record_decision
from lms.invigilation.models import Transcript
from lms.invigilation.watch import see, watched
from lms.people.models import Person
from lms.platform import audit, events
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SittingView, any_sitting
from lms.sittings.serve import ShownQuestion, show_questions

LETTERS = "letters"
"""The field in which options are typed by their letters, as they stand on the paper."""
Forms = Mapping[int, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Waiting:
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


def sheet(
    session: Session, actor: Actor, sitting_id: int, language: str
) -> tuple[SittingView, list[ShownQuestion]]:
    """The questions of a sitting as its paper shows them, for the one who types."""
    held = see(session, actor, sitting_id)
    _must_take(held)
    return held, [item for item in show_questions(session, held, language) if item.points > 0]


def enter(
    session: Session, actor: Actor, sitting_id: int, forms: Forms, reason: str, now: datetime
) -> Transcript:
    """Keep what stands on the sheet until somebody else confirms it; takes the place of one that waits.

    Raises Refused (400) with every answer that cannot be read.
    """
    why = reason_facts(actor, reason)["reason"]
    held = see(session, actor, sitting_id, lock=True)
    _must_take(held)
    answers = _read(session, held, forms)
    waiting = (Transcript.sitting_id == sitting_id, Transcript.state == "waiting")
    gone = {"state": "discarded", "judged_by": actor.id, "judged_at": now}
    session.execute(update(Transcript).where(*waiting).values(**gone))
    made = Transcript(sitting_id=sitting_id, answers=answers, reason=why, typed_by=actor.id, typed_at=now)
    session.add(made)
    session.flush()
    facts = {"transcript": made.id, "answers": len(answers), "reason": why}
    audit.record(session, "delivery.type_in", f"sitting:{sitting_id}", actor.id, now, "ok", **facts)
    return made


def confirm(session: Session, actor: Actor, transcript_id: int, now: datetime) -> SittingView:
    """The answers count, as if saved now; a sitting that has ended is sealed and scored anew.

    Raises Refused (403) for whoever typed them: two pairs of eyes.
    """
    kept = _waiting(session, actor, transcript_id)
    if kept.typed_by == actor.id:
        raise Refused(
            "transcript.same_person",
            Text("录入人不能复核自己的录入", "Whoever typed the answers cannot confirm them"),
            Text("请另一位监考人员对照答题卡复核", "Ask another invigilator to compare them with the sheet"),
            status=403,
        )
    held = see(session, actor, kept.sitting_id, lock=True)
    _must_take(held)
    answers = [Added(answer["position"], answer["response"]) for answer in kept.answers]
    add(session, kept.typed_by, held, answers, now)
    facts = reason_facts(actor, kept.reason) | {
        "typed_by": session.get_one(Person, kept.typed_by).name,
        "positions": [answer.position for answer in answers],
    }
    anew = seal_again(session, held) if held.receipt else None
    if anew:
        facts |= {"receipt_before": held.receipt, "receipt": anew.sitting.receipt}
    record_decision(session, actor, held, "transcribed", facts, now)
    _judge(session, actor, kept, "confirmed", now)
    if anew:
        events.emit(session, anew, now)
    return any_sitting(session, held.id)


def discard(session: Session, actor: Actor, transcript_id: int, now: datetime) -> int:
    """It was typed wrongly; returns its sitting."""
    kept = _waiting(session, actor, transcript_id)
    _judge(session, actor, kept, "discarded", now)
    return kept.sitting_id


def waiting(session: Session, actor: Actor, sitting_id: int | None = None) -> list[Waiting]:
    """What waits for a second pair of eyes, within the actor's units."""
    mine = watched(actor).add_columns(Person.login, Person.name).subquery()
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
        Waiting(
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


def typed(session: Session, held: SittingView, forms: Forms) -> dict[int, Any]:
    """What the fields of each question hold, for the form that comes back; nothing of what cannot be read."""
    known = items(session, {place.version_id for place in held.paper})
    found = {}
    for place in held.paper:
        with suppress(Unreadable):
            question = known[place.version_id].question
            found[place.number] = questions.from_form(question, forms.get(place.number, {}))
    return found


def by_letters(session: Session, held: SittingView, shown: Sequence[ShownQuestion]) -> dict[int, str]:
    """The last letter on the paper for each position whose answer is a pick of options: typed by letters,
    not by fields of a form."""
    known = items(session, {place.version_id for place in held.paper})
    found = {}
    for item in shown:
        question = known[held.position(item.position).version_id].question
        own = questions.kind(item.kind)
        if own.picks(questions.model_answer(question, "zh")) is not None:
            found[item.position] = own.printable(item.body).choices[-1].mark
    return found


def letters(shown: Sequence[ShownQuestion], answers: Mapping[int, Mapping[str, Any]]) -> dict[int, str]:
    """The answers to `shown`, as somebody would write them on its paper; "" for none."""
    return {
        item.position: questions.kind(item.kind).by_hand(item.body, answers.get(item.position, {})).zh
        for item in shown
    }


def may_take(held: SittingView) -> bool:
    """Whether answers may be typed in: it runs, is paused, or its time ran out; not one handed in."""
    return held.state in (OPEN, PAUSED, EXPIRED) and held.annulled is None


def _must_take(held: SittingView) -> None:
    if not may_take(held):
        raise Refused(
            "transcript.handed_in",
            Text(
                "已交卷或已作无效处理的考试不能录入", "It was handed in, or annulled: nothing can be typed in"
            ),
            Text("如有异议，请走成绩复核", "If the result is in doubt, ask for a review"),
        )


def _waiting(session: Session, actor: Actor, transcript_id: int) -> Transcript:
    query: Select[Any] = select(Transcript).where(
        Transcript.id == transcript_id,
        Transcript.state == "waiting",
        Transcript.sitting_id.in_(watched(actor)),
    )
    kept: Transcript | None = session.scalar(query.with_for_update())
    if kept is None:
        raise not_found(Text("待复核的录入", "transcript"))
    return kept


def _judge(session: Session, actor: Actor, kept: Transcript, state: str, now: datetime) -> None:
    kept.state, kept.judged_by, kept.judged_at = state, actor.id, now
    facts = {"transcript": kept.id}
    action = f"delivery.transcript_{state}"
    audit.record(session, action, f"sitting:{kept.sitting_id}", actor.id, now, "ok", **facts)


def _read(session: Session, held: SittingView, forms: Forms) -> list[dict[str, Any]]:
    known = items(session, {place.version_id for place in held.paper})
    shown = {item.position: item.body for item in show_questions(session, held, "zh")}
    problems: list[Problem] = []
    answers = []
    for place in held.paper:
        question = known[place.version_id].question
        try:
            response = _response(question, shown[place.number], forms.get(place.number, {}))
        except Unreadable as unreadable:
            where = QuestionNumber(place.number)
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


def _response(question: Question, body: Data, form: Mapping[str, list[str]]) -> dict[str, Any]:
    """From letters where they were typed, else from the fields of the kind's form."""
    if LETTERS in form:
        return questions.from_hand(question, body, "".join(form[LETTERS]))
    return questions.read(question, questions.from_form(question, form))
