"""Find gaps in plain stems: underscores, [填空1], empty brackets, or none at all."""

import re

_LINES = re.compile(r"[_＿]{2,}|[\[【{（(]\s*(?:填空\s*\d{0,2}|空\s*\d{1,2})\s*[\]】}）)]")
_BRACKETS = re.compile(r"([(（【\[])\s*([)）】\]])")


def gaps_in(stem: str) -> int:
    """Return the number of gaps to fill in."""
    return len(_LINES.findall(stem)) or len(_BRACKETS.findall(stem))


def with_gaps(stem: str, count: int) -> str | None:
    """Return the stem with `count` gaps of four underscores; None if it has another number of gaps.

    A stem without any gets them at its end, as templates with a column for each answer intend.
    """
    lines, brackets = len(_LINES.findall(stem)), len(_BRACKETS.findall(stem))
    if not lines and not brackets:
        return stem + "____" if count == 1 else f"{stem} " + "、".join(["____"] * count)
    if lines not in (0, count) and lines + brackets != count:
        return None
    if not lines and brackets != count:
        return None
    filled = stem if lines == count else _BRACKETS.sub(r"\1____\2", stem)
    return _LINES.sub("____", filled)
