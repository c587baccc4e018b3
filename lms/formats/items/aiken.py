"""Aiken: single choice, an option a line; read leniently, with every problem at its line."""

import re
from collections.abc import Sequence
from typing import Any

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats import item_messages
from lms.formats.aiken.lines import Role, split_lines, split_questions
from lms.formats.aiken.read import read_aiken
from lms.formats.annotations.problem_list import problem_text
from lms.formats.containers.decode import decode_text
from lms.formats.excerpts import NO_EXCERPTS, Excerpts, Lines
from lms.formats.item import Draft, Reading, collect_losses, valid_drafts
from lms.formats.markup.plain_text import plain_of_markdown
from lms.formats.remarks import Annotated, Remarks

FORMAT = "aiken"
NAME = Text("Aiken（单选题文本）", "Aiken, single choice as text")
SUFFIXES = (".aiken",)
CALLED = (5, Text("Aiken", "Aiken"))
POINTS_ARE_OPTIONAL = True
IS_TYPED = True

_ANSWER = re.compile(r"^[ \t]*ANSWERS?\s*[:：]\s*[A-Za-zＡ-Ｚａ-ｚ]", re.MULTILINE | re.IGNORECASE)
_OPTION = re.compile(r"^[ \t]*[A-Za-zＡ-Ｚａ-ｚ]\s*[.．)）、:：]", re.MULTILINE)
_OTHER_FORMAT = re.compile(
    r"\A\s*(?:<|[\[{]\s*[\"\[{])|[【\[]\s*答案|答案\s*[:：]|^[ \t]*(?:\d{1,4}|[一二三四五六七八九十]+)\s*[.．、)）]",
    re.MULTILINE,
)
_SAMPLE_SIZE = 200_000


def recognises(data: bytes, filename: str) -> bool:
    """Whether lines begin with ANSWER: after lettered ones, without Chinese conventions or GIFT."""
    sample = decode_text(data[:_SAMPLE_SIZE], filename)
    if isinstance(sample, Problem) or _OTHER_FORMAT.search(sample.text):
        return False
    return bool(_ANSWER.search(sample.text) and _OPTION.search(sample.text))


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    text = decode_text(data, filename)
    if isinstance(text, Problem):
        return Reading(problems=[text])
    reading = read_aiken(text.text)
    with_notes = Reading(reading.drafts, [*text.notes, *reading.problems])
    return with_notes.with_filename(filename, *item_messages.EMPTY_FILE)


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    text = decode_text(data, filename)
    if isinstance(text, Problem):
        return NO_EXCERPTS
    starts = [raw.line - 1 for raw in split_questions(split_lines(text.text))]
    return Lines(text.numbered, starts)


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating. Aiken has no comments: return a list of the problems, each with its question."""
    return problem_text(remarks)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. Only single choice with exactly one right option can be written."""
    written = [question for _, question in valid_drafts(drafts) if _reason_left_out(question) is None]
    return "\n".join(_aiken_text(question.body) for question in written).encode()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return collect_losses(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if (reason := _reason_left_out(question)) is not None:
        return [item_messages.left_out_of_aiken(draft.by_place, reason)]
    parts = _lost_parts(draft, question)
    return [item_messages.not_carried_by_aiken(draft.by_place, parts)] if parts else []


def _reason_left_out(question: Question) -> Text | None:
    """Return why the question cannot be written; None if it can."""
    if question.kind != "single_choice":
        return item_messages.NOT_SINGLE_CHOICE
    if sum(option.fraction == 1 for option in question.body.options) != 1:
        return item_messages.NOT_ONE_RIGHT_OPTION
    lines = split_lines(_aiken_text(question.body))
    roles = [Role.TEXT, *[Role.OPTION] * len(question.body.options), Role.ANSWER]
    if [line.role for line in lines] != roles:
        return item_messages.MISREAD_BY_AIKEN
    return None


def _lost_parts(draft: Draft, question: Question) -> list[Text]:
    options = question.body.options
    texts = (question.body.stem, *(option.text for option in options))
    checks = (
        (any(option.feedback for option in options) or bool(draft.feedback), Text("反馈和解析", "feedback")),
        (any(option.fraction not in (0, 1) for option in options), Text("选项的部分得分", "partial marks of options")),
        (draft.points != 1, Text("分值", "points")),
        (bool(draft.tags), Text("标签", "tags")),
        (bool(draft.meta or draft.more), Text("其他信息", "other data")),
        (bool(question.translations), Text("译文", "translations")),
        (any(_line(text) != text for text in texts), Text("格式", "formatting")),
    )  # fmt: skip
    return [name for is_lost, name in checks if is_lost]


def _aiken_text(body: Any) -> str:
    labels = [chr(ord("A") + index) for index in range(len(body.options))]
    lines = [f"{label}) {_line(option.text)}" for label, option in zip(labels, body.options, strict=True)]
    right = next(label for label, option in zip(labels, body.options, strict=True) if option.fraction == 1)
    return "\n".join([_line(body.stem), *lines, f"ANSWER: {right}", ""])


def _line(text: str) -> str:
    return " ".join(plain_of_markdown(text).split())
