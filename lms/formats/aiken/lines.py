"""Split an Aiken file into lines with their roles, and these into questions."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

_OPTION = re.compile(r"[(（\[]?([A-Za-zＡ-Ｚａ-ｚ])\s*[.．)）、:：\]]\s*(.*)", re.DOTALL)
_ANSWER = re.compile(
    r"[【\[]?\s*(?:ANSWERS?|KEY|CORRECT ANSWER|(?:正确|参考|标准)?答案)\s*(?:[】\]]\s*[:：]?|[:：])\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_FEEDBACK = re.compile(
    r"(?:FEEDBACK|EXPLANATION|RATIONALE|【?解析】?)\s*[:：】]\s*(.*)", re.IGNORECASE | re.DOTALL
)


class Role(Enum):
    """What a line looks like by itself, without its neighbours."""

    TEXT = "text"
    OPTION = "option"
    ANSWER = "answer"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Line:
    """`words` is the text after the label; `label` an option's letter, a to z."""

    number: int
    role: Role
    whole: str
    words: str
    label: str = ""


@dataclass(slots=True)
class RawQuestion:
    """One question by the roles of its lines."""

    stem: list[Line] = field(default_factory=list)
    options: list[tuple[Line, list[str]]] = field(default_factory=list)
    """Each option's first line and the words of the lines that belong to it."""
    answers: list[Line] = field(default_factory=list)
    feedback: list[Line] = field(default_factory=list)

    @property
    def line(self) -> int:
        lines = [*self.stem, *(line for line, _ in self.options), *self.answers, *self.feedback]
        return min(line.number for line in lines)


def split_lines(text: str) -> list[Line]:
    """Return every line that is not blank."""
    raw = enumerate(text.split("\n" if "\n" in text else "\r"), 1)
    return [_line(number, line.strip()) for number, line in raw if line.strip()]


def _line(number: int, text: str) -> Line:
    for role, pattern in ((Role.ANSWER, _ANSWER), (Role.FEEDBACK, _FEEDBACK)):
        if match := pattern.fullmatch(text):
            return Line(number, role, text, match[1].strip())
    if match := _OPTION.fullmatch(text):
        label = unicodedata.normalize("NFKC", match[1]).lower()
        return Line(number, Role.OPTION, text, match[2].strip(), label)
    return Line(number, Role.TEXT, text, text)


def split_questions(lines: list[Line]) -> Iterator[RawQuestion]:
    """Yield the questions; a stem may have several lines and begin like an option ("A. Smith wrote …")."""
    current = RawQuestion()
    for line, following in zip(lines, _next_options(lines), strict=True):
        if _begins_question(current, line, following):
            yield current
            current = RawQuestion()
        _add(current, line, following)
    if current.stem or current.options or current.answers:
        yield current


def _next_options(lines: list[Line]) -> list[str]:
    """Return for each line the label of the next option after it, "" if an answer or the end comes first."""
    following: list[str] = []
    label = ""
    for line in reversed(lines):
        following.append(label)
        label = {Role.OPTION: line.label, Role.ANSWER: ""}.get(line.role, label)
    return following[::-1]


def _begins_question(current: RawQuestion, line: Line, following: str) -> bool:
    """Return whether this line belongs to another question than the lines before it."""
    if line.role in (Role.ANSWER, Role.FEEDBACK):
        return False
    if current.answers or current.feedback:
        return True
    if not current.options:
        return False
    if line.role is Role.OPTION:
        return line.label == "a" and following in ("a", "b")
    return following == "a"


def _add(current: RawQuestion, line: Line, following: str) -> None:
    """Add a line; one that looks like an option is part of the stem while the first option is still to come."""
    if line.role is Role.ANSWER:
        current.answers.append(line)
    elif line.role is Role.FEEDBACK:
        current.feedback.append(line)
    elif line.role is Role.OPTION and (current.options or (line.label == "a" and following != "a")):
        current.options.append((line, [line.words]))
    elif current.options:
        current.options[-1][1].append(line.whole)
    else:
        current.stem.append(line)
