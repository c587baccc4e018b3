"""The percentage before an answer, as an exact share of the mark."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from lms.domain.problem import Problem, Text
from lms.formats.gift.span import Span, refuse, trouble

_WEIGHT = re.compile(r"%(-*)([0-9]{1,2}\.?[0-9]*)%")
_LIKE_A_WEIGHT = re.compile(r"[%％]\s*[-+－＋]*\s*[\d０-９.,．，]+\s*[%％]")
_NEAR = Fraction(1, 10_000)
_MOST_PARTS = 12
_ROUGHLY = Fraction(1, 50)


@lru_cache(512)
def _share(percent: str) -> Fraction:
    share = Fraction(percent.rstrip(".")) / 100
    near = share.limit_denominator(_MOST_PARTS)
    return near if abs(near - share) < _NEAR else share


def weight(answer: Span) -> tuple[Fraction | None, Span]:
    """The share before an answer, None if there is no percentage, and the answer behind it.

    33.33333 is a third: Moodle writes five places, and three of them must make the full mark.
    """
    found = _WEIGHT.match(answer.text)
    if found is None:
        if answer.text[:1] in ("%", "％") and _LIKE_A_WEIGHT.match(answer.text):
            raise refuse(
                answer.line,
                Text("百分比写法不对，会被当作文字", "the percentage is written in a way that makes it text"),
                Text("请写成 %50%、%33.33333% 或 %-100%", "Write it as %50%, %33.33333% or %-100%"),
            )
        return None, answer
    if len(found[1]) > 1 or len(found[2]) > 12:
        raise refuse(
            answer.line,
            Text(f"百分比 {found[0][:20]} 不是一个数", f"the percentage {found[0][:20]} is not a number"),
            Text("请写成 %50% 或 %-100%", "Write it as %50% or %-100%"),
        )
    share = _share(found[2])
    if share > 1:
        raise refuse(
            answer.line,
            Text(f"百分比 {found[0]} 超过 100%", f"the percentage {found[0]} is more than 100%"),
            Text("请改成 100% 以内", "Write at most 100%"),
        )
    return -share if found[1] else share, answer.part(found.end())


def need_full_mark(rows: Sequence[Mapping[str, str]], line: int) -> None:
    """Refuses answers of which none earns the full mark; a row without a fraction does."""
    if all("fraction" in row and row["fraction"] != "1" for row in rows):
        raise refuse(
            line,
            Text("没有一个答案得满分", "no answer earns the full mark"),
            Text(
                "请给至少一个答案去掉百分比，或写 %100%",
                "Take the percentage from one answer, or write %100%",
            ),
        )


def evened(shares: list[Fraction], line: int) -> tuple[list[Fraction], Problem | None]:
    """Equal shares that only roughly make the full mark (three of 33%) as equal parts of it, and a word about it."""
    positive = [share for share in shares if share > 0]
    total = sum(positive, Fraction(0))
    if not positive or total >= 1 or len(set(positive)) > 1 or 1 - total > _ROUGHLY:
        return shares, None
    each = Fraction(1, len(positive))
    percent = float(total * 100)
    what = Text(
        f"正确选项的百分比合计 {percent:g}%，已按各 {each} 计",
        f"the percentages of the right options make {percent:g}%; each counts {each}",
    )
    how = Text(
        f"请核对；要写准可用 %{float(each * 100):.5f}%",
        f"Check it; %{float(each * 100):.5f}% would be exact",
    )
    return [each if share > 0 else share for share in shares], trouble(line, what, how)
