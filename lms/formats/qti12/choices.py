"""Parse options of QTI 1.2, and what each earns."""

from fractions import Fraction
from typing import Any

from lms.formats.qti12 import messages
from lms.formats.qti12.item import Condition, Item, Response, answer_text, option_text

Parsed = tuple[str, dict[str, Any]]

TRUTH = {
    "true": True,
    "false": False,
    "正确": True,
    "错误": False,
    "对": True,
    "错": False,
    "yes": True,
    "no": False,
}


def only_response(item: Item) -> Response:
    if not item.responses:
        raise item.refusal(messages.NO_RESPONSE)
    return next(iter(item.responses.values()))


def scoring_conditions(item: Item) -> list[Condition]:
    return [condition for condition in item.conditions if condition.score is not None and condition.tests]


def shares_of(item: Item, response: Response) -> dict[str, Fraction]:
    """Return the share of the best score by label; scores may be percent or points, so the best is the measure.

    Raise Unusable if no label earns anything.
    """
    scores: dict[str, Fraction] = {}
    for condition in scoring_conditions(item):
        for test in condition.tests:
            if test.response == response.ident and test.op == "equal" and not test.negated:
                score = condition.score or Fraction(0)
                scores[test.value] = scores.get(test.value, Fraction(0)) + score if condition.adds else score
    if response.cardinality == "multiple":
        best = sum((score for score in scores.values() if score > 0), Fraction(0))
    else:
        best = max(scores.values(), default=Fraction(0))
    if best <= 0:
        raise item.refusal(messages.NO_RIGHT_OPTION)
    return {label: max(score / best, Fraction(-1)) for label, score in scores.items()}


def _options(
    item: Item, response: Response, shares: dict[str, Fraction], *, plain: bool
) -> list[dict[str, Any]]:
    """Return the options; those without words are left out, Canvas keeps such leftovers."""
    rows = []
    for label, html in response.labels.items():
        share = shares.get(label, Fraction(0))
        key: dict[str, Any] = {}
        if share:
            key = {"right": True} if plain else {"fraction": str(share)}
        if html.strip() or share > 0:
            feedback = _feedback(item, response, label)
            rows.append({"text": option_text(html), **key, **({"feedback": feedback} if feedback else {})})
    return rows


def _feedback(item: Item, response: Response, label: str) -> str:
    """Return the feedback to the choice of this option alone."""
    for condition in item.conditions:
        tests = [(test.response, test.value, test.negated) for test in condition.tests]
        if tests == [(response.ident, label, False)]:
            for ident in condition.feedback:
                if ident not in ("correct_fb", "general_incorrect_fb", "general_fb") and item.feedback(ident):
                    return option_text(item.feedback(ident))
    return ""


def _shuffle(response: Response) -> dict[str, Any]:
    return {} if response.shuffle else {"shuffle": False}


def parse_single_choice(item: Item) -> Parsed:
    response = only_response(item)
    shares = shares_of(item, response)
    words = [TRUTH.get(answer_text(html).lower()) for html in response.labels.values()]
    if sorted(map(str, words)) == ["False", "True"] and set(shares.values()) <= {Fraction(0), Fraction(1)}:
        return _true_false(item, response, shares)
    plain = list(shares.values()).count(Fraction(1)) == 1 and set(shares.values()) <= {
        Fraction(0),
        Fraction(1),
    }
    return "single_choice", {
        "options": _options(item, response, shares, plain=plain),
        **_shuffle(response),
    }


def _true_false(item: Item, response: Response, shares: dict[str, Fraction]) -> Parsed:
    feedbacks: dict[str, str] = {}
    answer = False
    for label, html in response.labels.items():
        value = TRUTH[answer_text(html).lower()]
        if feedback := _feedback(item, response, label):
            feedbacks[f"feedback_{str(value).lower()}"] = feedback
        if shares.get(label) == 1:
            answer = value
    return "true_false", {"answer": answer, **feedbacks}


def parse_multiple_choice(item: Item) -> Parsed:
    """Parse one condition that names all options as all or nothing, a condition for each option as its share."""
    response = only_response(item)
    earning = [condition for condition in scoring_conditions(item) if (condition.score or 0) > 0]
    combined = [
        condition
        for condition in earning
        if len([test for test in condition.tests if not test.negated]) > 1
        or any(test.negated for test in condition.tests)
    ]
    if combined:
        best = max(combined, key=lambda condition: condition.score or 0)
        shares = {test.value: Fraction(1) for test in best.tests if not test.negated}
        return "multiple_choice", {
            "options": _options(item, response, shares, plain=True), "rule": "all_or_nothing", **_shuffle(response),
        }  # fmt: skip
    shares = shares_of(item, response)
    return "multiple_choice", {
        "options": _options(item, response, shares, plain=False), "rule": "weights", **_shuffle(response),
    }  # fmt: skip
