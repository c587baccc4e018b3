"""One assessmentItem: its declarations, its texts, and how it is scored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lxml import etree

from lms.domain.place import Place, Quoted, named
from lms.domain.problem import Problem, Text
from lms.domain.text.numbers import read_number
from lms.formats.containers.safe_xml import Element, child, children, descendants, line, local_name, text
from lms.formats.markup.html_text import line_of, markdown_of, words_of
from lms.formats.qti.formulas import formulas_as_text


class Unusable(Exception):
    """An item that cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Declaration:
    """A response variable: its right value and what each value earns; `mapping` is None where there is none."""

    identifier: str
    cardinality: str
    base: str
    correct: tuple[str, ...]
    mapping: dict[str, Fraction] | None
    default: Fraction
    upper: Fraction | None

    def best(self) -> Fraction:
        """The most that the mapping can earn."""
        values = [value for value in (self.mapping or {}).values() if value > 0]
        if not values:
            return Fraction(0)
        total = max(values) if self.cardinality == "single" else sum(values, Fraction(0))
        return min(total, self.upper) if self.upper is not None else total


@dataclass(frozen=True, slots=True)
class Near:
    """A number, how far below and above it a response may lie, and what that sets or adds to the score."""

    value: Decimal
    below: Decimal
    above: Decimal
    score: Fraction


@dataclass(slots=True)
class Item:
    """`element` is the root with plain names; `file` is the document's name in its package."""

    element: Element
    file: str
    declarations: dict[str, Declaration] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        named = self.element.get("title") or self.element.get("identifier") or ""
        return " ".join(str(named).split())[:255]

    @property
    def place(self) -> Place:
        where = line(self.element).within(named(self.file))
        return Quoted(self.title).within(where) if self.title else where

    def refuse(self, what: Text, how: Text) -> Unusable:
        return Unusable(Problem(self.place, what, how))

    def note(self, what: Text, how: Text) -> None:
        self.notes.append(Problem(self.place, what, how, notice=True))

    @property
    def body(self) -> Element:
        found = child(self.element, "itemBody")
        if found is None:
            raise self.refuse(Text("没有题面", "has no body"), EXPORT_AGAIN)
        return found

    def declaration(self, interaction: Element) -> Declaration:
        """The variable that an interaction writes to."""
        name = str(interaction.get("responseIdentifier", ""))
        if name not in self.declarations:
            what = Text(f"没有声明作答变量 {name[:40]}", f"does not declare the response {name[:40]}")
            raise self.refuse(what, EXPORT_AGAIN)
        return self.declarations[name]

    @property
    def processing(self) -> Element | None:
        return child(self.element, "responseProcessing")

    def maps(self, identifier: str) -> bool:
        """Whether the mapping of this response is what counts, and not the match with the right value."""
        processing = self.processing
        declaration = self.declarations[identifier]
        if processing is None:
            return declaration.mapping is not None and not declaration.correct
        template = str(processing.get("template", "")) + str(processing.get("templateLocation", ""))
        if template:
            return "map_response" in template
        mapped = {str(found.get("identifier", "")) for found in descendants(processing, "mapResponse")}
        return identifier in mapped and declaration.mapping is not None

    def compared(self, identifier: str) -> list["Near"]:
        """The numbers that the rules of scoring compare this response with; the right value where they say so."""
        return [
            Near(value, *_margins(test, value), score)
            for test, words, score in self._tests(identifier, "equal", "match")
            if (value := read_number(words)) is not None
        ]

    def accepted(self, identifier: str) -> dict[str, Fraction]:
        """The words that the rules of scoring compare this response with, and what each earns."""
        found: dict[str, Fraction] = {}
        for _, words, score in self._tests(identifier, "match", "stringMatch"):
            if words:
                found.setdefault(words, score)
        return found

    def _tests(self, identifier: str, *names: str) -> Iterator[tuple[Element, str, Fraction]]:
        """Each comparison of this response that leads to a score: the test, the value, the score."""
        for rule in (
            descendants(self.processing, "responseIf", "responseElseIf")
            if self.processing is not None
            else ()
        ):
            scores = [read_number(text(value)) for outcome in children(rule, "setOutcomeValue")
                      if str(outcome.get("identifier", "")).startswith("SCORE")
                      for value in descendants(outcome, "baseValue")]  # fmt: skip
            for test in descendants(rule, *names) if scores and scores[0] is not None else ():
                if any(inner.get("identifier") == identifier for inner in children(test, "variable")):
                    said = text(child(test, "baseValue"))
                    if child(test, "correct") is not None:
                        said = next(iter(self.declarations[identifier].correct), "")
                    yield test, said, Fraction(scores[0] or 0)

    def points(self) -> Decimal:
        """MAXSCORE where it is said, else the most that the mappings earn, else 1."""
        said: list[Decimal | None] = []
        for outcome in children(self.element, "outcomeDeclaration"):
            if outcome.get("identifier") == "MAXSCORE":
                said.insert(0, read_number(text(child(outcome, "defaultValue", "value"))))
            if outcome.get("identifier") == "SCORE" and outcome.get("normalMaximum"):
                said.append(read_number(str(outcome.get("normalMaximum"))))
        known = next((value for value in said if value), None)
        if known is None:
            total = sum((d.best() for name, d in self.declarations.items() if self.maps(name)), Fraction(0))
            known = Decimal(total.numerator) / Decimal(total.denominator) if total > 0 else self._most_set()
        return round(known, 2) if 0 < known <= 999_999 else Decimal(1)

    def _most_set(self) -> Decimal:
        """The highest score that a rule sets, 1 if there is none."""
        rules = descendants(self.processing, "setOutcomeValue") if self.processing is not None else []
        scores = [
            read_number(text(child(rule, "baseValue"))) for rule in rules if rule.get("identifier") == "SCORE"
        ]
        return max((score for score in scores if score), default=Decimal(1))


