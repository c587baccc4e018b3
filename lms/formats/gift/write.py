"""Questions to GIFT that Moodle reads as the same questions."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

from lms.domain.question.protocol import Question
from lms.domain.text.numbers import decimal_text
from lms.formats.gift.carry import carried_answers
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


def gift_of(drafts: Sequence[tuple[Draft, Question]]) -> str:
    """The file. Questions whose `carry` is None must not be among them."""
    parts = []
    category = ""
    for draft, question in drafts:
        named = draft.meta.get("category", "")
        if named and named != category:
            parts.append(f"$CATEGORY: {_one_line(named)}\n\n")
            category = named
        parts.append(_question(draft, question))
    return "".join(parts)


def _question(draft: Draft, question: Question) -> str:
    body = question.body
    stem = body.stem
    form = _form(stem)
    answer = _WRITERS[question.kind](draft, body, form)
    if answer is not None and draft.feedback:
        answer = f"{answer}\n\t####{_shown(draft.feedback, form)}"
    name = f"::{_escaped(_one_line(draft.name))}::" if draft.name else ""
    prefix = f"[{form}]" if form else ""
    if not prefix and stem.startswith(("[", "//")):
        prefix = "[moodle]"
    section = "" if answer is None else f"{{{answer}\n}}" if answer else "{}"
    return f"{_comments(draft)}{name}{prefix}{_text(stem, form)}{section}\n\n"


def _comments(draft: Draft) -> str:
    marks = [("id", str(draft.more["idnumber"]))] if draft.more.get("idnumber") else []
    marks += [("tag", tag) for tag in draft.tags]
    shown = " ".join(f"[{mark}:{_one_line(text).replace(']', chr(92) + ']')}]" for mark, text in marks)
    return f"// {shown}\n" if shown else ""


def _form(text: str) -> str:
    """ "" for text that Moodle shows as it is, "plain" where a < would be taken for HTML, else "markdown"."""
    bare = plain_of_markdown(text)
    if markdown_of_plain(bare) != text.strip():
        return "markdown"
    return "plain" if re.search("[<&]", text) else ""


def _text(text: str, form: str) -> str:
    if form != "markdown":
        return _escaped(plain_of_markdown(text))
    return _escaped(_HTML_ONLY.sub(lambda mark: _ENTITIES[mark[1]], text).strip())


def _shown(text: str, inherited: str) -> str:
    """Text with its format before it where that is not the question's."""
    form = "markdown" if inherited == "markdown" else _form(text)
    if form != inherited or text.startswith(("[", "%")):
        return f"[{form or 'moodle'}]{_text(text, form)}"
    return _text(text, form)


def _escaped(text: str) -> str:
    return text.translate(_MARKS)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def percent(share: Fraction) -> str:
    """A share as Moodle lists it: 50, 33.33333, -100."""
    return decimal_text(round(Decimal(share.numerator * 100) / Decimal(share.denominator), 5).normalize())


def _choice(draft: Draft, body: Any, form: str) -> str:
    lines = []
    for option in body.options:
        mark = "=" if option.fraction == 1 else f"~%{percent(option.fraction)}%" if option.fraction else "~"
        lines.append(mark + _shown(option.text, form) + _feedback(option.feedback, form))
    return "".join(f"\n\t{line}" for line in lines)


def _choices(draft: Draft, body: Any, form: str) -> str:
    """What takes back the mark for a wrong choice takes back all of it: −100%."""
    right = sum(option.right for option in body.options)
    lines = []
    for option in body.options:
        share = option.fraction
        if body.rule != "weights":
            share = Fraction(1, right) if option.right else Fraction(-1)
        weight = f"%{percent(share)}%" if share else ""
        lines.append("~" + weight + _shown(option.text, form) + _feedback(option.feedback, form))
    return "".join(f"\n\t{line}" for line in lines)


def _feedback(text: str, form: str) -> str:
    return f"#{_shown(text, form)}" if text else ""


def _true_false(draft: Draft, body: Any, form: str) -> str:
    right, wrong = body.feedback_true, body.feedback_false
    if not body.answer:
        right, wrong = wrong, right
    said = f"#{_shown(wrong, form) if wrong else ''}" if wrong or right else ""
    return ("TRUE" if body.answer else "FALSE") + said + _feedback(right, form)


def _answers(draft: Draft, body: Any, form: str) -> str:
    told = _told(draft)
    lines = []
    for answer in carried_answers(body):
        share = "" if answer.fraction == 1 else f"%{percent(answer.fraction)}%"
        text = _escaped(answer.text.replace("*", "\\*"))
        marked = form in ("markdown", "html") or "<" in answer.text
        lead = "[plain]" if marked or answer.text.startswith(("[", "%")) else ""
        lines.append(f"={share}{lead}{text}{_feedback(told.pop(answer.text, ''), form)}")
    if told.get("*"):
        lines.append(f"=%0%*{_feedback(told['*'], form)}")
    return "".join(f"\n\t{line}" for line in lines)


def _numbers(draft: Draft, body: Any, form: str) -> str:
    told = _told(draft)
    lines = []
    for answer in body.answers:
        share = "" if answer.fraction == 1 else f"%{percent(answer.fraction)}%"
        number = decimal_text(answer.number)
        lines.append(
            f"={share}{number}:{decimal_text(answer.tolerance)}{_feedback(told.pop(number, ''), form)}"
        )
    if told.get("*"):
        lines.append(f"~{_feedback(told['*'], form)}")
    return "#" + "".join(f"\n\t{line}" for line in lines)


def _told(draft: Draft) -> dict[str, str]:
    """Feedback by answer, as this format's reader keeps it."""
    rows = draft.more.get("answer_feedback", ())
    return {
        str(row["answer"]): str(row.get("feedback", ""))
        for row in rows
        if isinstance(row, dict) and "answer" in row
    }


def _blanks(draft: Draft, body: Any, form: str) -> str:
    """A single gap: its words or its number behind the text, where the gap stays visible."""
    blank = body.blanks[0]
    if not blank.number:
        return _answers(draft, blank, form)
    shares = (
        (f"%{percent(answer.fraction)}%" if answer.fraction != 1 else "", answer) for answer in blank.answers
    )
    lines = [f"={share}{answer.text}:{decimal_text(blank.tolerance)}" for share, answer in shares]
    return "#" + "".join(f"\n\t{line}" for line in lines)


def _matching(draft: Draft, body: Any, form: str) -> str:
    lines = [f"={_shown(pair.left, form)} -> {_escaped(_right(pair.right))}" for pair in body.pairs]
    lines += [f"= -> {_escaped(_right(extra.text))}" for extra in body.extra]
    return "".join(f"\n\t{line}" for line in lines)


def _right(text: str) -> str:
    return _one_line(plain_of_markdown(text))


def _ordering(draft: Draft, body: Any, form: str) -> str:
    """Moodle takes these lines as they are: only braces and backslashes are escaped."""
    head = f">{len(body.order)} ALL VERTICAL {_RULES[body.rule]} SHOW none"
    return "".join([head, *(f"\n{_entry(plain_of_markdown(entry.text))}" for entry in body.order)])


def _entry(text: str) -> str:
    """Moodle takes it for HTML where it looks so."""
    text = escape(text, quote=False) if "<" in text or "&" in text else text
    return _one_line(text).translate(_BRACES)


def _nothing(draft: Draft, body: Any, form: str) -> str:
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
    "essay": _nothing,
    "description": lambda draft, body, form: None,
}
