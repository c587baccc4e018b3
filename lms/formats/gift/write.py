"""Write questions as GIFT that Moodle reads as the same questions."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

from lms.domain.question.protocol import Question
from lms.domain.text.numbers import decimal_text
from lms.formats.gift.losses import writable_answers
from lms.formats.item import Draft
from lms.formats.markup.plain_text import markdown_of_plain, plain_of_markdown

_MARKS = str.maketrans(
    {char: f"\\{char}" for char in "\\#=~{}:"} | {"\n": "\\n", "\r": ""}
)  # fmt: skip
_BRACES = str.maketrans({"{": "\\{", "}": "\\}", "\\": "\\\\"})
_RULES = {
    "exact": "ALL_OR_NOTHING", "positions": "ABSOLUTE_POSITION", "pairs": "RELATIVE_ALL_PREVIOUS_AND_NEXT",
    "constraints": "ALL_OR_NOTHING",
}  # fmt: skip
_HTML_ONLY = re.compile(r"\\([<&])")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}


def write_gift(drafts: Sequence[tuple[Draft, Question]]) -> str:
    """Return the file. Every question must have no `reason_left_out`."""
    parts = []
    category = ""
    for draft, question in drafts:
        own_category = draft.meta.get("category", "")
        if own_category and own_category != category:
            parts.append(f"$CATEGORY: {_one_line(own_category)}\n\n")
            category = own_category
        parts.append(_question(draft, question))
    return "".join(parts)


def _question(draft: Draft, question: Question) -> str:
    body = question.body
    stem = body.stem
    text_format = _format_of(stem)
    answer = _WRITERS[question.kind](draft, body, text_format)
    if answer is not None and draft.feedback:
        answer = f"{answer}\n\t####{_with_format(draft.feedback, text_format)}"
    name = f"::{_escaped(_one_line(draft.name))}::" if draft.name else ""
    prefix = f"[{text_format}]" if text_format else ""
    if not prefix and stem.startswith(("[", "//")):
        prefix = "[moodle]"
    section = "" if answer is None else f"{{{answer}\n}}" if answer else "{}"
    return f"{_comments(draft)}{name}{prefix}{_in_format(stem, text_format)}{section}\n\n"


def _comments(draft: Draft) -> str:
    marks = [("id", str(draft.more["idnumber"]))] if draft.more.get("idnumber") else []
    marks += [("tag", tag) for tag in draft.tags]
    comment = " ".join(f"[{mark}:{_one_line(text).replace(']', chr(92) + ']')}]" for mark, text in marks)
    return f"// {comment}\n" if comment else ""


def _format_of(text: str) -> str:
    """Return "" for text that Moodle shows as it is, "plain" where a < would be taken for HTML, else "markdown"."""
    bare = plain_of_markdown(text)
    if markdown_of_plain(bare) != text.strip():
        return "markdown"
    return "plain" if re.search("[<&]", text) else ""


def _in_format(text: str, text_format: str) -> str:
    if text_format != "markdown":
        return _escaped(plain_of_markdown(text))
    return _escaped(_HTML_ONLY.sub(lambda mark: _ENTITIES[mark[1]], text).strip())


def _with_format(text: str, inherited: str) -> str:
    """Return text, with its format before it if that is not the question's."""
    text_format = "markdown" if inherited == "markdown" else _format_of(text)
    if text_format != inherited or text.startswith(("[", "%")):
        return f"[{text_format or 'moodle'}]{_in_format(text, text_format)}"
    return _in_format(text, text_format)


def _escaped(text: str) -> str:
    return text.translate(_MARKS)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def percent(share: Fraction) -> str:
    """Return a share as Moodle lists it: 50, 33.33333, -100."""
    return decimal_text(round(Decimal(share.numerator * 100) / Decimal(share.denominator), 5).normalize())


def _choice(draft: Draft, body: Any, text_format: str) -> str:
    lines = []
    for option in body.options:
        mark = "=" if option.fraction == 1 else f"~%{percent(option.fraction)}%" if option.fraction else "~"
        lines.append(mark + _with_format(option.text, text_format) + _feedback(option.feedback, text_format))
    return "".join(f"\n\t{line}" for line in lines)


def _choices(draft: Draft, body: Any, text_format: str) -> str:
    """Write a multiple choice; where a wrong choice loses the mark it loses all of it: −100%."""
    right = sum(option.right for option in body.options)
    lines = []
    for option in body.options:
        share = option.fraction
        if body.rule != "weights":
            share = Fraction(1, right) if option.right else Fraction(-1)
        weight = f"%{percent(share)}%" if share else ""
        lines.append(
            "~" + weight + _with_format(option.text, text_format) + _feedback(option.feedback, text_format)
        )
    return "".join(f"\n\t{line}" for line in lines)


