"""Puts the answers of a list to the questions they belong to."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.numbered_text.answer_list import ListedAnswer
from lms.formats.numbered_text.line import RawQuestion


def assign_answers(raws: Sequence[RawQuestion], keys: Sequence[ListedAnswer]) -> list[Problem]:
    """Gives each question its answer; an answer without a question is a problem."""
    problems = []
    places = _OpenQuestions(raws, keys)
    for key in keys:
        raw = places.take(key)
        if raw is None:
            what = Text(
                f"答案表里第 {key.number} 题找不到对应的题目",
                f"there is no question {key.number} for this answer",
            )
            how = Text(
                "请核对题号，各题型的题号和标题要与前面一致",
                "Check the numbers and headings: they must be those of the questions",
            )
            problems.append(Problem(key.place, what, how))
        else:
            _assign(raw, key)
    return problems


def _assign(raw: RawQuestion, key: ListedAnswer) -> None:
    for name, lines in key.fields.items():
        if name == "answer" and raw.answered and "".join(raw.fields["answer"]) != "".join(lines):
            what = Text(
                "答案表里的答案与题目下面的不一样", "the list gives another answer than the question itself"
            )
            raw.problems.append(Problem(key.place, what, Text("请核对后只留一处", "Check them and keep one")))
        elif not raw.field(name):
            raw.fields[name] = list(lines)
            raw.places[name] = key.place


class _OpenQuestions:
    """The questions that still wait for an answer, by number."""

    def __init__(self, raws: Sequence[RawQuestion], keys: Sequence[ListedAnswer]) -> None:
        self._waiting: dict[int | None, list[RawQuestion]] = defaultdict(list)
        for raw in raws:
            self._waiting[raw.number].append(raw)
        asked = Counter(raw.number for raw in raws)
        told = Counter(key.number for key in keys)
        self._too_many = {number for number, many in asked.items() if many > told[number or 0]}
        self._sections = sorted({raw.section.number for raw in raws})
        self._parts = sorted({key.section for key in keys})

    def take(self, key: ListedAnswer) -> RawQuestion | None:
        """The question for an answer: in the section of that kind where the list names one, in the section at the
        same place where both have as many, else by number alone where that is sure."""
        same = self._waiting[key.number]
        if key.kind:
            fitting = [raw for raw in same if raw.section.kind == key.kind]
        elif len(self._sections) == len(self._parts) > 1:
            number = self._sections[self._parts.index(key.section)]
            fitting = [raw for raw in same if raw.section.number == number]
        else:
            fitting = [] if key.number in self._too_many else same
        if not fitting:
            return None
        found = fitting[0]
        self._waiting[key.number] = [raw for raw in same if raw is not found]
        return found
