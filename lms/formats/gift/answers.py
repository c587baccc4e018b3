"""Parse short answers, pairs and orders."""

import re
from fractions import Fraction
from typing import Any

from lms.domain.problem import Problem
from lms.formats.gift import messages
from lms.formats.gift.blocks import restored, text_and_format
from lms.formats.gift.parsed import Parsed
from lms.formats.gift.shares import require_full_mark, split_share
from lms.formats.gift.span import Span, notice, refusal
from lms.formats.markup.moodle_text import answer_of, option_of

_FULL_WIDTH_MARK = re.compile(r"\s[～＝]\S")
_WILDCARD = re.compile(r"(?<!\\)\*")
_ORDER = re.compile(r"\s*>\s*(\d+)[ \t]*")
_SETTINGS = re.compile(
    r"(ALL_OR_NOTHING|ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE_NEXT_EXCLUDE_LAST|RELATIVE_NEXT_INCLUDE_LAST"
    r"|RELATIVE_ONE_PREVIOUS_AND_NEXT|RELATIVE_ALL_PREVIOUS_AND_NEXT|RELATIVE_TO_CORRECT|RELATIVE|REL"
    r"|LONGEST_ORDERED_SUBSET|LONGEST_CONTIGUOUS_SUBSET|ALL|EXACT|RANDOM|CONTIGUOUS|CONTIG"
    r"|HORIZONTAL|HORI|H|VERTICAL|VERT|V|SHOW|TRUE|YES|HIDE|FALSE|NO|[01]|none|123|abc|ABCD|iii|IIII)(?:[ \t]+|$)"
)
_RULES = {
    "ALL_OR_NOTHING": "exact",
    "ABSOLUTE_POSITION": "positions",
    "ABSOLUTE": "positions",
    "ABS": "positions",
}


def split_answers(answer: Span) -> list[Span]:
    """Return the answers after each =; the first needs none."""
    parts = [part.strip() for part in answer.split("=")]
    return parts[1:] if not parts[0].text else parts


def split_feedback(answer: Span, text_format: str) -> tuple[Span, str]:
    """Return an answer and the feedback after its #."""
    body, *after_hash = answer.split("#", 1)
    return body, option_of(*text_and_format(after_hash[0], text_format)) if after_hash else ""


def parse_short_answer(answer: Span, text_format: str) -> Parsed:
    """Parse words that are compared.

    "*" means any text in Moodle: with a share of 0 it only holds a feedback, otherwise it is left out.
    """
    rows: list[dict[str, Any]] = []
    feedbacks: list[dict[str, Any]] = []
    notices: list[Problem] = []
    for piece in split_answers(answer):
        share, unweighted = split_share(piece)
        body, feedback = split_feedback(unweighted, text_format)
        text = _answer_text(piece, body, text_format, feedback)
        share = Fraction(1) if share is None else share
        if text == "*" and share <= 0:
            feedbacks += [{"answer": "*", "feedback": feedback}] if feedback else []
        elif _WILDCARD.search(text):
            notices.append(notice(piece.line, messages.wildcard_left_out(text)))
            feedbacks.append({"answer": text, "fraction": str(share), "feedback": feedback})
        else:
            text = text.replace("\\*", "*")
            rows.append({"text": text, **({} if share == 1 else {"fraction": str(max(share, Fraction(0)))})})
            feedbacks += [{"answer": text, "feedback": feedback}] if feedback else []
    if not rows:
        raise refusal(answer.line, messages.NOTHING_TO_COMPARE)
    require_full_mark(rows, answer.line)
    more = {"answer_feedback": feedbacks} if feedbacks else {}
    return Parsed("short_text", {"answers": rows}, more, tuple(notices))


def _answer_text(piece: Span, body: Span, text_format: str, feedback: str) -> str:
    """Return the words of an answer. Raise Unusable if they are missing or look like options."""
    text = answer_of(*text_and_format(body, text_format))
    if not text:
        raise refusal(piece.line, messages.ANSWER_IS_FEEDBACK if feedback else messages.EMPTY_ANSWER)
    if _FULL_WIDTH_MARK.search(text):
        raise refusal(piece.line, messages.FULL_WIDTH_MARK)
    return text


def parse_matching(answer: Span, text_format: str) -> Parsed:
    """Parse left -> right; an empty left side makes a right side that matches nothing."""
    pairs: list[dict[str, str]] = []
    extra: list[str] = []
    for piece in split_answers(answer):
        left, arrow, right = piece.text.partition("->")
        if not arrow:
            raise refusal(piece.line, messages.PAIR_WITHOUT_ARROW)
        left_side = option_of(*text_and_format(Span(left, piece.line), text_format))
        right_side = option_of(restored(right).strip(), "plain")
        if left_side:
            pairs.append({"left": left_side, "right": right_side})
        else:
            extra.append(right_side)
    if len(pairs) < 2 or not all(pair["right"] for pair in pairs):
        raise refusal(answer.line, messages.TOO_FEW_PAIRS)
    used = {pair["right"] for pair in pairs}
    unused = [text for text in dict.fromkeys(extra) if text not in used]
    return Parsed("matching", {"pairs": pairs, **({"extra": unused} if unused else {})})


def parse_ordering(answer: Span, text_format: str) -> Parsed | None:
    """Parse {>3 ALL VERTICAL ABSOLUTE_POSITION … and one entry a line}; None if it does not begin with >."""
    head = _ORDER.match(answer.text)
    if head is None:
        return None
    settings = []
    end = head.end()
    while setting := _SETTINGS.match(answer.text.partition("\n")[0], end):
        settings.append(setting[1])
        end = setting.end()
    entries = [line.strip() for line in answer.part(end).split("\n")]
    texts = [option_of(restored(line.text), "moodle") for line in entries if line.text]
    grading = next(
        (name for name in settings if name in _RULES or name.startswith(("RELATIVE", "LONGEST"))), ""
    )
    rule = _RULES.get(grading, "pairs")
    notices = []
    if grading and grading not in _RULES:
        notices.append(notice(answer.line, messages.unknown_ordering_rule(grading)))
    count = int(head[1][:6])
    if count < len(texts) and not {"ALL", "EXACT"} & set(settings):
        notices.append(notice(answer.line, messages.all_entries_shown(count, len(texts))))
    more = {"ordering": " ".join([head[1], *settings])}
    return Parsed("ordering", {"order": texts, "rule": rule}, more, tuple(notices))
