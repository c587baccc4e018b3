"""What an item of QTI 1.2 is here: by the type that Canvas names, else by its fields."""

from collections.abc import Callable

from lms.domain.problem import Text
from lms.formats.markup.html_text import markdown_of
from lms.formats.qti12.choices import MARK_AGAIN, Made, only, scored, several, shares_of, single
from lms.formats.qti12.item import Item, option_text
from lms.formats.qti12.text_entry import essay, gaps, numeric, texts, upload

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
    if item.kind not in ("", *_BY_TYPE):
        item.note(
            Text(
                f"不认识题型 {item.kind[:40]}，按其内容读入",
                f"the type {item.kind[:40]} is not known; read by what it holds",
            ),
            Text("请核对这道题", "Check this question"),
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
        return numeric if responses[0].tag == "response_num" else texts
    if responses[0].cardinality == "ordered":
        return _ordering
    if len(responses) > 1:
        return _matching
    return several if responses[0].cardinality == "multiple" else single


def stem_of(item: Item) -> str:
    """All texts outside the fields, one after the other."""
    return markdown_of(" ".join(html for kind, html in item.parts if kind == "html"))


def _matching(item: Item) -> Made:
    """Each field is a left side; the right side is the label that earns something there."""
    pairs: list[dict[str, str]] = []
    seen: dict[str, int] = {}
    rights: dict[str, str] = {}
    for response in item.responses.values():
        left = option_text(response.own)
        rights |= {label: option_text(html) for label, html in response.labels.items() if html.strip()}
        best = max(shares_of(item, response).items(), key=lambda both: both[1])[0] if left else ""
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
    for condition in scored(item):
        for fact in condition.facts:
            if fact.op == "equal" and not fact.negated:
                category_of[fact.value] = names.get(fact.response, "")
    none = "以上都不是"
    pairs = [{"left": words, "right": category_of.get(label, none)} for label, words in things.items()]
    return "matching", {"pairs": pairs}


def _ordering(item: Item) -> Made:
    response = only(item)
    best = max(scored(item), key=lambda c: (c.score or 0, len(c.facts)), default=None)
    order = [fact.value for fact in best.facts if fact.op == "equal"] if best else []
    if sorted(order) != sorted(response.labels):
        raise item.refuse(Text("看不出正确的顺序", "does not say which order is right"), MARK_AGAIN)
    return "ordering", {"order": [option_text(response.labels[label]) for label in order]}


def _description(item: Item) -> Made:
    return "description", {}


_BY_TYPE: dict[str, Callable[[Item], Made]] = {
    "multiple_choice": single,
    "true_false": single,
    "multiple_answers": several,
    "short_answer": texts,
    "fill_in_multiple_blanks": gaps,
    "multiple_dropdowns": gaps,
    "matching": _matching,
    "numerical": numeric,
    "essay": essay,
    "file_upload": upload,
    "text_only": _description,
    "categorization": _categories,
    "ordering": _ordering,
}
