"""Parse words and numbers typed into a text, menus in a text, and sliders."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.text.numbers import decimal_text, read_number
from lms.formats import exchange_messages
from lms.formats.containers.safe_xml import Element, children, local_name
from lms.formats.qti import messages
from lms.formats.qti.item import Declaration, Item, one_line, replace_element

Parsed = tuple[str, dict[str, Any]]
_NUMBERS = ("float", "integer")
_UNIT = re.compile(r"\S{0,8}")
"""The text after a number, if it can be a unit."""


def parse_inline(item: Item, interactions: list[Element], stem: Callable[[], str]) -> Parsed:
    """Parse a field at the end of the text into a short answer or a number, fields within it into gaps."""
    _replace_drawn_lines(item.body, "___")
    if len(interactions) == 1:
        return _parse_single(item, interactions[0], stem)
    if any(local_name(interaction) == "inlineChoiceInteraction" for interaction in interactions):
        item.add_notice(exchange_messages.MENUS_BECAME_GAPS)
    blanks = []
    for interaction in interactions:
        blanks.append(_blank(item, interaction))
        replace_element(interaction, "____" + _menu(interaction))
    declarations = [item.declaration(interaction) for interaction in interactions]
    if len({declaration.best() for declaration in declarations if item.maps(declaration.identifier)}) > 1:
        item.add_notice(messages.UNEQUAL_GAPS)
    return "blanks", {"stem": stem(), "blanks": blanks}


def _replace_drawn_lines(element: Element, line: str) -> None:
    """Replace underscores that only draw a line: they are not gaps."""
    for inner in element.iter():
        for name in ("text", "tail"):
            words = getattr(inner, name)
            if words and line in words:
                setattr(inner, name, words.replace(line, "——"))


def _parse_single(item: Item, interaction: Element, stem: Callable[[], str]) -> Parsed:
    declaration = item.declaration(interaction)
    if local_name(interaction) == "inlineChoiceInteraction":
        options = _inline_options(item, interaction)
        replace_element(interaction, "____")
        return "single_choice", {"stem": stem(), "options": options}
    after = _text_after(item.body, interaction)
    if declaration.base in _NUMBERS and _UNIT.fullmatch(after):
        answers = _numbers(item, declaration)
        interaction.tail = None if after else interaction.tail
        replace_element(interaction, "")
        return "numeric", {"stem": stem(), "answers": answers, **({"unit": after} if after else {})}
    blank = _blank(item, interaction)
    replace_element(interaction, "____" if after else "")
    if after:
        return "blanks", {"stem": stem(), "blanks": [blank]}
    return "short_text", {"stem": stem(), "answers": blank["answers"]}


def _text_after(body: Element, interaction: Element) -> str:
    """Return the words that follow a field, without blanks and punctuation around them."""
    after = interaction.tail or ""
    element = interaction
    while element is not body:
        for later in element.itersiblings():
            after += "".join(later.itertext()) + (later.tail or "")
        element = element.getparent()
        after += (element.tail or "") if element is not body else ""
    return after.strip(" \t\r\n\xa0.。．;；:：)）?？")


def _blank(item: Item, interaction: Element) -> dict[str, Any]:
    declaration = item.declaration(interaction)
    if local_name(interaction) == "inlineChoiceInteraction":
        shares = _shares(item, declaration)
        texts = {str(c.get("identifier", "")): one_line(c) for c in children(interaction, "inlineChoice")}
        answers = [_answer(texts[name], share) for name, share in shares.items() if name in texts]
    elif declaration.base in _NUMBERS:
        rows = _numbers(item, declaration)
        tolerance = max((Decimal(row["tolerance"]) for row in rows), default=Decimal(0))
        numbers = [_answer(row["number"], Fraction(row.get("fraction", "1"))) for row in rows]
        return {"answers": numbers, "number": True, "tolerance": decimal_text(tolerance)}
    else:
        answers = [_answer(word, share) for word, share in _shares(item, declaration).items()]
    if not answers:
        raise item.refusal(messages.GAP_WITHOUT_ANSWER)
    return {"answers": answers}


def _answer(words: str, share: Fraction) -> Any:
    return words if share == 1 else {"text": words, "fraction": str(share)}


def _shares(item: Item, declaration: Declaration) -> dict[str, Fraction]:
    """Return each value that earns something, with its share of the best."""
    scores = {} if item.maps(declaration.identifier) else item.word_scores(declaration.identifier)
    if any(score > 0 for score in scores.values()):
        most = max(scores.values())
        return {words: score / most for words, score in scores.items() if score > 0}
    if item.maps(declaration.identifier) or not declaration.correct:
        values = {key: value for key, value in (declaration.mapping or {}).items() if value > 0}
        best = max(values.values(), default=Fraction(1))
        return {key: value / best for key, value in values.items()}
    return dict.fromkeys(declaration.correct, Fraction(1))


def _numbers(item: Item, declaration: Declaration) -> list[dict[str, str]]:
    """Return each right number with its tolerance; the scoring rules are preferred to the right value."""
    tests = item.number_tests(declaration.identifier)
    best = max((test.score for test in tests), default=Fraction(0))
    if best > 0:
        accepted = [
            (test.value, test.below, test.above, test.score / best) for test in tests if test.score > 0
        ]
    else:
        accepted = [
            (_number(item, word), Decimal(0), Decimal(0), share)
            for word, share in _shares(item, declaration).items()
        ]
    if not accepted:
        raise item.refusal(messages.NO_NUMBER)
    rows = []
    for value, below, above, share in accepted:
        middle = value + (above - below) / 2
        row = {"number": decimal_text(middle), "tolerance": decimal_text((below + above) / 2)}
        rows.append(row if share == 1 else {**row, "fraction": str(share)})
    return rows


def _number(item: Item, word: str) -> Decimal:
    number = read_number(word)
    if number is None:
        raise item.refusal(messages.not_a_number(word))
    return number


def _inline_options(item: Item, interaction: Element) -> list[dict[str, Any]]:
    shares = _shares(item, item.declaration(interaction))
    rows = []
    for choice in children(interaction, "inlineChoice"):
        share = shares.get(str(choice.get("identifier", "")), Fraction(0))
        rows.append({"text": one_line(choice), **({"fraction": str(share)} if share else {})})
    return rows


def _menu(interaction: Element) -> str:
    words = [one_line(choice) for choice in children(interaction, "inlineChoice")]
    return f"（{'／'.join(words)}）" if words else ""


def parse_slider(item: Item, interaction: Element) -> Parsed:
    """Parse a number between two bounds, which the stem does not need."""
    rows = _numbers(item, item.declaration(interaction))
    item.more["slider"] = {
        name: str(interaction.get(name))
        for name in ("lowerBound", "upperBound", "step")
        if interaction.get(name)
    }
    return "numeric", {"answers": rows}
