"""Options of QTI 1.2, and what each earns."""

from fractions import Fraction
from typing import Any

from lms.domain.problem import Text
from lms.formats.qti12.item import Condition, Item, Response, answer_text, option_text

Made = tuple[str, dict[str, Any]]

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
MARK_AGAIN = Text(
    "请在原系统中标出正确答案后重新导出", "Mark the right answer where it comes from and export again"
)


def only(item: Item) -> Response:
    if not item.responses:
        raise item.refuse(Text("没有作答的地方", "has no field to answer in"), MARK_AGAIN)
    return next(iter(item.responses.values()))


def scored(item: Item) -> list[Condition]:
    return [condition for condition in item.conditions if condition.score is not None and condition.facts]


def shares_of(item: Item, response: Response) -> dict[str, Fraction]:
    """Label -> its part of the best score; scores may be percent or points, so the best is the measure."""
    worth: dict[str, Fraction] = {}
    for condition in scored(item):
        for fact in condition.facts:
            if fact.response == response.ident and fact.op == "equal" and not fact.negated:
                score = condition.score or Fraction(0)
                worth[fact.value] = worth.get(fact.value, Fraction(0)) + score if condition.adds else score
    if response.cardinality == "multiple":
        best = sum((score for score in worth.values() if score > 0), Fraction(0))
    else:
        best = max(worth.values(), default=Fraction(0))
    if best <= 0:
        raise item.refuse(Text("没有一个正确选项", "no option is right"), MARK_AGAIN)
    return {label: max(score / best, Fraction(-1)) for label, score in worth.items()}


def _options(
    item: Item, response: Response, shares: dict[str, Fraction], *, plain: bool
) -> list[dict[str, Any]]:
    """Options without words are left out; Canvas keeps such leftovers."""
    rows = []
    for label, html in response.labels.items():
        share = shares.get(label, Fraction(0))
        key: dict[str, Any] = {}
        if share:
            key = {"right": True} if plain else {"fraction": str(share)}
        if html.strip() or share > 0:
            said = _feedback(item, response, label)
            rows.append({"text": option_text(html), **key, **({"feedback": said} if said else {})})
    return rows


def _feedback(item: Item, response: Response, label: str) -> str:
    """What is said to who chose this and nothing else."""
    for condition in item.conditions:
        if [(f.response, f.value, f.negated) for f in condition.facts] == [(response.ident, label, False)]:
            for ident in condition.feedback:
                if ident not in ("correct_fb", "general_incorrect_fb", "general_fb") and item.feedback(ident):
                    return option_text(item.feedback(ident))
    return ""


def _order_kept(response: Response) -> dict[str, Any]:
    return {} if response.shuffle else {"shuffle": False}


def single(item: Item) -> Made:
    response = only(item)
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
        **_order_kept(response),
    }


def _true_false(item: Item, response: Response, shares: dict[str, Fraction]) -> Made:
    said: dict[str, str] = {}
    answer = False
    for label, html in response.labels.items():
        value = TRUTH[answer_text(html).lower()]
        if feedback := _feedback(item, response, label):
            said[f"feedback_{str(value).lower()}"] = feedback
        if shares.get(label) == 1:
            answer = value
    return "true_false", {"answer": answer, **said}


def several(item: Item) -> Made:
    """One condition that names all: all or nothing. A condition for each option: what each adds."""
    response = only(item)
    earning = [condition for condition in scored(item) if (condition.score or 0) > 0]
    whole = [
        c
        for c in earning
        if len([f for f in c.facts if not f.negated]) > 1 or any(f.negated for f in c.facts)
    ]
    if whole:
        rights = {f.value for f in max(whole, key=lambda c: c.score or 0).facts if not f.negated}
        shares = dict.fromkeys(rights, Fraction(1))
        return "multiple_choice", {
            "options": _options(item, response, shares, plain=True), "rule": "all_or_nothing", **_order_kept(response),
        }  # fmt: skip
    shares = shares_of(item, response)
    return "multiple_choice", {
        "options": _options(item, response, shares, plain=False), "rule": "weights", **_order_kept(response),
    }  # fmt: skip
