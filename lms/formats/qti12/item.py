"""Read the parts of one <item> of QTI 1.2: texts, response fields, and what earns how much."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from html import unescape
from typing import Any

from lms.domain.place import Place, Quoted, named
from lms.domain.problem import Message, Problem
from lms.domain.text.numbers import read_number
from lms.formats.containers.safe_xml import Element, child, children, descendants, line, local_name, text
from lms.formats.markup.html_text import line_of, words_of
from lms.formats.markup.plain_text import line_of_plain

_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z][^&<>]{0,200}&gt;")
_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")


class Unusable(Exception):
    """End the reading of one item; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a condition: `op` is equal, gte, gt, lte, lt; `value` is a label's ident or a word."""

    response: str
    op: str
    value: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """The tests that set or add `score` if they pass; `feedback` are the ids of what is then shown."""

    tests: tuple[Test, ...]
    score: Fraction | None
    adds: bool
    feedback: tuple[str, ...]
    any_of: bool
    """One passed test is enough."""


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
    notices: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        return " ".join(str(self.element.get("title", "")).split())[:255]

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

    def metadata(self, name: str) -> str:
        """Return an entry of the item's metadata, "" if there is none."""
        for entry in descendants(self.element, "qtimetadatafield"):
            if text(child(entry, "fieldlabel")) == name:
                return text(child(entry, "fieldentry"))
        return ""

    @property
    def kind(self) -> str:
        """Return Canvas's type, "" for other systems."""
        return self.metadata("question_type").removesuffix("_question")

    def points(self) -> Decimal:
        points = read_number(self.metadata("points_possible") or self.metadata("qmd_weighting") or "1")
        if points is None or not 0 <= points <= 999_999:
            return Decimal(1)
        return Decimal(format(round(points, 2).normalize(), "f"))

    def feedback(self, ident: str) -> str:
        """Return the HTML of an itemfeedback, "" if there is none."""
        matching = (entry for entry in children(self.element, "itemfeedback") if entry.get("ident") == ident)
        return next((html_of(entry) for entry in matching), "")


def read_item(element: Element, file: str) -> Item:
    """Return the parts of an item, not yet interpreted."""
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
        item.conditions += [_condition(element) for element in children(processing, "respcondition")]
    return item


def _walk(element: Element) -> Iterator[Element]:
    """Yield materials and fields in the order in which they are shown."""
    for inner in element:
        if local_name(inner) == "material" or local_name(inner) in _RESPONSES:
            yield inner
        else:
            yield from _walk(inner)


def html_of(element: Element) -> str:
    """Return all materials inside as HTML."""
    return " ".join(html for inner in descendants(element, "material") if (html := _material(inner)))


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
        inner
        for inner in _walk(element)
        if local_name(inner) == "material" and not _inside_label(inner, element)
    ]
    rendered = [inner for inner in element if local_name(inner).startswith("render_")]
    shuffles = [str(inner.get("shuffle", "")) for inner in rendered]
    return Response(
        ident=str(element.get("ident", "")),
        tag=local_name(element),
        cardinality=str(element.get("rcardinality", "Single")).lower(),
        labels=labels,
        own=" ".join(map(_material, own)),
        render=local_name(rendered[0]).removeprefix("render_") if rendered else "",
        answer_types=frozenset(types - {""}),
        shuffle="no" not in [shuffle.lower() for shuffle in shuffles],
    )


def _inside_label(element: Element, response: Element) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is response:
            return False
        if local_name(ancestor) in ("response_label", *_RESPONSES) or local_name(ancestor).startswith(
            "render_"
        ):
            return True
    return False


def _condition(element: Element) -> Condition:
    variables = child(element, "conditionvar")
    tests = tuple(_tests(variables, negated=False)) if variables is not None else ()
    scores = [(read_number(text(setvar)), setvar) for setvar in children(element, "setvar")]
    score = next((Fraction(value) for value, _ in scores if value is not None), None)
    adds = any(str(setvar.get("action", "Set")).lower() == "add" for _, setvar in scores)
    feedback = tuple(str(link.get("linkrefid", "")) for link in children(element, "displayfeedback"))
    any_of = variables is not None and len(variables) == 1 and local_name(variables[0]) == "or"
    return Condition(tests, score, adds, feedback, any_of)


def _tests(element: Element, *, negated: bool) -> Iterator[Test]:
    for inner in element:
        name = local_name(inner)
        if name in ("and", "or", "not"):
            yield from _tests(inner, negated=negated != (name == "not"))
        elif name in ("varequal", "vargte", "vargt", "varlte", "varlt", "varsubset", "varsubstring"):
            op = {"varequal": "equal"}.get(name, name.removeprefix("var"))
            yield Test(str(inner.get("respident", "")), op, text(inner), negated)


def option_text(html: str) -> str:
    """Return HTML as one line of Markdown."""
    return line_of(html) if "<" in html or "&" in html else line_of_plain(html)


def answer_text(html: str) -> str:
    """Return the words of HTML alone."""
    return words_of(html)
