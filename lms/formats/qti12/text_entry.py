"""Parse what is typed in QTI 1.2: words, numbers, gaps in a text, essays."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.text.numbers import decimal_text, read_number
from lms.formats import exchange_messages
from lms.formats.markup.html_text import markdown_of
from lms.formats.qti12 import messages
from lms.formats.qti12.choices import (
    Parsed,
    only_response,
    parse_single_choice,
    scoring_conditions,
    shares_of,
)
from lms.formats.qti12.item import Condition, Item, Response, answer_text

_VARIABLE = re.compile(r"\[([^\[\]]{1,100})\]")
_LINES = re.compile(r"_{3,}")


def parse_texts(item: Item) -> Parsed:
    """Parse a single field into a short answer, or an essay if no answer is right; several into gaps in the text."""
    if len(item.responses) == 1:
        answers = _accepted(item, only_response(item))
        if not answers:
            return parse_essay(item)
        html_after = [
            html for kind, html in item.parts[[k for k, _ in item.parts].index("field") + 1 :] if html.strip()
        ]
        if not html_after:
            return "short_text", {"answers": answers}
    blanks = [{"answers": _accepted(item, response)} for response in item.responses.values()]
    if any(not blank["answers"] for blank in blanks):
        raise item.refusal(messages.GAP_WITHOUT_ANSWER)
    if any(len({test.response for test in c.tests}) > 1 for c in scoring_conditions(item)):
        item.add_notice(messages.GAPS_COUNT_SEPARATELY)
    html = "".join("____" if kind == "field" else _LINES.sub("——", html) for kind, html in item.parts)
    return "blanks", {"stem": markdown_of(html), "blanks": blanks}


def _accepted(item: Item, response: Response) -> list[Any]:
    """Return each accepted word with its share of the best score."""
    scores: dict[str, Fraction] = {}
    for condition in scoring_conditions(item):
        for test in condition.tests:
            if test.response == response.ident and test.op == "equal" and not test.negated and test.value:
                scores[answer_text(test.value)] = max(
                    condition.score or Fraction(0), scores.get(test.value, Fraction(0))
                )
    best = max(scores.values(), default=Fraction(0))
    if best <= 0:
        return []
    return [
        word if score == best else {"text": word, "fraction": str(score / best)}
        for word, score in scores.items()
        if score > 0
    ]


def parse_numeric(item: Item) -> Parsed:
    """Parse an exact number within margins, or a range: the middle and the margin to either side."""
    rows: list[dict[str, str]] = []
    best = max((c.score or Fraction(0) for c in scoring_conditions(item)), default=Fraction(0))
    for condition in scoring_conditions(item):
        score = condition.score or Fraction(0)
        answer = _interval(condition)
        if answer is None or score <= 0:
            continue
        share = {} if score == best else {"fraction": str(score / best)}
        rows.append({"number": decimal_text(answer[0]), "tolerance": decimal_text(answer[1]), **share})
    if not rows:
        raise item.refusal(messages.NO_NUMBER)
    return "numeric", {"answers": rows}


def _interval(condition: Condition) -> tuple[Decimal, Decimal] | None:
    values = {test.op: read_number(test.value) for test in condition.tests if not test.negated}
    exact = values.get("equal")
    low, high = values.get("gte", values.get("gt")), values.get("lte", values.get("lt"))
    if low is not None and high is not None and low <= high:
        middle = exact if exact is not None and low <= exact <= high else (low + high) / 2
        return middle, max(high - middle, middle - low)
    return None if exact is None else (exact, Decimal(0))


def parse_gaps(item: Item) -> Parsed:
    """Parse each [name] in the text into a gap; its accepted words are the labels of response_name."""
    gaps = {response.ident.removeprefix("response_"): response for response in item.responses.values()}
    html = " ".join(html for kind, html in item.parts if kind == "html")
    html = _LINES.sub("——", html)
    gap_names = [name for name in _VARIABLE.findall(html) if name in gaps]
    if len(set(gap_names)) != len(gaps) or len(gap_names) != len(gaps):
        raise item.refusal(messages.GAPS_WITHOUT_RESPONSE)
    if len(gaps) == 1 and _is_menu(item, next(iter(gaps.values()))):
        kind, data = parse_single_choice(item)
        return kind, {
            **data,
            "stem": markdown_of(_VARIABLE.sub(lambda m: "____" if m[1] in gaps else m[0], html)),
        }

    def gap_or_text(match: re.Match[str]) -> str:
        if match[1] not in gaps:
            return match[0]
        response = gaps[match[1]]
        words = "／".join(map(answer_text, response.labels.values()))
        return "____" + (f"（{words}）" if _is_menu(item, response) else "")

    if any(_is_menu(item, response) for response in gaps.values()):
        item.add_notice(exchange_messages.MENUS_BECAME_GAPS)
    blanks = [{"answers": _gap_answers(item, gaps[name])} for name in gap_names]
    return "blanks", {"stem": markdown_of(_VARIABLE.sub(gap_or_text, html)), "blanks": blanks}


def _is_menu(item: Item, response: Response) -> bool:
    return item.kind == "multiple_dropdowns" or bool(response.answer_types & {"dropdown", "wordbank"})


def _gap_answers(item: Item, response: Response) -> list[str]:
    """Return the accepted words. Canvas scores only the first, but accepts every word it lists."""
    words = {label: answer_text(html) for label, html in response.labels.items() if html.strip()}
    if _is_menu(item, response):
        shares = shares_of(item, response)
        words = {label: word for label, word in words.items() if shares.get(label) == 1}
    return list(dict.fromkeys(words.values()))


def parse_essay(item: Item) -> Parsed:
    return "essay", {"rubric": [{"criterion": "综合评分", "points": str(item.points() or 1)}]}


def parse_upload(item: Item) -> Parsed:
    item.add_notice(exchange_messages.UPLOAD_BECAME_TEXT)
    return parse_essay(item)
