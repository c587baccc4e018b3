"""Read the parts of one assessmentItem: its declarations, its texts, and how it is scored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lxml import etree

from lms.domain.place import Place, Quoted, named
from lms.domain.problem import Message, Problem
from lms.domain.text.numbers import read_number
from lms.formats.containers.safe_xml import Element, child, children, descendants, line, local_name, text
from lms.formats.markup.html_text import line_of, markdown_of, words_of
from lms.formats.qti import messages
from lms.formats.qti.formulas import formulas_as_text


class Unusable(Exception):
    """End the reading of one item; `problem` says why."""

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
        """Return the most that the mapping can earn."""
        values = [value for value in (self.mapping or {}).values() if value > 0]
        if not values:
            return Fraction(0)
        total = max(values) if self.cardinality == "single" else sum(values, Fraction(0))
        return min(total, self.upper) if self.upper is not None else total


@dataclass(frozen=True, slots=True)
class NumberTest:
    """A number, how far below and above it a response may be, and what that sets or adds to the score."""

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
    notices: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        title = self.element.get("title") or self.element.get("identifier") or ""
        return " ".join(str(title).split())[:255]

    @property
    def place(self) -> Place:
        where = line(self.element).within(named(self.file))
        return Quoted(self.title).within(where) if self.title else where

    def refusal(self, message: Message) -> Unusable:
        """Return the exception for an item that cannot be read."""
        return Unusable(Problem(self.place, *message))

    def add_notice(self, message: Message) -> None:
        """Add what the trainer should check."""
        self.notices.append(Problem(self.place, *message, notice=True))

    @property
    def body(self) -> Element:
        body = child(self.element, "itemBody")
        if body is None:
            raise self.refusal(messages.NO_BODY)
        return body

    def declaration(self, interaction: Element) -> Declaration:
        """Return the variable that an interaction writes to. Raise Unusable if it is not declared."""
        name = str(interaction.get("responseIdentifier", ""))
        if name not in self.declarations:
            raise self.refusal(messages.response_not_declared(name))
        return self.declarations[name]

    @property
    def processing(self) -> Element | None:
        return child(self.element, "responseProcessing")

    def maps(self, identifier: str) -> bool:
        """Return whether the mapping of this response counts, and not the match with the right value."""
        processing = self.processing
        declaration = self.declarations[identifier]
        if processing is None:
            return declaration.mapping is not None and not declaration.correct
        template = str(processing.get("template", "")) + str(processing.get("templateLocation", ""))
        if template:
            return "map_response" in template
        mapped = {str(element.get("identifier", "")) for element in descendants(processing, "mapResponse")}
        return identifier in mapped and declaration.mapping is not None

    def number_tests(self, identifier: str) -> list["NumberTest"]:
        """Return the numbers that the scoring rules compare this response with, among them the right value."""
        return [
            NumberTest(value, *_margins(test, value), score)
            for test, words, score in self._tests(identifier, "equal", "match")
            if (value := read_number(words)) is not None
        ]

    def word_scores(self, identifier: str) -> dict[str, Fraction]:
        """Return the words that the scoring rules compare this response with, and what each earns."""
        scores: dict[str, Fraction] = {}
        for _, words, score in self._tests(identifier, "match", "stringMatch"):
            if words:
                scores.setdefault(words, score)
        return scores

    def _tests(self, identifier: str, *names: str) -> Iterator[tuple[Element, str, Fraction]]:
        """Yield each comparison of this response that leads to a score: the test, the value, the score."""
        processing = self.processing
        for rule in descendants(processing, "responseIf", "responseElseIf") if processing is not None else ():
            scores = [read_number(text(value)) for outcome in children(rule, "setOutcomeValue")
                      if str(outcome.get("identifier", "")).startswith("SCORE")
                      for value in descendants(outcome, "baseValue")]  # fmt: skip
            for test in descendants(rule, *names) if scores and scores[0] is not None else ():
                if any(inner.get("identifier") == identifier for inner in children(test, "variable")):
                    value = text(child(test, "baseValue"))
                    if child(test, "correct") is not None:
                        value = next(iter(self.declarations[identifier].correct), "")
                    yield test, value, Fraction(scores[0] or 0)

    def points(self) -> Decimal:
        """Return MAXSCORE if it is declared, else the most that the mappings earn, else 1."""
        declared: list[Decimal | None] = []
        for outcome in children(self.element, "outcomeDeclaration"):
            if outcome.get("identifier") == "MAXSCORE":
                declared.insert(0, read_number(text(child(outcome, "defaultValue", "value"))))
            if outcome.get("identifier") == "SCORE" and outcome.get("normalMaximum"):
                declared.append(read_number(str(outcome.get("normalMaximum"))))
        points = next((value for value in declared if value), None)
        if points is None:
            total = sum((d.best() for name, d in self.declarations.items() if self.maps(name)), Fraction(0))
            points = Decimal(total.numerator) / Decimal(total.denominator) if total > 0 else self._most_set()
        return round(points, 2) if 0 < points <= 999_999 else Decimal(1)

    def _most_set(self) -> Decimal:
        """Return the highest score that a rule sets, 1 if there is none."""
        rules = descendants(self.processing, "setOutcomeValue") if self.processing is not None else []
        scores = [
            read_number(text(child(rule, "baseValue"))) for rule in rules if rule.get("identifier") == "SCORE"
        ]
        return max((score for score in scores if score), default=Decimal(1))


def read_item(root: Element, file: str) -> Item:
    """Return the item of a document with plain names."""
    item = Item(root, file)
    for element in children(root, "responseDeclaration"):
        declaration = _declaration(element)
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
    """Return how far below and above the value an `equal` goes."""
    bounds = [read_number(word) or Decimal(0) for word in str(test.get("tolerance", "")).split()] or [
        Decimal(0)
    ]
    scale = abs(value) / 100 if test.get("toleranceMode") == "relative" else Decimal(1)
    return bounds[0] * scale, bounds[-1] * scale


def _fraction(value: object) -> Fraction:
    number = read_number(str(value or "0"))
    return Fraction(0) if number is None else Fraction(number)


def inner_html(element: Element) -> str:
    """Return the content of an element as HTML."""
    formulas_as_text(element)
    for picture in descendants(element, "object"):
        if str(picture.get("type", "")).startswith("image/") and picture.get("data"):
            picture.tag = "img"
            picture.set("src", str(picture.get("data")))
            picture.set("alt", str(picture.get("alt") or text(picture)))
            for inner in list(picture):
                picture.remove(inner)
            picture.text = None
    parts = [element.text or ""]
    parts[0] = parts[0].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parts += [etree.tostring(inner, encoding="unicode", method="html") for inner in element]
    return re.sub(r"\s+", " ", "".join(parts)) if not descendants(element, "pre") else "".join(parts)


def one_line(element: Element) -> str:
    """Return the element as Markdown on one line, without the feedback inside it."""
    for feedback in descendants(element, "feedbackInline", "feedbackBlock"):
        remove_element(feedback)
    html = inner_html(element)
    return line_of(html) or words_of(html)


def markdown(element: Element) -> str:
    return markdown_of(inner_html(element))


def remove_element(element: Element) -> None:
    """Remove an element and keep the text that follows it."""
    replace_element(element, "")


def replace_element(element: Element, words: str) -> None:
    """Replace an element by words."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = words + (element.tail or "")
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def is_interaction(element: Element) -> bool:
    return local_name(element).endswith("Interaction")
