"""Parse options after ~ and =, and statements that are true or false."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from lms.domain.problem import Problem
from lms.formats.drafts.messages import MAKE_OPTIONS_DIFFERENT
from lms.formats.drafts.option_answer import first_duplicate
from lms.formats.gift import messages
from lms.formats.gift.blocks import text_and_format
from lms.formats.gift.parsed import Parsed
from lms.formats.gift.shares import equalised, split_share
from lms.formats.gift.span import Span, notice, refusal
from lms.formats.markup.moodle_text import option_of

_FULL_MARK, _NO_MARK = Fraction(1), Fraction(0)
_TRUE = ("T", "TRUE")
_FALSE = ("F", "FALSE")
_TRUE_VARIANTS = ("true", "t", "对", "正确", "√", "✓", "✔")
_FALSE_VARIANTS = ("false", "f", "错", "错误", "×", "✗", "✘")


def parse_choice(answer: Span, text_format: str) -> Parsed:
    """Parse a single choice where there is a =, else a multiple choice with percentages.

    Raise Unusable if it has fewer than two options, equal options, or no right one.
    """
    options = list(_split_options(answer))
    # Moodle keeps an empty option while it reads and drops it when it saves.
    empty = [option for option in options if not option.text]
    options = [option for option in options if option.text]
    if len(options) < 2:
        raise refusal(answer.line, messages.ONLY_ONE_OPTION)
    single = "=" in answer.text
    rows = [_option(option, text_format) for option in options]
    shares = [row.pop("share") for row in rows]
    if same := first_duplicate([row["text"] for row in rows]):
        raise refusal(options[same[0]].line, (same[1], MAKE_OPTIONS_DIFFERENT))
    notices = [notice(option.line, messages.EMPTY_OPTION_LEFT_OUT) for option in empty]
    if not single:
        shares, rounded = equalised(shares, answer.line)
        notices = [rounded, *notices] if rounded else notices
    if not any(share.numerator > 0 for share in shares):
        raise refusal(answer.line, messages.NO_RIGHT_OPTION)
    plain = single and shares.count(_FULL_MARK) == 1 and shares.count(_NO_MARK) == len(shares) - 1
    keyed = _keyed(rows, shares, plain=plain)
    if single:
        return Parsed("single_choice", {"options": keyed}, notices=tuple(notices))
    return Parsed("multiple_choice", {"options": keyed, "rule": "weights"}, notices=tuple(notices))


def _split_options(answer: Span) -> Iterator[Span]:
    """Yield the options, right ones with their =. Text before the first mark is an option, too."""
    parts = Span(answer.text.replace("=", "~="), answer.line).split("~")
    for number, part in enumerate(parts):
        option = part.strip()
        if number or option.text:
            yield option


def _option(option: Span, text_format: str) -> dict[str, Any]:
    is_right = option.text.startswith("=")
    share, text = split_share(option.part(1).strip() if is_right else option)
    if is_right and share not in (None, 1):
        raise refusal(option.line, messages.FULL_MARK_WITH_SHARE)
    body, *after_hash = text.split("#", 1)
    words = option_of(*text_and_format(body, text_format))
    if not words:
        raise refusal(option.line, messages.ANSWER_IS_FEEDBACK if after_hash else messages.EMPTY_OPTION)
    feedback = option_of(*text_and_format(after_hash[0], text_format)) if after_hash else ""
    return {
        "text": words,
        "share": _FULL_MARK if is_right else share or _NO_MARK,
        **({"feedback": feedback} if feedback else {}),
    }


def _keyed(rows: list[dict[str, Any]], shares: list[Fraction], *, plain: bool) -> list[dict[str, Any]]:
    """Return the options with `right` if they are `plain`, else with fractions."""
    keyed = []
    for row, share in zip(rows, shares, strict=True):
        key: dict[str, Any] = {}
        if share:
            key = {"right": True} if plain else {"fraction": str(share)}
        keyed.append({**row, **key})
    return keyed


def parse_true_false(answer: Span, text_format: str) -> Parsed | None:
    """Parse {T#feedback if wrong#feedback if right}; None if it is neither true nor false."""
    word = answer.text.partition("#")[0].strip()
    value = {**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)}.get(word)
    notices: tuple[Problem, ...] = ()
    if value is None:
        value = {**dict.fromkeys(_TRUE_VARIANTS, True), **dict.fromkeys(_FALSE_VARIANTS, False)}.get(
            word.lower()
        )
        if value is None:
            return None
        notices = (notice(answer.line, messages.taken_as_true_or_false(word)),)
    feedbacks = [option_of(*text_and_format(part, text_format)) for part in answer.split("#", 2)[1:]]
    wrong, right = [*feedbacks, "", ""][:2]
    feedback = {"feedback_true": right if value else wrong, "feedback_false": wrong if value else right}
    return Parsed(
        "true_false",
        {"answer": value, **{name: text for name, text in feedback.items() if text}},
        notices=notices,
    )
