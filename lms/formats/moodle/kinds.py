"""Parse each of Moodle's question types into a kind and its own keys."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.containers.safe_xml import Element, child, children, text
from lms.formats.drafts.rubric import rubric_of
from lms.formats.markup.plain_text import line_of_plain
from lms.formats.moodle import messages
from lms.formats.moodle.cloze import parse_cloze
from lms.formats.moodle.gaps import parse_word_gaps
from lms.formats.moodle.question import (
    MoodleQuestion,
    equalised,
    feedback_text,
    old_picture,
    option_text,
    text_and_format,
)

Parsed = tuple[str, dict[str, Any]]

_TRUTH = {
    "true": True,
    "正确": True,
    "对": True,
    "是": True,
    "false": False,
    "错误": False,
    "错": False,
    "否": False,
}
_ORDER_RULES = {"-1": "exact", "0": "positions", "ALL_OR_NOTHING": "exact", "ABSOLUTE_POSITION": "positions"}
_USUAL_ORDER = ("VERTICAL", "ALL", "0", "SHOW", "1")


def parse_question(question: MoodleQuestion) -> Parsed:
    """Return the kind and its data with the stem; what our kind has no field for goes to `question.more`.

    Raise Unusable if the question cannot be used.
    """
    parse = _PARSERS.get(question.kind)
    if parse is None:
        raise question.refusal(messages.type_not_supported(question.kind))
    kind, data = parse(question)
    stem = data.get("stem") or question.stem() or (question.name if kind != "description" else "")
    if picture := old_picture(question.element):
        stem += f"\n\n![{picture}]({picture})"
    return kind, {**data, "stem": stem}


def _choice(question: MoodleQuestion) -> Parsed:
    single = question.flag("single", True)
    shares = [question.share(answer) for answer in question.answers()]
    if not single and equalised(shares) != shares:
        shares = equalised(shares)
        question.add_notice(messages.SHARES_EQUALISED)
    if not any(share > 0 for share in shares):
        raise question.refusal(messages.NO_RIGHT_OPTION)
    plain = single and shares.count(Fraction(1)) == 1 and set(shares) == {Fraction(0), Fraction(1)}
    options = [
        _option(answer, share, plain) for answer, share in zip(question.answers(), shares, strict=True)
    ]
    data: dict[str, Any] = {"options": options}
    if not question.flag("shuffleanswers", True):
        data["shuffle"] = False
    if single:
        return "single_choice", data
    return "multiple_choice", {**data, "rule": "weights"}


def _option(answer: Element, share: Fraction, plain: bool) -> dict[str, Any]:
    key: dict[str, Any] = {}
    if share:
        key = {"right": True} if plain else {"fraction": str(share)}
    words = feedback_text(answer)
    return {"text": option_text(answer), **key, **({"feedback": words} if words else {})}


def _set_of_choices(question: MoodleQuestion) -> Parsed:
    """Parse a question of the plugin multichoiceset: all or nothing."""
    options = [
        {"text": option_text(answer), **({"right": True} if question.share(answer) > 0 else {}),
         **({"feedback": words} if (words := feedback_text(answer)) else {})}
        for answer in question.answers()
    ]  # fmt: skip
    return "multiple_choice", {"options": options, "rule": "all_or_nothing"}


def _true_false(question: MoodleQuestion) -> Parsed:
    """Parse answers that are named true and false; in old files only their order shows which is which, true first."""
    rows: dict[bool, tuple[Fraction, str]] = {}
    by_order = False
    for place, answer in enumerate(question.answers()[:2]):
        truth = _TRUTH.get(option_text(answer).strip("*_ .。").lower())
        by_order = by_order or truth is None
        rows[place == 0 if truth is None else truth] = question.share(answer), feedback_text(answer)
    if len(rows) < 2 or (rows[True][0] > 0) == (rows[False][0] > 0):
        raise question.refusal(messages.NEITHER_TRUE_NOR_FALSE)
    if by_order:
        question.add_notice(messages.TRUE_BY_ORDER)
    feedbacks = {"feedback_true": rows[True][1], "feedback_false": rows[False][1]}
    return "true_false", {
        "answer": rows[True][0] > 0,
        **{name: words for name, words in feedbacks.items() if words},
    }


def _short_answer(question: MoodleQuestion) -> Parsed:
    rows: list[dict[str, str]] = []
    feedbacks: list[dict[str, str]] = []
    for answer in question.answers():
        words, share = text_and_format(answer)[0], question.share(answer)
        row = {"answer": words, "feedback": feedback_text(answer)}
        if "*" in words.replace("\\*", ""):
            if share > 0:
                question.add_notice(messages.wildcard_left_out(words))
                row["fraction"] = str(share)
            feedbacks += [row] if row["feedback"] or "fraction" in row else []
            continue
        words = words.replace("\\*", "*")
        rows.append(
            {"text": words} if share == 1 else {"text": words, "fraction": str(max(share, Fraction(0)))}
        )
        feedbacks += [{**row, "answer": words}] if row["feedback"] else []
    if not rows:
        raise question.refusal(messages.NOTHING_TO_COMPARE)
    question.more |= {"answer_feedback": feedbacks} if feedbacks else {}
    question.more |= {"usecase": True} if question.flag("usecase", False) else {}
    return "short_text", {"answers": rows}


def _numerical(question: MoodleQuestion) -> Parsed:
    rows: list[dict[str, str]] = []
    feedbacks: list[dict[str, str]] = []
    for answer in question.answers():
        words, share = text_and_format(answer)[0], question.share(answer)
        if words == "*" and share <= 0:
            feedbacks += [{"answer": "*", "feedback": feedback_text(answer)}] if feedback_text(answer) else []
            continue
        number, margin = read_number(words), read_number(text(child(answer, "tolerance")) or "0")
        if number is None or margin is None or margin < 0:
            raise question.refusal(messages.answer_not_a_number(words))
        row = {"number": decimal_text(number), "tolerance": decimal_text(margin)}
        rows.append(row if share == 1 else {**row, "fraction": str(max(share, Fraction(0)))})
        feedbacks += (
            [{"answer": row["number"], "feedback": feedback_text(answer)}] if feedback_text(answer) else []
        )
    question.more |= {"answer_feedback": feedbacks} if feedbacks else {}
    return "numeric", {"answers": rows, **_unit(question)}


def _unit(question: MoodleQuestion) -> dict[str, str]:
    """Return the unit that multiplies by one; all are kept in `more` if there are several."""
    units = [
        (text(child(unit, "unit_name")), read_number(text(child(unit, "multiplier"))) or Decimal(1))
        for holder in children(question.element, "units")
        for unit in children(holder, "unit")
    ]
    if len(units) > 1:
        question.more["units"] = [
            {"unit": name, "multiplier": decimal_text(factor)} for name, factor in units
        ]
    own = next((name for name, factor in units if factor == 1 and name), "")
    return {"unit": own} if own else {}


def _calculated(question: MoodleQuestion) -> Parsed:
    """Parse a formula without random numbers as a number. Raise Unusable if it has random numbers."""
    values = [read_number(text_and_format(answer)[0]) for answer in question.answers()]
    if None in values or not values:
        raise question.refusal(messages.RANDOM_DATA)
    return _numerical(question)


def _matching(question: MoodleQuestion) -> Parsed:
    pairs: list[dict[str, str]] = []
    extra: list[str] = []
    for sub in children(question.element, "subquestion"):
        left = option_text(sub)
        right = line_of_plain(text(child(sub, "answer", "text")) or text(child(sub, "answer")))
        if left:
            pairs.append({"left": left, "right": right})
        elif right:
            extra.append(right)
    used = {pair["right"] for pair in pairs}
    unused = [words for words in dict.fromkeys(extra) if words not in used]
    return "matching", {"pairs": pairs, **({"extra": unused} if unused else {})}


def _ordering(question: MoodleQuestion) -> Parsed:
    """Parse answers that are in the right order; where they are numbered, the numbers count."""
    answers = question.answers()
    numbers = [read_number(str(answer.get("fraction", ""))) for answer in answers]
    if None not in numbers and len(set(numbers)) == len(numbers):
        answers = [
            answer for _, answer in sorted(zip(numbers, answers, strict=True), key=lambda row: row[0] or 0)
        ]
    grading = question.child_text("gradingtype").upper()
    rule = _ORDER_RULES.get(grading, "pairs")
    if grading and grading not in (*_ORDER_RULES, "4", "RELATIVE_ALL_PREVIOUS_AND_NEXT"):
        question.add_notice(messages.unknown_ordering_rule(grading))
    settings = {
        name: question.child_text(name) for name in ("layouttype", "selecttype", "selectcount", "showgrading")
    }
    settings = {name: words for name, words in settings.items() if words not in ("", *_USUAL_ORDER)}
    question.more |= {"ordering": settings} if settings else {}
    return "ordering", {"order": [option_text(answer) for answer in answers], "rule": rule}


def _essay(question: MoodleQuestion) -> Parsed:
    """Parse an essay. Moodle has no rubric of points; its notes for markers become the rubric."""
    points = question.points() or Decimal(1)
    notes = question.stem("graderinfo")
    rubric = rubric_of(notes, points)
    rubric = rubric or [
        {"criterion": "综合评分", "points": str(points), **({"describe": notes} if notes else {})}
    ]
    settings = {
        name: question.child_text(name)
        for name in ("responseformat", "minwordlimit", "maxwordlimit", "attachments")
    }
    settings["responsetemplate"] = question.stem("responsetemplate")
    question.more |= {name: words for name, words in settings.items() if words not in ("", "0", "editor")}
    return "essay", {"rubric": rubric}


def _description(question: MoodleQuestion) -> Parsed:
    return "description", {}


_PARSERS: dict[str, Callable[[MoodleQuestion], Parsed]] = {
    "multichoice": _choice,
    "multichoiceset": _set_of_choices,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "calculated": _calculated,
    "calculatedsimple": _calculated,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": _description,
    "cloze": parse_cloze,
    "multianswer": parse_cloze,
    "gapselect": parse_word_gaps,
    "ddwtos": parse_word_gaps,
}
