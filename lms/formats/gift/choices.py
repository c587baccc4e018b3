"""Options behind ~ and =, and statements that are true or false."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from lms.domain.problem import Problem, Text
from lms.formats.drafts.messages import MAKE_OPTIONS_DIFFERENT
from lms.formats.drafts.option_answer import first_duplicate
from lms.formats.gift.blocks import shown
from lms.formats.gift.made import HASH_IS_FEEDBACK, WRITE_HASH, Made
from lms.formats.gift.shares import evened, weight
from lms.formats.gift.span import Span, refuse, trouble
from lms.formats.markup.moodle_text import option_of

_ALL, _NONE = Fraction(1), Fraction(0)
_TRUE = ("T", "TRUE")
_FALSE = ("F", "FALSE")
_TRUE_TOO = ("true", "t", "对", "正确", "√", "✓", "✔")
_FALSE_TOO = ("false", "f", "错", "错误", "×", "✗", "✘")


def choice(answer: Span, form: str) -> Made:
    """One right option where there is a =, else any number of them with their percentages."""
    pieces = list(_pieces(answer))
    empty = [piece for piece in pieces if not piece.text]
    pieces = [piece for piece in pieces if piece.text]
    if len(pieces) < 2:
        raise refuse(
            answer.line,
            Text("只有一个选项", "there is only one option"),
            Text("请至少写两个选项，各以 ~ 或 = 开头", "Write at least two options, each behind ~ or ="),
        )
    single = "=" in answer.text
    rows = [_option(piece, form) for piece in pieces]
    shares = [row.pop("share") for row in rows]
    if same := first_duplicate([row["text"] for row in rows]):
        raise refuse(pieces[same[0]].line, same[1], MAKE_OPTIONS_DIFFERENT)
    note: Problem | None = None
    if not single:
        shares, note = evened(shares, answer.line)
    if not any(share.numerator > 0 for share in shares):
        raise refuse(
            answer.line,
            Text("没有一个正确选项", "no option is right"),
            Text(
                "请把正确选项前的 ~ 改成 =；多选请写 ~%50% 这样的百分比",
                "Write = before the right one, or percentages such as ~%50% before several",
            ),
        )
    options = _keyed(
        rows, shares, plain=single and shares.count(_ALL) == 1 and shares.count(_NONE) == len(shares) - 1
    )
    notes = (*((note,) if note else ()), *map(_left_out, empty))
    if single:
        return Made("single_choice", {"options": options}, notes=notes)
    return Made("multiple_choice", {"options": options, "rule": "weights"}, notes=notes)


def _left_out(piece: Span) -> Problem:
    """Moodle keeps it while it reads and drops it when it saves."""
    what = Text("有一个空的选项，已略去", "an option is empty and was left out")
    return trouble(piece.line, what, Text("请补上文字，或删去多余的 ~", "Write it, or remove the ~"))


def _pieces(answer: Span) -> Iterator[Span]:
    """The options with their = before them. What stands before the first mark is one, if it is anything."""
    parts = Span(answer.text.replace("=", "~="), answer.line).split("~")
    for number, part in enumerate(parts):
        piece = part.strip()
        if number or piece.text:
            yield piece


def _option(piece: Span, form: str) -> dict[str, Any]:
    is_right = piece.text.startswith("=")
    share, text = weight(piece.part(1).strip() if is_right else piece)
    if is_right and share not in (None, 1):
        raise refuse(
            piece.line,
            Text(
                "= 表示得满分，后面又写了百分比，两者矛盾",
                "the = says full mark, the percentage behind it says something else",
            ),
            Text(
                "部分得分请写 ~%50%，满分只写 =", "Write ~%50% for a part of the mark, = alone for all of it"
            ),
        )
    body, *feedback = text.split("#", 1)
    words = option_of(*shown(body, form))
    if not words:
        what = HASH_IS_FEEDBACK if feedback else Text("有一个空的选项", "an option is empty")
        how = (
            WRITE_HASH
            if feedback
            else Text("请补上文字，或删去多余的 ~ 或 =", "Write it, or remove the ~ or =")
        )
        raise refuse(piece.line, what, how)
    said = option_of(*shown(feedback[0], form)) if feedback else ""
    return {
        "text": words,
        "share": _ALL if is_right else share or _NONE,
        **({"feedback": said} if said else {}),
    }


def _keyed(rows: list[dict[str, Any]], shares: list[Fraction], *, plain: bool) -> list[dict[str, Any]]:
    """The options with `right` where that says all, else with fractions."""
    keyed = []
    for row, share in zip(rows, shares, strict=True):
        key: dict[str, Any] = {}
        if share:
            key = {"right": True} if plain else {"fraction": str(share)}
        keyed.append({**row, **key})
    return keyed


def true_false(answer: Span, form: str) -> Made | None:
    """{T#said to who is wrong#said to who is right}; None if it is none."""
    word = answer.text.partition("#")[0].strip()
    value = {**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)}.get(word)
    notes: tuple[Problem, ...] = ()
    if value is None:
        value = {**dict.fromkeys(_TRUE_TOO, True), **dict.fromkeys(_FALSE_TOO, False)}.get(word.lower())
        if value is None:
            return None
        what = Text(
            f"{{{word}}} 已作判断题读入；Moodle 会把它当成填“{word}”的简答题",
            f"{{{word}}} was read as true or false; Moodle takes it for a short answer",
        )
        how = Text("请写成 {TRUE} 或 {FALSE}", "Write {TRUE} or {FALSE}")
        notes = (trouble(answer.line, what, how),)
    said = [option_of(*shown(part, form)) for part in answer.split("#", 2)[1:]]
    wrong, right = [*said, "", ""][:2]
    feedback = {"feedback_true": right if value else wrong, "feedback_false": wrong if value else right}
    return Made(
        "true_false",
        {"answer": value, **{name: text for name, text in feedback.items() if text}},
        notes=notes,
    )
