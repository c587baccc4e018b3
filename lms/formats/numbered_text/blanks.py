"""Gaps of a paper and the answers that go into them."""

import re
from typing import Any

from lms.domain.problem import Text
from lms.formats.drafts.spellings import alternatives, for_blanks
from lms.formats.markup.plain_text import markdown_of_plain
from lms.formats.numbered_text.parts import Parts
from lms.formats.numbered_text.unreadable import Unreadable, no_answer
from lms.formats.sheets.gaps import gaps_in, with_gaps

FILLED = re.compile(r"(?<![_＿])[_＿]{2,}[ \t\u3000]*([^_＿\n]{1,60}?)[ \t\u3000]*[_＿]{2,}")
_NUMBERED = re.compile(r"[①-⑳]")
_NAMED = re.compile(
    r"(?:^|[\s;；,，])(?:第\s*[一二三四五六七八九十\d]{1,3}\s*(?:个)?空|空\s*\d{1,2}|\(\d{1,2}\)|（\d{1,2}）)\s*[:：.、]?\s*"
)
_ANY_ORDER = re.compile(
    r"(?:[(（\[【]\s*)?(?:答案)?(?:顺序不限|不分先后|不分顺序|乱序匹配|顺序可(?:以)?(?:互换|调换|颠倒)|次序不限)[)）\]】]?"
)
_GROUP = re.compile(r"[(（][^()（）]+[)）]")
_GROUPS = re.compile(rf"(?:{_GROUP.pattern}\s*)+")
_ONLY_WHOLE = re.compile(r"^\s*(乱序匹配)?\s*全对得分\s*(乱序匹配)?(?=\s*[(（])")
"""A mark of 答题小博士 before the answers."""


_IN_BRACKETS = re.compile(r"[(（]\s*([^()（）\n]{1,40}?)\s*[)）]")
_BRACKETS_TAKEN = (
    Text("括号里的文字已当作答案", "the words in brackets were taken for the answers"),
    Text("请核对每一空", "Check each gap"),
)
_EACH_COUNTS = (
    Text("原题全部答对才得分，这里各空分别计分", "counts only as a whole there; here each gap counts"),
    Text("请核对计分", "Check how it is marked"),
)


def blanks_body(part: Parts) -> dict[str, Any]:
    """The stem with a run of underscores for each gap, and for each the answers that count."""
    stem, answer = part.stem, part.answer
    filled = [_without_brackets(word) for word in FILLED.findall(stem)] if not answer else []
    if filled:
        stem = FILLED.sub("____", stem)
    elif not answer and not gaps_in(stem) and (filled := _IN_BRACKETS.findall(stem)):
        stem = _IN_BRACKETS.sub("（____）", stem)
        part.notes.append(_BRACKETS_TAKEN)
    if answer and not gaps_in(stem):
        stem = re.sub(rf"([(（【\[])\s*{re.escape(answer.strip())}\s*([)）】\]])", r"\1____\2", stem)
    answer, only_whole = _ONLY_WHOLE.subn(r"\1\2", answer)
    if only_whole or "all_or_nothing" in part.rules:
        part.notes.append(_EACH_COUNTS)
    any_order = "any_order" in part.rules or bool(_ANY_ORDER.search(answer + stem))
    answer = _ANY_ORDER.sub("", answer).strip(" ;；。")
    if not answer and not filled:
        raise no_answer()
    many = gaps_in(stem) or max(len(_GROUP.findall(answer)) if _GROUPS.fullmatch(answer) else 1, 1)
    words = filled or _split_answers(answer, many)
    made = with_gaps(stem, many)
    if words is None or made is None or len(words) != many:
        count = len(re.split(r"[|｜;；\n]+", answer))
        raise Unreadable(
            "answer",
            Text(
                f"题干有 {many} 处空，答案看上去有 {count} 个",
                f"there are {many} gaps, but the answer seems to have {count}",
            ),
            Text(
                "请用 | 隔开各空的答案，同一空的几种写法用 ; 隔开",
                "Part the answers of gaps with |, several spellings for one gap with ;",
            ),
        )
    rows = [{"answers": alternatives(text)} for text in words]
    return {"stem": markdown_of_plain(made), "blanks": rows, **({"any_order": True} if any_order else {})}


def _split_answers(answer: str, many: int) -> list[str] | None:
    """The answers of so many gaps."""
    for pattern in (_NUMBERED, _NAMED):
        parts = [
            part.strip(" \t\u3000;；,，。\n")
            for part in pattern.split(answer)
            if part.strip(" \t\u3000;；,，。\n")
        ]
        if len(parts) == many and pattern.match(answer):
            return parts
    if many == 1:
        return [_without_brackets(answer)]
    return for_blanks(answer, many)


def _without_brackets(answer: str) -> str:
    whole = re.fullmatch(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]", answer)
    return whole[1] if whole else answer
