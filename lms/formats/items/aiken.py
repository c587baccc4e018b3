"""Aiken: one right option, a line each; read leniently, with every problem at its line."""

import re
from collections.abc import Sequence
from typing import Any

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.aiken.lines import Role, lines_of, questions
from lms.formats.aiken.read import read_aiken
from lms.formats.annotations.listed import listed_as_text
from lms.formats.containers.decode import decoded
from lms.formats.excerpts import NO_EXCERPTS, Excerpts, Lines
from lms.formats.item import Draft, Reading, good_ones, losses_of
from lms.formats.markup.plain_text import words
from lms.formats.remarks import Annotated, Remarks

FORMAT = "aiken"
NAME = Text("Aiken（单选题文本）", "Aiken, single choice as text")
SUFFIXES = (".aiken",)
CALLED = (5, Text("Aiken", "Aiken"))
POINTS_ARE_OPTIONAL = True
IS_TYPED = True

_ANSWER = re.compile(r"^[ \t]*ANSWERS?\s*[:：]\s*[A-Za-zＡ-Ｚａ-ｚ]", re.MULTILINE | re.IGNORECASE)
_OPTION = re.compile(r"^[ \t]*[A-Za-zＡ-Ｚａ-ｚ]\s*[.．)）、:：]", re.MULTILINE)
_OTHER = re.compile(
    r"\A\s*(?:<|[\[{]\s*[\"\[{])|[【\[]\s*答案|答案\s*[:：]|^[ \t]*(?:\d{1,4}|[一二三四五六七八九十]+)\s*[.．、)）]",
    re.MULTILINE,
)
_LOOKED_AT = 200_000


def recognises(data: bytes, filename: str) -> bool:
    """Lines that begin with ANSWER: behind lettered ones, and nothing of the Chinese conventions or of GIFT."""
    found = decoded(data[:_LOOKED_AT], filename)
    if isinstance(found, Problem) or _OTHER.search(found.text):
        return False
    return bool(_ANSWER.search(found.text) and _OPTION.search(found.text))


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    found = decoded(data, filename)
    if isinstance(found, Problem):
        return Reading(problems=[found])
    reading = read_aiken(found.text)
    what = Text("文件里没有题目", "the file holds no question")
    how = Text("请核对文件内容和格式", "Check the file and its format")
    return Reading(reading.drafts, [*found.notes, *reading.problems]).of_file(filename, what, how)


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    found = decoded(data, filename)
    if isinstance(found, Problem):
        return NO_EXCERPTS
    starts = [raw.line - 1 for raw in questions(lines_of(found.text))]
    return Lines(found.numbered, starts)


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating. Aiken has no comments: the questions that have problems, below these."""
    return listed_as_text(remarks)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. Only choices with exactly one right option have a form here."""
    return "\n".join(
        _aiken_text(q.body) for _, q in good_ones(drafts) if _reason_left_out(q) is None
    ).encode()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return losses_of(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if (reason := _reason_left_out(question)) is not None:
        return [Problem(draft.by_place, reason, _EXPORT_OTHERWISE)]
    facts = _lost_parts(draft, question)
    zh, en = "、".join(zh for zh, _ in facts), ", ".join(en for _, en in facts)
    said = Text(f"带不走：{zh}", f"stays behind: {en}")
    return [Problem(draft.by_place, said, _EXPORT_OTHERWISE, notice=True)] if facts else []


_EXPORT_OTHERWISE = Text("请改用 Moodle XML 或 Excel 导出", "Export as Moodle XML or Excel instead")


def _reason_left_out(question: Question) -> Text | None:
    """Why the question cannot be written; None if it can."""
    if question.kind != "single_choice":
        return Text(
            "Aiken 只有单选题，这道题没有写出", "Aiken has single choice only; the question was left out"
        )
    if sum(option.fraction == 1 for option in question.body.options) != 1:
        return Text(
            "Aiken 只能有一个正确选项，这道题没有写出",
            "Aiken has one right option; the question was left out",
        )
    lines = lines_of(_aiken_text(question.body))
    roles = [Role.TEXT, *[Role.OPTION] * len(question.body.options), Role.ANSWER]
    if [line.role for line in lines] != roles:
        return Text(
            "题干像选项或答案行，Aiken 会读错，这道题没有写出",
            "its text looks like an option or an answer to Aiken; the question was left out",
        )
    return None


def _lost_parts(draft: Draft, question: Question) -> list[tuple[str, str]]:
    options = question.body.options
    checks = (
        (any(option.feedback for option in options) or bool(draft.feedback), "反馈和解析", "feedback"),
        (any(option.fraction not in (0, 1) for option in options), "选项的部分得分", "shares of options"),
        (draft.points != 1, "分值", "points"),
        (bool(draft.tags), "标签", "tags"),
        (bool(draft.meta or draft.more), "其他信息", "other facts"),
        (bool(question.translations), "译文", "translations"),
        (any(_line(text) != text for text in (question.body.stem, *(o.text for o in options))), "格式", "formatting"),
    )  # fmt: skip
    return [(zh, en) for is_lost, zh, en in checks if is_lost]


def _aiken_text(body: Any) -> str:
    labels = [chr(ord("A") + place) for place in range(len(body.options))]
    lines = [f"{label}) {_line(option.text)}" for label, option in zip(labels, body.options, strict=True)]
    right = next(label for label, option in zip(labels, body.options, strict=True) if option.fraction == 1)
    return "\n".join([_line(body.stem), *lines, f"ANSWER: {right}", ""])


def _line(text: str) -> str:
    return " ".join(words(text).split())
