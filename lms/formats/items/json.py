"""JSON: what a file holds as programs read it, in the shape of the public contract."""

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from string import ascii_lowercase
from typing import Any

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, good_ones, losses_of
from lms.questions import dump_question

FORMAT = "json"
NAME = Text("JSON（供程序使用）", "JSON for programs")
SUFFIXES = (".json",)

_WHOLE = Text("需要原样保存时请用 TOML 或 Excel", "Use TOML or Excel to keep it as it is")


def write(drafts: Sequence[Draft]) -> bytes:
    """{"items": […], "problems": []}; unreadable drafts are left out, as `losses` says."""
    return render(drafts, ())


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """Everything wrong with the drafts, and what cannot be told from good ones; shares have seven places by contract."""
    return losses_of(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if not dump_question(question)["body"].get("constraints"):
        return []
    what = Text(
        "先后要求用编号指明各项，各项的编号没有写出",
        "rules of order name entries by ids, and the entries are written without",
    )
    return [Problem(draft.by_name, what, _WHOLE, notice=True)]


def render(drafts: Sequence[Draft], problems: Sequence[Problem], language: str = "zh") -> bytes:
    """The document, with problems in the reader's language."""
    items = [item_json(draft, question) for draft, question in good_ones(drafts)]
    told = [problem.as_json(language) for problem in problems]
    return (json.dumps({"items": items, "problems": told}, ensure_ascii=False, indent=1) + "\n").encode()


def item_json(draft: Draft, question: Question) -> dict[str, Any]:
    """{kind, name, stem, points, tags, feedback, …}; what stands beside these depends on the kind."""
    stored = dump_question(question)
    body = stored["body"]
    more = dict(draft.more)
    if draft.meta:
        more["meta"] = dict(draft.meta)
    if stored["translations"]:
        more["translations"] = stored["translations"]
    shown, rest = _SHAPES.get(question.kind, _plain)(body)
    more |= {name: value for name, value in rest.items() if value not in (None, "", [], {})}
    out = {
        "kind": question.kind,
        "name": draft.name,
        "stem": body["stem"],
        "points": json_number(draft.points),
        "tags": list(draft.tags),
        "feedback": draft.feedback,
        **shown,
    }
    return out | ({"more": more} if more else {})


def json_number(value: Decimal | Fraction | str) -> int | float:
    """A JSON number; shares to seven places, as Moodle rounds them."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return int(exact)
    return round(float(exact), 7) if isinstance(value, Fraction) else float(exact)


_Shape = tuple[dict[str, Any], dict[str, Any]]


def _choice(body: dict[str, Any]) -> _Shape:
    rule = body.get("rule")
    rights = sum(bool(option.get("right")) or "fraction" in option for option in body["options"])
    one = Fraction(1, rights) if rule in ("proportional", "all_or_nothing") and rights else Fraction(1)
    options = [
        {
            "id": letter,
            "text": option["text"],
            "fraction": json_number(
                Fraction(option["fraction"]) if "fraction" in option else one * bool(option.get("right"))
            ),
            "feedback": option.get("feedback", ""),
        }
        for letter, option in zip(ascii_lowercase, body["options"], strict=False)
    ]
    fixed = [
        letter
        for letter, option in zip(ascii_lowercase, body["options"], strict=False)
        if option.get("fixed")
    ]
    return {"options": options}, {"rule": rule, "fixed": fixed, "shuffle": body["shuffle"] and None}


def _true_false(body: dict[str, Any]) -> _Shape:
    said = {name: body.get(name) for name in ("feedback_true", "feedback_false")}
    return {"correct": body["answer"]}, said


def _answers(rows: Sequence[Any]) -> list[dict[str, Any]]:
    full = [row if isinstance(row, dict) else {"text": row} for row in rows]
    return [
        {"text": row["text"], "fraction": json_number(Fraction(row.get("fraction", "1")))} for row in full
    ]


def _short_text(body: dict[str, Any]) -> _Shape:
    return {"answers": _answers(body["answers"])}, {"keep_punctuation": body.get("keep_punctuation") or None}


def _blanks(body: dict[str, Any]) -> _Shape:
    rest = {"any_order": body.get("any_order") or None}
    numbers = [{k: v for k, v in blank.items() if k != "answers"} for blank in body["blanks"]]
    if any(numbers):
        rest["blanks"] = numbers
    return {"answers": [_answers(blank["answers"]) for blank in body["blanks"]]}, rest


def _numeric(body: dict[str, Any]) -> _Shape:
    answers = [
        {
            "number": json_number(Decimal(row["number"])),
            "tolerance": json_number(Decimal(row.get("tolerance", "0"))),
            "fraction": json_number(Fraction(row.get("fraction", "1"))),
        }
        for row in body["answers"]
    ]
    return {"answers": answers}, {"unit": body.get("unit")}


def _matching(body: dict[str, Any]) -> _Shape:
    shown = {
        "pairs": [[pair["left"], pair["right"]] for pair in body["pairs"]],
        "extra": [extra["text"] for extra in body["extra"]],
    }
    return shown, {"rule": body.get("rule")}


def _ordering(body: dict[str, Any]) -> _Shape:
    rest = {"rule": body.get("rule"), "constraints": body.get("constraints")}
    return {"order": [entry["text"] for entry in body["order"]]}, rest


def _plain(body: dict[str, Any]) -> _Shape:
    return {}, {name: value for name, value in body.items() if name != "stem"}


_SHAPES = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "blanks": _blanks,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
}
