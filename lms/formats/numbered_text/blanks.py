"""Read gaps and the answers that go into them."""

import re
from typing import Any

from lms.formats.drafts.spellings import alternatives, for_blanks
from lms.formats.markup.plain_text import markdown_of_plain
from lms.formats.numbered_text import messages
from lms.formats.numbered_text.parts import Parts
from lms.formats.numbered_text.unreadable import Unreadable
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
"""What 答题小博士 writes before the answers."""
_IN_BRACKETS = re.compile(r"[(（]\s*([^()（）\n]{1,40}?)\s*[)）]")


def blanks_body(parts: Parts) -> dict[str, Any]:
    """Return the stem with underscores for each gap, and the accepted answers of each."""
    stem, answer = parts.stem, parts.answer
    filled = [_without_brackets(word) for word in FILLED.findall(stem)] if not answer else []
    if filled:
        stem = FILLED.sub("____", stem)
    elif not answer and not gaps_in(stem) and (filled := _IN_BRACKETS.findall(stem)):
        stem = _IN_BRACKETS.sub("（____）", stem)
        parts.notices.append(messages.WORDS_IN_BRACKETS_READ_AS_ANSWERS)
    if answer and not gaps_in(stem):
        stem = re.sub(rf"([(（【\[])\s*{re.escape(answer.strip())}\s*([)）】\]])", r"\1____\2", stem)
    answer, only_whole = _ONLY_WHOLE.subn(r"\1\2", answer)
    if only_whole or "all_or_nothing" in parts.rules:
        parts.notices.append(messages.EACH_GAP_IS_SCORED)
    any_order = "any_order" in parts.rules or bool(_ANY_ORDER.search(answer + stem))
    answer = _ANY_ORDER.sub("", answer).strip(" ;；。")
    if not answer and not filled:
        raise Unreadable("answer", messages.NO_ANSWER)
    gaps = gaps_in(stem) or max(len(_GROUP.findall(answer)) if _GROUPS.fullmatch(answer) else 1, 1)
    answers = filled or _split_answers(answer, gaps)
    stem_with_gaps = with_gaps(stem, gaps)
    if answers is None or stem_with_gaps is None or len(answers) != gaps:
        count = len(re.split(r"[|｜;；\n]+", answer))
        raise Unreadable("answer", messages.wrong_number_of_gaps(gaps, count))
    rows = [{"answers": alternatives(text)} for text in answers]
    order = {"any_order": True} if any_order else {}
    return {"stem": markdown_of_plain(stem_with_gaps), "blanks": rows, **order}


def _split_answers(answer: str, gaps: int) -> list[str] | None:
    """Return the answers of so many gaps, None if they cannot be separated."""
    for pattern in (_NUMBERED, _NAMED):
        pieces = [piece.strip(" \t\u3000;；,，。\n") for piece in pattern.split(answer)]
        answers = [piece for piece in pieces if piece]
        if len(answers) == gaps and pattern.match(answer):
            return answers
    if gaps == 1:
        return [_without_brackets(answer)]
    return for_blanks(answer, gaps)


def _without_brackets(answer: str) -> str:
    whole = re.fullmatch(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]", answer)
    return whole[1] if whole else answer