def _feedback(text: str, text_format: str) -> str:
    return f"#{_with_format(text, text_format)}" if text else ""


def _true_false(draft: Draft, body: Any, text_format: str) -> str:
    right, wrong = body.feedback_true, body.feedback_false
    if not body.answer:
        right, wrong = wrong, right
    if_wrong = f"#{_with_format(wrong, text_format) if wrong else ''}" if wrong or right else ""
    return ("TRUE" if body.answer else "FALSE") + if_wrong + _feedback(right, text_format)


def _answers(draft: Draft, body: Any, text_format: str) -> str:
    feedbacks = _feedback_by_answer(draft)
    lines = []
    for answer in writable_answers(body):
        share = "" if answer.fraction == 1 else f"%{percent(answer.fraction)}%"
        text = _escaped(answer.text.replace("*", "\\*"))
        marked = text_format in ("markdown", "html") or "<" in answer.text
        lead = "[plain]" if marked or answer.text.startswith(("[", "%")) else ""
        lines.append(f"={share}{lead}{text}{_feedback(feedbacks.pop(answer.text, ''), text_format)}")
    if feedbacks.get("*"):
        lines.append(f"=%0%*{_feedback(feedbacks['*'], text_format)}")
    return "".join(f"\n\t{line}" for line in lines)


def _numbers(draft: Draft, body: Any, text_format: str) -> str:
    feedbacks = _feedback_by_answer(draft)
    lines = []
    for answer in body.answers:
        share = "" if answer.fraction == 1 else f"%{percent(answer.fraction)}%"
        number = decimal_text(answer.number)
        lines.append(
            f"={share}{number}:{decimal_text(answer.tolerance)}{_feedback(feedbacks.pop(number, ''), text_format)}"
        )
    if feedbacks.get("*"):
        lines.append(f"~{_feedback(feedbacks['*'], text_format)}")
    return "#" + "".join(f"\n\t{line}" for line in lines)


def _feedback_by_answer(draft: Draft) -> dict[str, str]:
    """Return the feedback of each answer, as this format's reader keeps it."""
    rows = draft.more.get("answer_feedback", ())
    return {
        str(row["answer"]): str(row.get("feedback", ""))
        for row in rows
        if isinstance(row, dict) and "answer" in row
    }


def _blanks(draft: Draft, body: Any, text_format: str) -> str:
    """Write a single gap: its words or its number after the text, in which the gap is visible."""
    blank = body.blanks[0]
    if not blank.number:
        return _answers(draft, blank, text_format)
    shares = (
        (f"%{percent(answer.fraction)}%" if answer.fraction != 1 else "", answer) for answer in blank.answers
    )
    lines = [f"={share}{answer.text}:{decimal_text(blank.tolerance)}" for share, answer in shares]
    return "#" + "".join(f"\n\t{line}" for line in lines)


def _matching(draft: Draft, body: Any, text_format: str) -> str:
    lines = [
        f"={_with_format(pair.left, text_format)} -> {_escaped(_right_side(pair.right))}"
        for pair in body.pairs
    ]
    lines += [f"= -> {_escaped(_right_side(extra.text))}" for extra in body.extra]
    return "".join(f"\n\t{line}" for line in lines)


def _right_side(text: str) -> str:
    return _one_line(plain_of_markdown(text))


def _ordering(draft: Draft, body: Any, text_format: str) -> str:
    """Write an order. Moodle reads these lines as they are: only braces and backslashes are escaped."""
    head = f">{len(body.order)} ALL VERTICAL {_RULES[body.rule]} SHOW none"
    return "".join([head, *(f"\n{_entry(plain_of_markdown(entry.text))}" for entry in body.order)])


def _entry(text: str) -> str:
    """Return an entry; Moodle reads it as HTML where it looks like that."""
    text = escape(text, quote=False) if "<" in text or "&" in text else text
    return _one_line(text).translate(_BRACES)


def _essay(draft: Draft, body: Any, text_format: str) -> str:
    return ""


_WRITERS: dict[str, Callable[[Draft, Any, str], str | None]] = {
    "single_choice": _choice,
    "multiple_choice": _choices,
    "true_false": _true_false,
    "short_text": _answers,
    "numeric": _numbers,
    "blanks": _blanks,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": lambda draft, body, text_format: None,
}
