"""Gaps in plain stems: underscores, [填空1], empty brackets, or none at all."""

import re

_LINES = re.compile(r"[_＿]{2,}|[\[【{（(]\s*(?:填空\s*\d{0,2}|空\s*\d{1,2})\s*[\]】}）)]")
_BRACKETS = re.compile(r"([(（【\[])\s*([)）】\]])")


def gaps_in(stem: str) -> int:
    """How many places there are to fill in."""
    return len(_LINES.findall(stem)) or len(_BRACKETS.findall(stem))


def with_gaps(stem: str, many: int) -> str | None:
    """The stem with `many` gaps of four underscores; None if its own gaps are not that many.

    A stem without any gets them at its end, as templates with a column for each answer mean it.
    """
    lines, brackets = len(_LINES.findall(stem)), len(_BRACKETS.findall(stem))
    if not lines and not brackets:
        return stem + "____" if many == 1 else f"{stem} " + "、".join(["____"] * many)
    if lines not in (0, many) and lines + brackets != many:
        return None
    if not lines and brackets != many:
        return None
    filled = stem if lines == many else _BRACKETS.sub(r"\1____\2", stem)
    return _LINES.sub("____", filled)
