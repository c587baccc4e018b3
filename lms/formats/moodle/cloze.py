"""Parse Cloze, Moodle's text with answers in it: {1:SHORTANSWER:=119~%50%110#feedback}."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import unescape
from typing import Any

from lms.domain.text.numbers import decimal_text, read_number
from lms.formats import exchange_messages
from lms.formats.markup.html_text import line_of, words_of
from lms.formats.markup.moodle_text import stem_of
from lms.formats.moodle import messages
from lms.formats.moodle.question import MoodleQuestion, equalised, simple_share, text_and_format

_CODE = re.compile(
    r"\{\s*(\d{0,4}(?:\.\d{1,4})?)\s*:\s*([A-Z_]{2,20})\s*:((?:\\.|[^\\}]){0,5000})\}", re.DOTALL
)
_KINDS = (
    ("number", r"NUMERICAL|NM"),
    ("words", r"SHORTANSWER(?:_C)?|SAC?|MWC?"),
    ("checkboxes", r"MULTIRESPONSE(?:_[HS]+)?|MR[HS]{0,2}"),
    ("menu", r"MULTICHOICE(?:_[VHRS]+)?|MC[VHRS]{0,3}"),
)
_LINES = re.compile(r"_{3,}")
_SHARE = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{0,12})?)%")


@dataclass(frozen=True, slots=True)
class Choice:
    """An alternative of a gap: raw words (HTML), its share (None if it has none of its own), and its feedback."""

    words: str
    share: Fraction | None
    feedback: str


@dataclass(frozen=True, slots=True)
class Gap:
    """`kind` is number, words, menu (one is chosen) or checkboxes (several are chosen)."""

    kind: str
    mark: Decimal
    choices: tuple[Choice, ...]


def parse_cloze(question: MoodleQuestion) -> tuple[str, dict[str, Any]]:
    """Parse into blanks; a text with a single menu into a choice. Raise Unusable if there are no gaps."""
    source, text_format = text_and_format(
        next((c for c in question.element if c.tag.rpartition("}")[2] == "questiontext"), None)
    )
    source = _LINES.sub("——", source)
    gaps = [_gap(question, code) for code in _CODE.finditer(source)]
    if not gaps:
        raise question.refusal(messages.NO_GAPS)
    if len({gap.mark for gap in gaps}) > 1:
        question.add_notice(messages.UNEQUAL_GAPS)
    question.more["points"] = sum((gap.mark for gap in gaps), Decimal(0))
    feedbacks = [
        {"gap": str(number), "answer": words_of(choice.words), "feedback": choice.feedback}
        for number, gap in enumerate(gaps, 1) for choice in gap.choices if choice.feedback
    ]  # fmt: skip
    if len(gaps) == 1 and gaps[0].kind in ("menu", "checkboxes"):
        return _as_choice(gaps[0], stem_of(_CODE.sub("____", source), text_format))
    question.more |= {"answer_feedback": feedbacks} if feedbacks else {}
    blanks = [_blank(question, gap) for gap in gaps]
    following = iter(gaps)
    stem = stem_of(_CODE.sub(lambda _: "____" + _menu(next(following)), source), text_format)
    if any(gap.kind == "menu" for gap in gaps):
        question.add_notice(exchange_messages.MENUS_BECAME_GAPS)
    return "blanks", {"stem": stem, "blanks": blanks}


def _gap(question: MoodleQuestion, code: re.Match[str]) -> Gap:
    kind = next((kind for kind, names in _KINDS if re.fullmatch(names, code[2])), "")
    if not kind:
        raise question.refusal(messages.unknown_gap_type(code[2]))
    mark = Decimal(code[1]) if code[1] else Decimal(1)
    choices = tuple(_choice(part) for part in re.split(r"(?<!\\)~", code[3]) if part.strip())
    return Gap(kind, mark, choices)


def _choice(part: str) -> Choice:
    part = part.strip()
    share = Fraction(1) if part.startswith("=") else None
    part = part.removeprefix("=")
    percent = _SHARE.match(part) if share is None else None
    if percent:
        share = simple_share(Fraction(percent[1].replace(",", ".").rstrip(".")) / 100)
        part = part[percent.end() :]
    words, _, feedback = re.sub(r"(?<!\\)#", "\x00", part, count=1).partition("\x00")
    return Choice(_unescaped(words), share, line_of(_unescaped(feedback)))


def _unescaped(raw: str) -> str:
    r"""Remove the backslashes of \} \# \~ \/ \"."""
    return re.sub(r"\\([}#~/\"'\\])", r"\1", raw).strip()


def _blank(question: MoodleQuestion, gap: Gap) -> dict[str, Any]:
    if gap.kind == "checkboxes":
        raise question.refusal(messages.SEVERAL_CHOICES_IN_GAP)
    if gap.kind == "number":
        return _number(question, gap)
    answers: dict[str, Fraction] = {}
    for choice in gap.choices:
        words = words_of(choice.words)
        if choice.share and choice.share > 0 and words and words != "*":
            answers.setdefault(words, choice.share)
    return {"answers": [_answer(words, share) for words, share in answers.items()]}


def _answer(words: str, share: Fraction) -> Any:
    return words if share == 1 else {"text": words, "fraction": str(share)}


def _number(question: MoodleQuestion, gap: Gap) -> dict[str, Any]:
    """Return a gap with one tolerance, as ours have; where Moodle's differ, the widest of the full answers."""
    answers, tolerances = [], []
    for choice in gap.choices:
        words, _, tolerance = unescape(choice.words).partition(":")
        value, margin = read_number(words), read_number(tolerance or "0")
        if words.strip() == "*" or not choice.share or choice.share <= 0:
            continue
        if value is None or margin is None or margin < 0:
            raise question.refusal(messages.gap_not_a_number(words))
        answers.append(_answer(decimal_text(value), choice.share))
        tolerances.append((choice.share, margin))
    if len({margin for _, margin in tolerances}) > 1:
        question.add_notice(messages.SEVERAL_TOLERANCES)
    widest = max((margin for share, margin in tolerances if share == 1), default=Decimal(0))
    return {"answers": answers, "number": True, "tolerance": decimal_text(widest)}


def _menu(gap: Gap) -> str:
    if gap.kind != "menu":
        return ""
    return "（" + "／".join(words_of(choice.words) for choice in gap.choices) + "）"


def _as_choice(gap: Gap, stem: str) -> tuple[str, dict[str, Any]]:
    shares = [choice.share or Fraction(0) for choice in gap.choices]
    if gap.kind == "checkboxes":
        rights = sum(share > 0 for share in shares)
        total = sum((share for share in shares if share > 0), Fraction(0))
        # Moodle makes the right ones sum to 1, and deducts a part for each wrong one without a share of its own.
        shares = [
            share / total if share > 0 else share if choice.share is not None else -Fraction(1, rights)
            for share, choice in zip(shares, gap.choices, strict=True)
        ] if total else shares  # fmt: skip
        shares = equalised(shares)
    options = [
        {"text": line_of(choice.words), **({"fraction": str(share)} if share else {}),
         **({"feedback": choice.feedback} if choice.feedback else {})}
        for choice, share in zip(gap.choices, shares, strict=True)
    ]  # fmt: skip
    if gap.kind == "checkboxes":
        return "multiple_choice", {"stem": stem, "options": options, "rule": "weights"}
    return "single_choice", {"stem": stem, "options": options}
