"""What an item of QTI 1.2 is here: by the type that Canvas names, else by its fields."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.numbers import decimal_text, read_number
from lms.domain.problem import Text
from lms.formats.html_text import markdown_of
from lms.formats.qti12.item import Condition, Item, Response, answer_text, option_text

Made = tuple[str, dict[str, Any]]

_TRUTH = {
    "true": True,
    "false": False,
    "正确": True,
    "错误": False,
    "对": True,
    "错": False,
    "yes": True,
    "no": False,
}
_VARIABLE = re.compile(r"\[([^\[\]]{1,100})\]")
_LINES = re.compile(r"_{3,}")
_MARK_AGAIN = Text(
    "请在原系统中标出正确答案后重新导出", "Mark the right answer where it comes from and export again"
)
_UNSUPPORTED = ("calculated", "formula", "hot_spot", "hotspot")


def made_of(item: Item) -> Made:
    """The kind and its data, with the stem."""
    if item.kind in _UNSUPPORTED or any(
        r.tag in ("response_xy", "response_grp") for r in item.responses.values()
    ):
        what = Text(
            f"不支持这种题型（{item.kind or '图上作答'}）",
            f"this type ({item.kind or 'answers in a picture'}) is not supported",
        )
        raise item.refuse(
            what,
            Text("请改成选择、填空等题型，或手工录入", "Make it a choice or a short answer, or type it in"),
        )
    kind, data = _maker(item)(item)
    stem = data.get("stem") or stem_of(item)
    return kind, {**data, "stem": stem or (item.title if kind != "description" else "")}


def _maker(item: Item) -> Callable[[Item], Made]:
    if item.kind in _BY_TYPE:
        return _BY_TYPE[item.kind]
    responses = list(item.responses.values())
    if not responses:
        return _description
    if responses[0].tag in ("response_str", "response_num"):
        return _numeric if responses[0].tag == "response_num" else _texts
    if responses[0].cardinality == "ordered":
        return _ordering
    if len(responses) > 1:
        return _matching
    return _several if responses[0].cardinality == "multiple" else _single


def stem_of(item: Item) -> str:
    """All texts outside the fields, one after the other."""
    return markdown_of(" ".join(html for kind, html in item.parts if kind == "html"))


def _only(item: Item) -> Response:
    if not item.responses:
        raise item.refuse(Text("没有作答的地方", "has no field to answer in"), _MARK_AGAIN)
    return next(iter(item.responses.values()))


def _scored(item: Item) -> list[Condition]:
    return [condition for condition in item.conditions if condition.score is not None and condition.facts]


def _shares(item: Item, response: Response) -> dict[str, Fraction]:
    """Label -> its part of the best score; scores may be percent or points, so the best is the measure."""
    worth: dict[str, Fraction] = {}
    for condition in _scored(item):
        for fact in condition.facts:
            if fact.response == response.ident and fact.op == "equal" and not fact.negated:
                score = condition.score or Fraction(0)
                worth[fact.value] = worth.get(fact.value, Fraction(0)) + score if condition.adds else score
    if response.cardinality == "multiple":
        best = sum((score for score in worth.values() if score > 0), Fraction(0))
    else:
        best = max(worth.values(), default=Fraction(0))
    if best <= 0:
        raise item.refuse(Text("没有一个正确选项", "no option is right"), _MARK_AGAIN)
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


def _single(item: Item) -> Made:
    response = _only(item)
    shares = _shares(item, response)
    words = [_TRUTH.get(answer_text(html).lower()) for html in response.labels.values()]
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
        value = _TRUTH[answer_text(html).lower()]
        if feedback := _feedback(item, response, label):
            said[f"feedback_{str(value).lower()}"] = feedback
        if shares.get(label) == 1:
            answer = value
    return "true_false", {"answer": answer, **said}


def _several(item: Item) -> Made:
    """One condition that names all: all or nothing. A condition for each option: what each adds."""
    response = _only(item)
    scored = [condition for condition in _scored(item) if (condition.score or 0) > 0]
    whole = [
        c for c in scored if len([f for f in c.facts if not f.negated]) > 1 or any(f.negated for f in c.facts)
    ]
    if whole:
        rights = {f.value for f in max(whole, key=lambda c: c.score or 0).facts if not f.negated}
        shares = dict.fromkeys(rights, Fraction(1))
        return "multiple_choice", {
            "options": _options(item, response, shares, plain=True), "rule": "all_or_nothing", **_order_kept(response),
        }  # fmt: skip
    shares = _shares(item, response)
    return "multiple_choice", {
        "options": _options(item, response, shares, plain=False), "rule": "weights", **_order_kept(response),
    }  # fmt: skip


def _texts(item: Item) -> Made:
    """A field alone is a short answer, an essay if nothing is right by itself; several are gaps in the text."""
    if len(item.responses) == 1:
        answers = _accepted(item, _only(item))
        if not answers:
            return _essay(item)
        html_after = [
            html for kind, html in item.parts[[k for k, _ in item.parts].index("field") + 1 :] if html.strip()
        ]
        if not html_after:
            return "short_text", {"answers": answers}
    blanks = [{"answers": _accepted(item, response)} for response in item.responses.values()]
    if any(not blank["answers"] for blank in blanks):
        raise item.refuse(Text("有的空没有答案", "has a gap without an answer"), _MARK_AGAIN)
    if any(len({f.response for f in c.facts}) > 1 for c in _scored(item)):
        what = Text("原题全对才得分，这里各空分别计分", "counts only as a whole there; here each gap counts")
        item.note(what, Text("请核对计分", "Check how it is marked"))
    html = "".join("____" if kind == "field" else _LINES.sub("——", html) for kind, html in item.parts)
    return "blanks", {"stem": markdown_of(html), "blanks": blanks}


def _accepted(item: Item, response: Response) -> list[Any]:
    """Each accepted word with its part of the best score."""
    worth: dict[str, Fraction] = {}
    for condition in _scored(item):
        for fact in condition.facts:
            if fact.response == response.ident and fact.op == "equal" and not fact.negated and fact.value:
                worth[answer_text(fact.value)] = max(
                    condition.score or Fraction(0), worth.get(fact.value, Fraction(0))
                )
    best = max(worth.values(), default=Fraction(0))
    if best <= 0:
        return []
    return [
        word if score == best else {"text": word, "fraction": str(score / best)}
        for word, score in worth.items()
        if score > 0
    ]


def _numeric(item: Item) -> Made:
    """An exact number within margins, or a range: the middle and how far to either side."""
    rows: list[dict[str, str]] = []
    best = max((c.score or Fraction(0) for c in _scored(item)), default=Fraction(0))
    for condition in _scored(item):
        score = condition.score or Fraction(0)
        answer = _interval(condition)
        if answer is None or score <= 0:
            continue
        share = {} if score == best else {"fraction": str(score / best)}
        rows.append({"number": decimal_text(answer[0]), "tolerance": decimal_text(answer[1]), **share})
    if not rows:
        raise item.refuse(Text("没有数字答案", "has no number for an answer"), _MARK_AGAIN)
    return "numeric", {"answers": rows}


def _interval(condition: Condition) -> tuple[Decimal, Decimal] | None:
    values = {fact.op: read_number(fact.value) for fact in condition.facts if not fact.negated}
    exact = values.get("equal")
    low, high = values.get("gte", values.get("gt")), values.get("lte", values.get("lt"))
    if low is not None and high is not None and low <= high:
        middle = exact if exact is not None and low <= exact <= high else (low + high) / 2
        return middle, max(high - middle, middle - low)
    return None if exact is None else (exact, Decimal(0))


def _gaps(item: Item) -> Made:
    """[name] in the text is a gap; what may stand in it are the labels of response_name."""
    gaps = {response.ident.removeprefix("response_"): response for response in item.responses.values()}
    html = " ".join(html for kind, html in item.parts if kind == "html")
    html = _LINES.sub("——", html)
    named = [name for name in _VARIABLE.findall(html) if name in gaps]
    if len(set(named)) != len(gaps) or len(named) != len(gaps):
        what = Text("文中的空与答案对不上", "has gaps in its text that do not go with its answers")
        raise item.refuse(what, Text("请核对 [名称] 的写法", "Check the [names] in its text"))
    if len(gaps) == 1 and _to_choose(item, next(iter(gaps.values()))):
        kind, data = _single(item)
        return kind, {
            **data,
            "stem": markdown_of(_VARIABLE.sub(lambda m: "____" if m[1] in gaps else m[0], html)),
        }

    def shown(match: re.Match[str]) -> str:
        if match[1] not in gaps:
            return match[0]
        response = gaps[match[1]]
        words = "／".join(map(answer_text, response.labels.values()))
        return "____" + (f"（{words}）" if _to_choose(item, response) else "")

    if any(_to_choose(item, response) for response in gaps.values()):
        what = Text(
            "下拉选择已改为填空，备选项写在空后",
            "gaps to choose from became gaps to fill in, with the choices beside them",
        )
        item.note(what, Text("请核对题面", "Check how it reads"))
    blanks = [{"answers": _gap_answers(item, gaps[name])} for name in named]
    return "blanks", {"stem": markdown_of(_VARIABLE.sub(shown, html)), "blanks": blanks}


def _to_choose(item: Item, response: Response) -> bool:
    return item.kind == "multiple_dropdowns" or bool(response.answer_types & {"dropdown", "wordbank"})


def _gap_answers(item: Item, response: Response) -> list[str]:
    """Canvas scores the first word only, but takes every word it lists for right."""
    words = {label: answer_text(html) for label, html in response.labels.items() if html.strip()}
    if _to_choose(item, response):
        shares = _shares(item, response)
        words = {label: word for label, word in words.items() if shares.get(label) == 1}
    return list(dict.fromkeys(words.values()))


def _matching(item: Item) -> Made:
    """Each field is a left side; the right side is the label that earns something there."""
    pairs: list[dict[str, str]] = []
    seen: dict[str, int] = {}
    rights: dict[str, str] = {}
    for response in item.responses.values():
        left = option_text(response.own)
        rights |= {label: option_text(html) for label, html in response.labels.items() if html.strip()}
        best = max(_shares(item, response).items(), key=lambda both: both[1])[0] if left else ""
        if not left or best not in rights:
            continue
        seen[left] = seen.get(left, 0) + 1
        pairs.append({"left": left if seen[left] == 1 else f"{left}（{seen[left]}）", "right": rights[best]})
    used = {pair["right"] for pair in pairs}
    extra = [words for words in dict.fromkeys(rights.values()) if words not in used]
    return "matching", {"pairs": pairs, **({"extra": extra} if extra else {})}


def _categories(item: Item) -> Made:
    """Things are sorted into categories: each thing is matched with its category."""
    category_of: dict[str, str] = {}
    things: dict[str, str] = {}
    names = {response.ident: option_text(response.own) for response in item.responses.values()}
    for response in item.responses.values():
        things |= {label: option_text(html) for label, html in response.labels.items()}
    for condition in _scored(item):
        for fact in condition.facts:
            if fact.op == "equal" and not fact.negated:
                category_of[fact.value] = names.get(fact.response, "")
    none = "以上都不是"
    pairs = [{"left": words, "right": category_of.get(label, none)} for label, words in things.items()]
    return "matching", {"pairs": pairs}


def _ordering(item: Item) -> Made:
    response = _only(item)
    scored = max(_scored(item), key=lambda c: (c.score or 0, len(c.facts)), default=None)
    order = [fact.value for fact in scored.facts if fact.op == "equal"] if scored else []
    if sorted(order) != sorted(response.labels):
        raise item.refuse(Text("看不出正确的顺序", "does not say which order is right"), _MARK_AGAIN)
    return "ordering", {"order": [option_text(response.labels[label]) for label in order]}


def _essay(item: Item) -> Made:
    return "essay", {"rubric": [{"criterion": "综合评分", "points": str(item.points() or 1)}]}


def _upload(item: Item) -> Made:
    what = Text(
        "原题要求上传文件，这里改为文字作答", "asks for a file to be uploaded; here a text is written"
    )
    item.note(what, Text("请核对题面", "Check how it reads"))
    return _essay(item)


def _description(item: Item) -> Made:
    return "description", {}


_BY_TYPE: dict[str, Callable[[Item], Made]] = {
    "multiple_choice": _single,
    "true_false": _single,
    "multiple_answers": _several,
    "short_answer": _texts,
    "fill_in_multiple_blanks": _gaps,
    "multiple_dropdowns": _gaps,
    "matching": _matching,
    "numerical": _numeric,
    "essay": _essay,
    "file_upload": _upload,
    "text_only": _description,
    "categorization": _categories,
    "ordering": _ordering,
}
