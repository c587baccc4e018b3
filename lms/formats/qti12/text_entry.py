"""What is typed in QTI 1.2: words, numbers, gaps in a text, essays."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.problem import Text
from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.markup.html_text import markdown_of
from lms.formats.qti12.choices import MARK_AGAIN, Made, only, scored, shares_of, single
from lms.formats.qti12.item import Condition, Item, Response, answer_text

_VARIABLE = re.compile(r"\[([^\[\]]{1,100})\]")
_LINES = re.compile(r"_{3,}")


def texts(item: Item) -> Made:
    """A field alone is a short answer, an essay if nothing is right by itself; several are gaps in the text."""
    if len(item.responses) == 1:
        answers = _accepted(item, only(item))
        if not answers:
            return essay(item)
        html_after = [
            html for kind, html in item.parts[[k for k, _ in item.parts].index("field") + 1 :] if html.strip()
        ]
        if not html_after:
            return "short_text", {"answers": answers}
    blanks = [{"answers": _accepted(item, response)} for response in item.responses.values()]
    if any(not blank["answers"] for blank in blanks):
        raise item.refuse(Text("有的空没有答案", "has a gap without an answer"), MARK_AGAIN)
    if any(len({f.response for f in c.facts}) > 1 for c in scored(item)):
        what = Text("原题全对才得分，这里各空分别计分", "counts only as a whole there; here each gap counts")
        item.note(what, Text("请核对计分", "Check how it is marked"))
    html = "".join("____" if kind == "field" else _LINES.sub("——", html) for kind, html in item.parts)
    return "blanks", {"stem": markdown_of(html), "blanks": blanks}


def _accepted(item: Item, response: Response) -> list[Any]:
    """Each accepted word with its part of the best score."""
    worth: dict[str, Fraction] = {}
    for condition in scored(item):
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


def numeric(item: Item) -> Made:
    """An exact number within margins, or a range: the middle and how far to either side."""
    rows: list[dict[str, str]] = []
    best = max((c.score or Fraction(0) for c in scored(item)), default=Fraction(0))
    for condition in scored(item):
        score = condition.score or Fraction(0)
        answer = _interval(condition)
        if answer is None or score <= 0:
            continue
        share = {} if score == best else {"fraction": str(score / best)}
        rows.append({"number": decimal_text(answer[0]), "tolerance": decimal_text(answer[1]), **share})
    if not rows:
        raise item.refuse(Text("没有数字答案", "has no number for an answer"), MARK_AGAIN)
    return "numeric", {"answers": rows}


def _interval(condition: Condition) -> tuple[Decimal, Decimal] | None:
    values = {fact.op: read_number(fact.value) for fact in condition.facts if not fact.negated}
    exact = values.get("equal")
    low, high = values.get("gte", values.get("gt")), values.get("lte", values.get("lt"))
    if low is not None and high is not None and low <= high:
        middle = exact if exact is not None and low <= exact <= high else (low + high) / 2
        return middle, max(high - middle, middle - low)
    return None if exact is None else (exact, Decimal(0))


def gaps(item: Item) -> Made:
    """[name] in the text is a gap; what may stand in it are the labels of response_name."""
    gaps = {response.ident.removeprefix("response_"): response for response in item.responses.values()}
    html = " ".join(html for kind, html in item.parts if kind == "html")
    html = _LINES.sub("——", html)
    named = [name for name in _VARIABLE.findall(html) if name in gaps]
    if len(set(named)) != len(gaps) or len(named) != len(gaps):
        what = Text("文中的空与答案对不上", "has gaps in its text that do not go with its answers")
        raise item.refuse(what, Text("请核对 [名称] 的写法", "Check the [names] in its text"))
    if len(gaps) == 1 and _to_choose(item, next(iter(gaps.values()))):
        kind, data = single(item)
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
        shares = shares_of(item, response)
        words = {label: word for label, word in words.items() if shares.get(label) == 1}
    return list(dict.fromkeys(words.values()))


def essay(item: Item) -> Made:
    return "essay", {"rubric": [{"criterion": "综合评分", "points": str(item.points() or 1)}]}


def upload(item: Item) -> Made:
    what = Text(
        "原题要求上传文件，这里改为文字作答", "asks for a file to be uploaded; here a text is written"
    )
    item.note(what, Text("请核对题面", "Check how it reads"))
    return essay(item)
