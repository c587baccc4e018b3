"""One <item> of QTI 1.2 as it is written: texts, response fields, and what earns how much."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from html import unescape
from typing import Any

from lms.domain.place import Place, Quoted, named
from lms.domain.problem import Problem, Text
from lms.domain.text.numbers import read_number
from lms.formats.containers.safe_xml import Element, child, children, descendants, line, local_name, text
from lms.formats.markup.html_text import line_of, words_of
from lms.formats.markup.plain_text import line_of_plain

_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z][^&<>]{0,200}&gt;")
_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")


class Unusable(Exception):
    """An item that cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Fact:
    """One test of a condition: `op` is equal, gte, gt, lte, lt; `value` is a label's ident or a word."""

    response: str
    op: str
    value: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for `score` to be set or added; `feedback` are the ids of what is then shown."""

    facts: tuple[Fact, ...]
    score: Fraction | None
    adds: bool
    feedback: tuple[str, ...]
    any_of: bool
    """One of the facts is enough."""


@dataclass(frozen=True, slots=True)
class Response:
    """A field to answer in. `labels` are ident -> HTML; `own` is the text of the field itself (HTML)."""

    ident: str
    tag: str
    cardinality: str
    labels: dict[str, str]
    own: str
    render: str
    answer_types: frozenset[str]
    shuffle: bool


@dataclass(slots=True)
class Item:
    """`parts` are the texts (HTML) and the idents of the fields between them, in order."""

    element: Element
    file: str
    parts: list[tuple[str, str]] = field(default_factory=list)
    """("html", text) or ("field", ident)"""
    responses: dict[str, Response] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        return " ".join(str(self.element.get("title", "")).split())[:255]

    @property
    def place(self) -> Place:
        where = line(self.element).within(named(self.file))
        return Quoted(self.title).within(where) if self.title else where

    def refuse(self, what: Text, how: Text) -> Unusable:
        return Unusable(Problem(self.place, what, how))

    def note(self, what: Text, how: Text) -> None:
        self.notes.append(Problem(self.place, what, how, notice=True))

    def fact(self, name: str) -> str:
        """An entry of the item's metadata."""
        for entry in descendants(self.element, "qtimetadatafield"):
            if text(child(entry, "fieldlabel")) == name:
                return text(child(entry, "fieldentry"))
        return ""

    @property
    def kind(self) -> str:
        """Canvas's type, "" for other systems."""
        return self.fact("question_type").removesuffix("_question")

    def points(self) -> Decimal:
        found = read_number(self.fact("points_possible") or self.fact("qmd_weighting") or "1")
        return (
            Decimal(1)
            if found is None or not 0 <= found <= 999_999
            else Decimal(format(round(found, 2).normalize(), "f"))
        )

    def feedback(self, ident: str) -> str:
        """HTML of an itemfeedback."""
        found = (entry for entry in children(self.element, "itemfeedback") if entry.get("ident") == ident)
        return next((html_of(entry) for entry in found), "")


def read_item(element: Element, file: str) -> Item:
    """The parts of an item, nothing yet understood."""
    item = Item(element, file)
    for presentation in children(element, "presentation"):
        for part in _walk(presentation):
            if local_name(part) in _RESPONSES:
                response = _response(part)
                item.responses[response.ident] = response
                item.parts.append(("field", response.ident))
            else:
                item.parts.append(("html", _material(part)))
    for processing in children(element, "resprocessing"):
        item.conditions += [_condition(found) for found in children(processing, "respcondition")]
    return item


def _walk(element: Element) -> Iterator[Element]:
    """Materials and fields in the order in which they are seen."""
    for inner in element:
        if local_name(inner) == "material" or local_name(inner) in _RESPONSES:
            yield inner
        else:
            yield from _walk(inner)


def html_of(element: Element) -> str:
    """All materials inside as HTML."""
    return " ".join(html for found in descendants(element, "material") if (html := _material(found)))


def _material(material: Element) -> str:
    return "".join(_mattext(part) for part in material)


def _mattext(part: Element) -> str:
    if local_name(part) == "matbreak":
        return "<br>"
    if local_name(part) == "matimage" and part.get("uri"):
        return f'<img src="{part.get("uri")}" alt="{part.get("label", "")}">'
    words = "".join(part.itertext())
    if local_name(part) not in ("mattext", "matemtext"):
        return ""
    if str(part.get("texttype", "text/plain")).lower() in ("text/html", "text/rtf") or len(part):
        # Some systems escape their HTML twice.
        return unescape(words) if "<" not in words and _ESCAPED_TAG.search(words) else words
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _response(element: Element) -> Response:
    labels: dict[str, str] = {}
    types: set[str] = set()
    for label in descendants(element, "response_label"):
        labels[str(label.get("ident", ""))] = html_of(label)
        types.add(str(label.get("answer_type", "")))
    own = [
        found
        for found in _walk(element)
        if local_name(found) == "material" and not _inside_label(found, element)
    ]
    renders = [
        local_name(found).removeprefix("render_")
        for found in element
        if local_name(found).startswith("render_")
    ]
    shuffles = [str(found.get("shuffle", "")) for found in element if local_name(found).startswith("render_")]
    return Response(
        ident=str(element.get("ident", "")),
        tag=local_name(element),
        cardinality=str(element.get("rcardinality", "Single")).lower(),
        labels=labels,
        own=" ".join(map(_material, own)),
        render=renders[0] if renders else "",
        answer_types=frozenset(types - {""}),
        shuffle="no" not in [shuffle.lower() for shuffle in shuffles],
    )


def _inside_label(element: Element, above: Element) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is above:
            return False
        if local_name(ancestor) in ("response_label", *_RESPONSES) or local_name(ancestor).startswith(
            "render_"
        ):
            return True
    return False


def _condition(element: Element) -> Condition:
    variables = child(element, "conditionvar")
    facts = tuple(_facts(variables, negated=False)) if variables is not None else ()
    scores = [(read_number(text(setvar)), setvar) for setvar in children(element, "setvar")]
    score = next((Fraction(value) for value, _ in scores if value is not None), None)
    adds = any(str(setvar.get("action", "Set")).lower() == "add" for _, setvar in scores)
    shown = tuple(str(found.get("linkrefid", "")) for found in children(element, "displayfeedback"))
    any_of = variables is not None and len(variables) == 1 and local_name(variables[0]) == "or"
    return Condition(facts, score, adds, shown, any_of)


def _facts(element: Element, *, negated: bool) -> Iterator[Fact]:
    for found in element:
        name = local_name(found)
        if name in ("and", "or", "not"):
            yield from _facts(found, negated=negated != (name == "not"))
        elif name in ("varequal", "vargte", "vargt", "varlte", "varlt", "varsubset", "varsubstring"):
            op = {"varequal": "equal"}.get(name, name.removeprefix("var"))
            yield Fact(str(found.get("respident", "")), op, text(found), negated)


def option_text(html: str) -> str:
    """One line of Markdown."""
    return line_of(html) if "<" in html or "&" in html else line_of_plain(html)


def answer_text(html: str) -> str:
    """The words alone."""
    return words_of(html)
