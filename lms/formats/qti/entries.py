"""Words and numbers typed into a text, menus in a text, and sliders."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.problem import Text
from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.containers.safe_xml import Element, children, local_name
from lms.formats.qti.item import EXPORT_AGAIN, Declaration, Item, one_line, replace_by

Made = tuple[str, dict[str, Any]]
_NUMBERS = ("float", "integer")
_UNIT = re.compile(r"\S{0,8}")
"""What stands behind a number by itself."""


def inline_items(item: Item, found: list[Element], stem: Callable[[], str]) -> Made:
    """A field at the end of the text is a short answer or a number; fields within it are gaps."""
    _without_lines(item.body, "___")
    if len(found) == 1:
        return _alone(item, found[0], stem)
    if any(local_name(interaction) == "inlineChoiceInteraction" for interaction in found):
        what = Text(
            "下拉选择已改为填空，备选项写在空后",
            "gaps to choose from became gaps to fill in, with the choices beside them",
        )
        item.note(what, Text("请核对题面", "Check how it reads"))
    blanks = []
    for interaction in found:
        blanks.append(_blank(item, interaction))
        replace_by(interaction, "____" + _choices(interaction))
    if len({item.declaration(f).best() for f in found if item.maps(item.declaration(f).identifier)}) > 1:
        what = Text("各空分值不同，这里各空相等", "has gaps of different marks; here all count the same")
        item.note(what, Text("请核对分值", "Check the marks"))
    return "blanks", {"stem": stem(), "blanks": blanks}


def _without_lines(element: Element, line: str) -> None:
    """Lines that are only drawn are no gaps."""
    for found in element.iter():
        for name in ("text", "tail"):
            words = getattr(found, name)
            if words and line in words:
                setattr(found, name, words.replace(line, "——"))


def _alone(item: Item, interaction: Element, stem: Callable[[], str]) -> Made:
    declaration = item.declaration(interaction)
    if local_name(interaction) == "inlineChoiceInteraction":
        options = _inline_options(item, interaction)
        replace_by(interaction, "____")
        return "single_choice", {"stem": stem(), "options": options}
    after = _after(item.body, interaction)
    if declaration.base in _NUMBERS and _UNIT.fullmatch(after):
        answers = _numbers(item, declaration)
        interaction.tail = None if after else interaction.tail
        replace_by(interaction, "")
        return "numeric", {"stem": stem(), "answers": answers, **({"unit": after} if after else {})}
    blank = _blank(item, interaction)
    replace_by(interaction, "____" if after else "")
    if after:
        return "blanks", {"stem": stem(), "blanks": [blank]}
    return "short_text", {"stem": stem(), "answers": blank["answers"]}


def _after(body: Element, interaction: Element) -> str:
    """The words that follow a field, without blanks and punctuation around them."""
    after = interaction.tail or ""
    above = interaction
    while above is not body:
        for later in above.itersiblings():
            after += "".join(later.itertext()) + (later.tail or "")
        above = above.getparent()
        after += (above.tail or "") if above is not body else ""
    return after.strip(" \t\r\n\xa0.。．;；:：)）?？")


def _blank(item: Item, interaction: Element) -> dict[str, Any]:
    declaration = item.declaration(interaction)
    if local_name(interaction) == "inlineChoiceInteraction":
        shares = _worth(item, declaration)
        texts = {str(c.get("identifier", "")): one_line(c) for c in children(interaction, "inlineChoice")}
        answers = [_answer(texts[name], share) for name, share in shares.items() if name in texts]
    elif declaration.base in _NUMBERS:
        rows = _numbers(item, declaration)
        within = max((Decimal(row["tolerance"]) for row in rows), default=Decimal(0))
        numbers = [_answer(row["number"], Fraction(row.get("fraction", "1"))) for row in rows]
        return {"answers": numbers, "number": True, "tolerance": decimal_text(within)}
    else:
        answers = [_answer(word, share) for word, share in _worth(item, declaration).items()]
    if not answers:
        raise item.refuse(Text("有的空没有答案", "has a gap without an answer"), EXPORT_AGAIN)
    return {"answers": answers}


def _answer(words: str, share: Fraction) -> Any:
    return words if share == 1 else {"text": words, "fraction": str(share)}


def _worth(item: Item, declaration: Declaration) -> dict[str, Fraction]:
    """Each value that earns something, as a part of the best."""
    ruled = {} if item.maps(declaration.identifier) else item.accepted(declaration.identifier)
    if any(score > 0 for score in ruled.values()):
        most = max(ruled.values())
        return {words: score / most for words, score in ruled.items() if score > 0}
    if item.maps(declaration.identifier) or not declaration.correct:
        values = {key: value for key, value in (declaration.mapping or {}).items() if value > 0}
        best = max(values.values(), default=Fraction(1))
        return {key: value / best for key, value in values.items()}
    return dict.fromkeys(declaration.correct, Fraction(1))


def _numbers(item: Item, declaration: Declaration) -> list[dict[str, str]]:
    """Each right number with what is allowed around it; the rules of scoring say more than the right value."""
    found = item.compared(declaration.identifier)
    best = max((near.score for near in found), default=Fraction(0))
    if best > 0:
        worth = [(near.value, near.below, near.above, near.score / best) for near in found if near.score > 0]
    else:
        worth = [
            (_number(item, word), Decimal(0), Decimal(0), share)
            for word, share in _worth(item, declaration).items()
        ]
    if not worth:
        raise item.refuse(Text("没有数字答案", "has no number for an answer"), EXPORT_AGAIN)
    rows = []
    for value, below, above, share in worth:
        middle = value + (above - below) / 2
        row = {"number": decimal_text(middle), "tolerance": decimal_text((below + above) / 2)}
        rows.append(row if share == 1 else {**row, "fraction": str(share)})
    return rows


def _number(item: Item, word: str) -> Decimal:
    number = read_number(word)
    if number is None:
        raise item.refuse(Text(f"“{word[:40]}”不是一个数", f'"{word[:40]}" is not a number'), EXPORT_AGAIN)
    return number


def _inline_options(item: Item, interaction: Element) -> list[dict[str, Any]]:
    shares = _worth(item, item.declaration(interaction))
    rows = []
    for choice in children(interaction, "inlineChoice"):
        share = shares.get(str(choice.get("identifier", "")), Fraction(0))
        rows.append({"text": one_line(choice), **({"fraction": str(share)} if share else {})})
    return rows


def _choices(interaction: Element) -> str:
    words = [one_line(choice) for choice in children(interaction, "inlineChoice")]
    return f"（{'／'.join(words)}）" if words else ""


def slider(item: Item, interaction: Element) -> Made:
    """A number between two bounds, which the stem does not need."""
    rows = _numbers(item, item.declaration(interaction))
    item.more["slider"] = {
        name: str(interaction.get(name))
        for name in ("lowerBound", "upperBound", "step")
        if interaction.get(name)
    }
    return "numeric", {"answers": rows}
