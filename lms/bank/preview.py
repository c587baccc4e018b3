"""Previews of a question: what a candidate sees, in each of its languages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lms import questions
from lms.domain.problem import Text
from lms.domain.question.protocol import Criterion, Question
from lms.domain.question.translation import LANGUAGES


@dataclass(frozen=True, slots=True)
class Preview:
    """What a page needs to show a question in one language, which need not be the reader's own."""

    language: str
    shown: dict[str, Any]
    answer: dict[str, Any]
    """The right answer as a response; {} if there is none."""
    rubric: list[Criterion]
    t: Callable[[str, str], str]
    """Replaces the template's t(), so that hints are in the candidate's language."""


def previews(question: Question) -> list[Preview]:
    """Return a preview for each language that the question has; options in the author's order."""
    written = LANGUAGES if question.translations else LANGUAGES[:1]
    return [
        Preview(
            language,
            questions.show_question(question, 0, language, shuffle=False),
            questions.model_answer(question, language),
            questions.rubric(question, language),
            _translator(language),
        )
        for language in written
    ]


def _translator(language: str) -> Callable[[str, str], str]:
    return lambda zh, en: Text(zh, en).in_(language)
