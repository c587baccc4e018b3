"""The body of each kind, from the words of a paper."""

import re
from collections.abc import Callable
from typing import Any

from lms.domain.problem import Text
from lms.formats.drafts.option_answer import DIFFERENT, options_named, twins
from lms.formats.drafts.rubric import rubric_of
from lms.formats.drafts.spellings import alternatives, letters, number_of, truth
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain
from lms.formats.numbered_text.blanks import blanks_body
from lms.formats.numbered_text.kinds import TRUTH_AND_WHY
from lms.formats.numbered_text.matching import matching_body
from lms.formats.numbered_text.parts import Parts
from lms.formats.numbered_text.stem import without_empty_bracket
from lms.formats.numbered_text.unreadable import Unreadable, no_answer, not_understood

_LETTERS_HOW = Text(
    "请写选项字母，如 答案：B 或 答案：ACD", "Write letters of options, such as 答案：B or 答案：ACD"
)
_TRUTH_HOW = Text("请写 正确 或 错误", "Write 正确 or 错误")
_NUMBER_AND_UNIT = re.compile(r"\s*([-+−－]?[\d０-９][\d０-９.,．，]*)\s*([^\d\s±~～]{1,8})\s*[。.]?\s*")


def body_of(kind: str, part: Parts) -> dict[str, Any]:
    """The data of the question; Wrong if its key cannot be understood."""
    return _BODIES[kind](part)


def answered_places(part: Parts) -> list[int]:
    """The places of the options that the answer names."""
    if not part.answer:
        raise no_answer()
    places = options_named(part.answer, part.options)
    if places is None:
        raise not_understood(part.answer, _LETTERS_HOW)
    if max(places) >= len(part.options):
        last = chr(ord("A") + len(part.options) - 1)
        raise Unreadable(
            "answer",
            Text(
                f"答案 {part.answer[:40]} 不在选项 A 到 {last} 之中",
                f"the answer {part.answer[:40]} is none of A to {last}",
            ),
            Text("请核对答案和选项", "Check the answer and the options"),
        )
    if len(set(places)) < len(places):
        raise Unreadable(
            "answer",
            Text(
                f"答案 {part.answer[:40]} 把同一个选项写了两次",
                f"the answer {part.answer[:40]} names an option twice",
            ),
            Text("请核对是否漏了别的选项", "Check whether another option was meant"),
        )
    return places


def _choice(part: Parts) -> dict[str, Any]:
    places = answered_places(part)
    if same := twins(part.options):
        raise Unreadable("", same[1], DIFFERENT)
    options = [
        {"text": line_of_plain(text), **({"right": True} if place in places else {})}
        for place, text in enumerate(part.options)
    ]
    return {"stem": markdown_of_plain(part.stem), "options": options}


def _choices(part: Parts) -> dict[str, Any]:
    rule = "all_or_nothing" if "all_or_nothing" in part.rules else "proportional"
    return {**_choice(part), "rule": rule}


def _true_false(part: Parts) -> dict[str, Any]:
    stem = markdown_of_plain(without_empty_bracket(part.stem))
    if not part.answer:
        raise no_answer()
    if part.options:
        value = truth(part.options[answered_places(part)[0]])
    else:
        value = truth(part.answer)
        reason = TRUTH_AND_WHY.fullmatch(part.answer) if value is None else None
        if reason:
            value = truth(reason[1])
            part.said.append(
                reason[2].rstrip(")）") if reason[2].count("（") + reason[2].count("(") == 0 else reason[2]
            )
    if value is None:
        raise not_understood(part.answer, _TRUTH_HOW)
    return {"stem": stem, "answer": value}


def _short_text(part: Parts) -> dict[str, Any]:
    if not part.answer:
        raise no_answer()
    return {"stem": markdown_of_plain(part.stem), "answers": alternatives(part.answer)}


def _numeric(part: Parts) -> dict[str, Any]:
    if not part.answer:
        raise no_answer()
    found, unit = number_of(part.answer), ""
    if found is None and (both := _NUMBER_AND_UNIT.fullmatch(part.answer)):
        found, unit = number_of(both[1]), both[2]
    if found is None:
        raise not_understood(part.answer, Text("请只写一个数，如 397.1", "Write one number, such as 397.1"))
    row = {"number": found[0], "tolerance": found[1]}
    return {"stem": markdown_of_plain(part.stem), "answers": [row], **({"unit": unit} if unit else {})}


def _ordering(part: Parts) -> dict[str, Any]:
    words = re.sub(r"\s*(?:→|->|-{1,2}|>|＞|—+|–)\s*", "、", part.answer)
    places = letters(words) or options_named(words, part.options) or []
    if not part.answer:
        raise no_answer()
    if len(part.options) < 2 or sorted(places) != list(range(len(part.options))):
        raise Unreadable(
            "answer",
            Text("排序题的答案须把每个选项恰好排一次", "the answer must place every option exactly once"),
            Text(
                "请按正确顺序写选项字母，如 答案：BDAC",
                "Write the letters in the right order, such as 答案：BDAC",
            ),
        )
    order = [line_of_plain(part.options[place]) for place in places]
    return {"stem": markdown_of_plain(part.stem), "order": order}


def _essay(part: Parts) -> dict[str, Any]:
    sample = markdown_of_plain(part.answer)
    name = "对照参考答案" if sample else "综合评分"
    whole = [{"criterion": name, "points": str(part.points), "describe": part.rubric}]
    rubric = rubric_of(part.rubric, part.points) or whole
    return {"stem": markdown_of_plain(part.stem), "rubric": rubric, **({"sample": sample} if sample else {})}


_BODIES: dict[str, Callable[[Parts], dict[str, Any]]] = {
    "single_choice": _choice,
    "multiple_choice": _choices,
    "true_false": _true_false,
    "blanks": blanks_body,
    "short_text": _short_text,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": matching_body,
    "essay": _essay,
}
