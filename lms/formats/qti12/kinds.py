"""Parse an item of QTI 1.2 into a kind and its own keys: by the type that Canvas names, else by its fields."""

from collections.abc import Callable

from lms.formats.markup.html_text import markdown_of
from lms.formats.qti12 import messages
from lms.formats.qti12.choices import (
    Parsed,
    only_response,
    parse_multiple_choice,
    parse_single_choice,
    scoring_conditions,
    shares_of,
)
from lms.formats.qti12.item import Item, option_text
from lms.formats.qti12.text_entry import parse_essay, parse_gaps, parse_numeric, parse_texts, parse_upload

_UNSUPPORTED = ("calculated", "formula", "hot_spot", "hotspot")


def parse_item(item: Item) -> Parsed:
    """Return the kind and its data, with the stem. Raise Unusable if the item cannot be used."""
    tags = {response.tag for response in item.responses.values()}
    if item.kind in _UNSUPPORTED or tags & {"response_xy", "response_grp"}:
        raise item.refusal(messages.type_not_supported(item.kind))
    if item.kind not in ("", *_PARSERS):
        item.add_notice(messages.unknown_type(item.kind))
    kind, data = _parser_for(item)(item)
    stem = data.get("stem") or stem_of(item)
    return kind, {**data, "stem": stem or (item.title if kind != "description" else "")}


def _parser_for(item: Item) -> Callable[[Item], Parsed]:
    if item.kind in _PARSERS:
        return _PARSERS[item.kind]
    responses = list(item.responses.values())
    if not responses:
        return _parse_description
    if responses[0].tag in ("response_str", "response_num"):
        return parse_numeric if responses[0].tag == "response_num" else parse_texts
    if responses[0].cardinality == "ordered":
        return _parse_ordering
    if len(responses) > 1:
        return _parse_matching
    return parse_multiple_choice if responses[0].cardinality == "multiple" else parse_single_choice


def stem_of(item: Item) -> str:
    """Return all texts outside the fields, one after the other."""
    return markdown_of(" ".join(html for kind, html in item.parts if kind == "html"))


def _parse_matching(item: Item) -> Parsed:
    """Parse each field into a left side; its right side is the label that earns most there."""
    pairs: list[dict[str, str]] = []
    left_counts: dict[str, int] = {}
    rights: dict[str, str] = {}
    for response in item.responses.values():
        left = option_text(response.own)
        rights |= {label: option_text(html) for label, html in response.labels.items() if html.strip()}
        shares = shares_of(item, response) if left else {}
        best = max(shares, key=lambda label: shares[label], default="")
        if not left or best not in rights:
            continue
        count = left_counts[left] = left_counts.get(left, 0) + 1
        pairs.append({"left": left if count == 1 else f"{left}（{count}）", "right": rights[best]})
    used = {pair["right"] for pair in pairs}
    extra = [words for words in dict.fromkeys(rights.values()) if words not in used]
    return "matching", {"pairs": pairs, **({"extra": extra} if extra else {})}


def _parse_categories(item: Item) -> Parsed:
    """Parse the sorting of things into categories: each thing is matched with its category."""
    category_of: dict[str, str] = {}
    things: dict[str, str] = {}
    names = {response.ident: option_text(response.own) for response in item.responses.values()}
    for response in item.responses.values():
        things |= {label: option_text(html) for label, html in response.labels.items()}
    for condition in scoring_conditions(item):
        for test in condition.tests:
            if test.op == "equal" and not test.negated:
                category_of[test.value] = names.get(test.response, "")
    none = "以上都不是"
    pairs = [{"left": words, "right": category_of.get(label, none)} for label, words in things.items()]
    return "matching", {"pairs": pairs}


def _parse_ordering(item: Item) -> Parsed:
    response = only_response(item)
    best = max(scoring_conditions(item), key=lambda c: (c.score or 0, len(c.tests)), default=None)
    order = [test.value for test in best.tests if test.op == "equal"] if best else []
    if sorted(order) != sorted(response.labels):
        raise item.refusal(messages.ORDER_UNCLEAR)
    return "ordering", {"order": [option_text(response.labels[label]) for label in order]}


def _parse_description(item: Item) -> Parsed:
    return "description", {}


_PARSERS: dict[str, Callable[[Item], Parsed]] = {
    "multiple_choice": parse_single_choice,
    "true_false": parse_single_choice,
    "multiple_answers": parse_multiple_choice,
    "short_answer": parse_texts,
    "fill_in_multiple_blanks": parse_gaps,
    "multiple_dropdowns": parse_gaps,
    "matching": _parse_matching,
    "numerical": parse_numeric,
    "essay": parse_essay,
    "file_upload": parse_upload,
    "text_only": _parse_description,
    "categorization": _parse_categories,
    "ordering": _parse_ordering,
}
