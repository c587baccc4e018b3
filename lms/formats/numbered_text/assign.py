"""Assign the answers of a list to the questions they belong to."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from lms.domain.problem import Problem
from lms.formats.numbered_text import messages
from lms.formats.numbered_text.answer_list import ListedAnswer
from lms.formats.numbered_text.line import RawQuestion


def assign_answers(raws: Sequence[RawQuestion], keys: Sequence[ListedAnswer]) -> list[Problem]:
    """Give each question its answer. Return a problem for each answer without a question."""
    problems = []
    open_questions = _OpenQuestions(raws, keys)
    for key in keys:
        raw = open_questions.pop(key)
        if raw is None:
            problems.append(messages.answer_without_question(key.place, key.number))
        else:
            _assign(raw, key)
    return problems


def _assign(raw: RawQuestion, key: ListedAnswer) -> None:
    for name, lines in key.fields.items():
        if name == "answer" and raw.answered and "".join(raw.fields["answer"]) != "".join(lines):
            raw.problems.append(messages.answer_list_contradicts_question(key.place))
        elif not raw.field(name):
            raw.fields[name] = list(lines)
            raw.places[name] = key.place


class _OpenQuestions:
    """The questions without an answer from the list, by number."""

    def __init__(self, raws: Sequence[RawQuestion], keys: Sequence[ListedAnswer]) -> None:
        self._waiting: dict[int | None, list[RawQuestion]] = defaultdict(list)
        for raw in raws:
            self._waiting[raw.number].append(raw)
        questions = Counter(raw.number for raw in raws)
        answers = Counter(key.number for key in keys)
        self._ambiguous = {number for number, count in questions.items() if count > answers[number or 0]}
        self._sections = sorted({raw.section.number for raw in raws})
        self._list_sections = sorted({key.section for key in keys})

    def pop(self, key: ListedAnswer) -> RawQuestion | None:
        """Remove and return the question for an answer; None if it is not certain.

        It is in the section of that kind where the list names one, in the section at the same position where both have
        equally many, else it is found by its number alone.
        """
        candidates = self._waiting[key.number]
        if key.kind:
            fitting = [raw for raw in candidates if raw.section.kind == key.kind]
        elif len(self._sections) == len(self._list_sections) > 1:
            number = self._sections[self._list_sections.index(key.section)]
            fitting = [raw for raw in candidates if raw.section.number == number]
        else:
            fitting = [] if key.number in self._ambiguous else candidates
        if not fitting:
            return None
        question = fitting[0]
        self._waiting[key.number] = [raw for raw in candidates if raw is not question]
        return question
