"""Make the body of each kind of question from its parts."""

import re
from collections.abc import Callable
from typing import Any

from lms.domain.problem import Text
from lms.formats.drafts.messages import MAKE_OPTIONS_DIFFERENT
from lms.formats.drafts.option_answer import first_duplicate, options_named
from lms.formats.drafts.rubric import rubric_of
from lms.formats.drafts.spellings import alternatives, letters, number_of, truth
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain
from lms.formats.numbered_text import messages
from lms.formats.numbered_text.blanks import blanks_body
from lms.formats.numbered_text.kinds import TRUTH_AND_REASON
from lms.formats.numbered_text.matching import matching_body
from lms.formats.numbered_text.parts import Parts
from lms.formats.numbered_text.stem import without_empty_brackets
from lms.formats.numbered_text.unreadable import Unreadable

_NUMBER_AND_UNIT = re.compile(r"\s*([-+−－]?[\d０-９][\d０-９.,．，]*)\s*([^\d\s±~～]{1,8})\s*[。.]?\s*")


def body_of(kind: str, parts: Parts) -> dict[str, Any]:
    """Return the data of the question. Raise Unreadable if its key cannot be understood."""
    return _BODIES[kind](parts)


def chosen_options(parts: Parts) -> list[int]:
    """Return the indexes of the options that the answer names."""
    indexes = options_named(_required_answer(parts), parts.options)
    if indexes is None:
        raise _not_understood(parts, messages.WRITE_LETTERS)
    if max(indexes) >= len(parts.options):
        last = chr(ord("A") + len(parts.options) - 1)
        raise Unreadable("answer", messages.answer_not_an_option(parts.answer, last))
    if len(set(indexes)) < len(indexes):
        raise Unreadable("answer", messages.option_named_twice(parts.answer))
    return indexes


def _required_answer(parts: Parts) -> str:
    if not parts.answer:
        raise Unreadable("answer", messages.NO_ANSWER)
    return parts.answer


def _not_understood(parts: Parts, how: Text) -> Unreadable:
    return Unreadable("answer", messages.answer_not_understood(parts.answer, how))


def _single_choice(parts: Parts) -> dict[str, Any]:
    indexes = chosen_options(parts)
    if same := first_duplicate(parts.options):
        raise Unreadable("", (same[1], MAKE_OPTIONS_DIFFERENT))
    options = [
        {"text": line_of_plain(text), **({"right": True} if index in indexes else {})}
        for index, text in enumerate(parts.options)
    ]
    return {"stem": markdown_of_plain(parts.stem), "options": options}


def _multiple_choice(parts: Parts) -> dict[str, Any]:
    rule = "all_or_nothing" if "all_or_nothing" in parts.rules else "proportional"
    return {**_single_choice(parts), "rule": rule}


def _true_false(parts: Parts) -> dict[str, Any]:
    stem = markdown_of_plain(without_empty_brackets(parts.stem))
    answer = _required_answer(parts)
    if parts.options:
        value = truth(parts.options[chosen_options(parts)[0]])
    else:
        value = truth(answer)
        with_reason = TRUTH_AND_REASON.fullmatch(answer) if value is None else None
        if with_reason:
            value, reason = truth(with_reason[1]), with_reason[2]
            has_opening_bracket = "（" in reason or "(" in reason
            parts.explanations.append(reason if has_opening_bracket else reason.rstrip(")）"))
    if value is None:
        raise _not_understood(parts, messages.WRITE_TRUE_OR_FALSE)
    return {"stem": stem, "answer": value}


def _short_text(parts: Parts) -> dict[str, Any]:
    return {"stem": markdown_of_plain(parts.stem), "answers": alternatives(_required_answer(parts))}


def _numeric(parts: Parts) -> dict[str, Any]:
    answer = _required_answer(parts)
    number, unit = number_of(answer), ""
    if number is None and (with_unit := _NUMBER_AND_UNIT.fullmatch(answer)):
        number, unit = number_of(with_unit[1]), with_unit[2]
    if number is None:
        raise _not_understood(parts, messages.WRITE_A_NUMBER)
    row = {"number": number[0], "tolerance": number[1]}
    return {"stem": markdown_of_plain(parts.stem), "answers": [row], **({"unit": unit} if unit else {})}


def _ordering(parts: Parts) -> dict[str, Any]:
    words = re.sub(r"\s*(?:→|->|-{1,2}|>|＞|—+|–)\s*", "、", _required_answer(parts))
    indexes = letters(words) or options_named(words, parts.options) or []
    if len(parts.options) < 2 or sorted(indexes) != list(range(len(parts.options))):
        raise Unreadable("answer", messages.INCOMPLETE_ORDER)
    order = [line_of_plain(parts.options[index]) for index in indexes]
    return {"stem": markdown_of_plain(parts.stem), "order": order}


def _essay(parts: Parts) -> dict[str, Any]:
    sample = markdown_of_plain(parts.answer)
    name = "对照参考答案" if sample else "综合评分"
    whole = [{"criterion": name, "points": str(parts.points), "describe": parts.rubric}]
    rubric = rubric_of(parts.rubric, parts.points) or whole
    return {"stem": markdown_of_plain(parts.stem), "rubric": rubric, **({"sample": sample} if sample else {})}


_BODIES: dict[str, Callable[[Parts], dict[str, Any]]] = {
    "single_choice": _single_choice,
    "multiple_choice": _multiple_choice,
    "true_false": _true_false,
    "blanks": blanks_body,
    "short_text": _short_text,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": matching_body,
    "essay": _essay,
}
