"""Answers of the demo's candidates: the correct answer to any kind of question, or a plausible wrong one."""

from random import Random
from typing import Any

from lms import questions
from lms.cli.demo.essays import essays, write
from lms.domain.question.protocol import Question


def respond(question: Question, right: bool, dice: Random) -> dict[str, Any]:
    """Return a response in canonical form."""
    kind = questions.get_kind(question.kind)
    return questions.read_response(
        question, questions.answer_key(question) if right else kind.wrong_response(question.body, dice)
    )


def compose(question: Question, item: str, knows: float, dice: Random) -> dict[str, Any]:
    """Return what a person writes who `knows` that much; nothing for an item that the demo has no text for."""
    essay = essays().get(item)
    text = write(essay, knows, dice) if essay else ""
    shown = questions.get_kind(question.kind).show(question.body, None)
    return questions.response_from_paper(question, shown, text)