def read_item(root: Element, file: str) -> Item:
    """The item of a document with plain names."""
    item = Item(root, file)
    for found in children(root, "responseDeclaration"):
        declaration = _declaration(found)
        item.declarations[declaration.identifier] = declaration
    return item


def _declaration(element: Element) -> Declaration:
    mapping = child(element, "mapping")
    entries = children(mapping, "mapEntry") if mapping is not None else []
    values = {str(entry.get("mapKey", "")).strip(): _fraction(entry.get("mappedValue")) for entry in entries}
    correct = child(element, "correctResponse")
    return Declaration(
        identifier=str(element.get("identifier", "")),
        cardinality=str(element.get("cardinality", "single")),
        base=str(element.get("baseType", "identifier")),
        correct=tuple(text(value) for value in children(correct, "value")) if correct is not None else (),
        mapping=values if mapping is not None else None,
        default=_fraction(mapping.get("defaultValue")) if mapping is not None else Fraction(0),
        upper=_fraction(mapping.get("upperBound"))
        if mapping is not None and mapping.get("upperBound")
        else None,
    )


def _margins(test: Element, value: Decimal) -> tuple[Decimal, Decimal]:
    """How far below and above the value an `equal` goes."""
    bounds = [read_number(word) or Decimal(0) for word in str(test.get("tolerance", "")).split()] or [
        Decimal(0)
    ]
    scale = abs(value) / 100 if test.get("toleranceMode") == "relative" else Decimal(1)
    return bounds[0] * scale, bounds[-1] * scale


def _fraction(value: object) -> Fraction:
    found = read_number(str(value or "0"))
    return Fraction(0) if found is None else Fraction(found)


def inner_html(element: Element) -> str:
    """What stands inside an element, as HTML."""
    formulas_as_text(element)
    for found in descendants(element, "object"):
        if str(found.get("type", "")).startswith("image/") and found.get("data"):
            found.tag = "img"
            found.set("src", str(found.get("data")))
            found.set("alt", str(found.get("alt") or text(found)))
            for inner in list(found):
                found.remove(inner)
            found.text = None
    parts = [element.text or ""]
    parts[0] = parts[0].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parts += [etree.tostring(inner, encoding="unicode", method="html") for inner in element]
    return re.sub(r"\s+", " ", "".join(parts)) if not descendants(element, "pre") else "".join(parts)


def one_line(element: Element) -> str:
    """Markdown on one line, without the feedback that stands inside."""
    for found in descendants(element, "feedbackInline", "feedbackBlock"):
        remove(found)
    html = inner_html(element)
    return line_of(html) or words_of(html)


def markdown(element: Element) -> str:
    return markdown_of(inner_html(element))


def remove(element: Element) -> None:
    """Takes an element out and leaves what follows it."""
    replace_by(element, "")


def replace_by(element: Element, words: str) -> None:
    """Words instead of an element."""
    above, before = element.getparent(), element.getprevious()
    if above is None:
        return
    tail = words + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        above.text = (above.text or "") + tail
    above.remove(element)


def is_interaction(element: Element) -> bool:
    return local_name(element).endswith("Interaction")


EXPORT_AGAIN = Text("请在原系统中核对后重新导出", "Check it where it comes from and export again")
