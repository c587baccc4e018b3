"""{#…}: numbers, ranges and tolerances. What is no number is refused, not made into "everything is right"."""

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from lms.domain.problem import Text
from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.gift.answers import marked_answers, told
from lms.formats.gift.blocks import restored, shown
from lms.formats.gift.made import Made
from lms.formats.gift.shares import need_full_mark, weight
from lms.formats.gift.span import Span, Unusable, refuse
from lms.formats.markup.moodle_text import option_of

_LONGEST = 60
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)


def numeric(answer: Span, form: str) -> Made:
    """{#5}, {#5:0.1}, {#4.9..5.1}, {#=5:0 =%50%5:1 ~#said to who is wrong}."""
    given, wrong, said_wrong = answer.part(1).text.partition("~")
    rows: list[dict[str, str]] = []
    said: list[dict[str, Any]] = []
    for piece in marked_answers(Span(given, answer.line)):
        share, rest = weight(piece)
        body, feedback = told(rest, form)
        text = restored(body.text).strip()
        share = Fraction(1) if share is None else share
        if text == "*" and share <= 0:
            said += [{"answer": "*", "feedback": feedback}] if feedback else []
            continue
        number, tolerance = _interval(body.strip())
        row = {"number": decimal_text(number), "tolerance": decimal_text(tolerance)}
        rows.append(row if share == 1 else row | {"fraction": str(max(share, Fraction(0)))})
        said += [{"answer": row["number"], "feedback": feedback}] if feedback else []
    if not rows:
        raise refuse(
            answer.line,
            Text("数值题没有答案", "the number is missing"),
            Text("请写成 {#5}、{#5:0.1} 或 {#4.9..5.1}", "Write {#5}, {#5:0.1} or {#4.9..5.1}"),
        )
    need_full_mark(rows, answer.line)
    if wrong:
        said.append(
            {
                "answer": "*",
                "feedback": option_of(*shown(Span(said_wrong.partition("#")[2], answer.line), form)),
            }
        )
    return Made("numeric", {"answers": rows}, {"answer_feedback": said} if said else {})


def _interval(answer: Span) -> tuple[Decimal, Decimal]:
    """The middle and how far to either side."""
    text = restored(answer.text)
    if text.find("..") > 0:
        least, _, most = text.partition("..")
        low, high = _number(least, answer), _number(most, answer)
        if low > high:
            raise refuse(
                answer.line,
                Text(f"范围 {text[:40]} 的左边比右边大", f"the range {text[:40]} begins above its end"),
                Text("请把小的数写在左边", "Write the smaller number first"),
            )
        with localcontext() as exact:
            exact.prec = 200
            middle = (low + high) / 2
            return middle, high - middle
    if text.find(":") > 0:
        value, _, tolerance = text.partition(":")
        margin = _number(tolerance, answer)
        if margin < 0:
            raise refuse(
                answer.line,
                Text("误差不能小于 0", "the tolerance is below 0"),
                Text("请写成 {#5:0.1}", "Write it as {#5:0.1}"),
            )
        return _number(value, answer), margin
    return _number(text, answer), Decimal(0)


def _number(text: str, answer: Span) -> Decimal:
    plain = text.strip()
    value = read_number(plain) if len(plain) <= _LONGEST and _NUMBER.fullmatch(plain) else None
    if value is None:
        raise _no_number(answer, plain)
    return value


def _no_number(answer: Span, text: str) -> Unusable:
    seen = text[:40] or answer.text[:40]
    likely = read_number(text)
    hint = Text("请只写半角数字，如 {#1000}", "Write plain digits, as in {#1000}")
    if likely is not None:
        hint = Text(f"请写成 {decimal_text(likely)}", f"Write {decimal_text(likely)}")
    what = Text(
        f"“{seen}”不是一个数（Moodle 会因此把任何答案都判对）",
        f'"{seen}" is not a number (Moodle would then take every answer for right)',
    )
    return refuse(answer.line, what, hint)
