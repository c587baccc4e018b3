"""The protocol that every question kind keeps, and the value it travels in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any, Protocol, TypedDict

from lms.domain.problem import Problem, Text
from lms.domain.question.form import FormParts
from lms.domain.question.paper import PaperLayout, PrintedKey
from lms.domain.text.marks import clamp_share

Data = Mapping[str, Any]
"""JSON-able: str, int, bool, None, lists and dicts of these. Numbers that matter are strings."""


AUTO, MARKER, NEVER = "auto", "marker", "never"
"""How answers of a kind get their mark: by `score`, by a person against `rubric`, or not at all."""


class Criterion(TypedDict):
    """What a marker looks at, its points ("2.5"), and what earns them."""

    criterion: str
    points: str
    describe: str


@dataclass(frozen=True, slots=True)
class Part:
    """One step of how a score came about, so that the number can be explained."""

    what: str
    """What was judged: an option id, "1" for the first blank, "a<b" for an order rule; or the rule
    that took back or added ("all_or_nothing", "wrong_choice", "limit")."""
    fraction: Fraction
    """What it added to the whole, of 1; negative when it took away. All parts sum to the score."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a response is worth, as a fraction of the item's points (0 to 1, exact)."""

    fraction: Fraction
    needs_marker: bool = False
    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "Score":
        """The sum of the parts, held between 0 and 1; what that takes or adds is the part "limit"."""
        parts = tuple(parts)
        total = sum((part.fraction for part in parts), Fraction(0))
        held = clamp_share(total)
        return cls(held, parts=parts if held == total else (*parts, Part("limit", held - total)))

    @classmethod
    def all_or_nothing(cls, parts: Iterable[Part]) -> "Score":
        """1 if the parts sum to 1, otherwise all is taken back."""
        parts = tuple(parts)
        total = sum((part.fraction for part in parts), Fraction(0))
        if total in (0, 1):
            return cls(total, parts=parts)
        return cls(Fraction(0), parts=(*parts, Part("all_or_nothing", -total)))


class Unreadable(ValueError):
    """A response that is not of this kind's form. `problems` says what is wrong."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.line("en") for p in problems))
        self.problems: Sequence[Problem] = problems


class Kind(Protocol):
    """A question kind is a module of lms.questions with these names; nothing outside it knows the kind.

    Bodies are its own frozen type; each has a `stem: str` in Markdown. `shown` is what `show` gave, in whatever
    order and language; `response` is what `read` gave, `{}` for an empty answer. Every function is pure.
    """

    KIND: str
    """Its name in files, database and API, e.g. "single_choice"; its module is called the same."""
    NAME: Text
    """Its name on pages."""
    FORM: FormParts
    """What authors fill in: the keys of `load`, without ids."""
    HELP: Text
    """Its own keys in a file, for authors who write text: "order in the right order; rule is exact or pairs"."""
    LISTED: int
    """Its place among the kinds where authors read about them."""
    PRINTED: int
    """Its place on a printed paper, which asks kind by kind."""
    SCORED: str
    """AUTO, MARKER or NEVER. What is never scored is text to read: it is worth no points, has no number on a
    paper, and other questions may be about it (`case`)."""

    def load(self, data: Data) -> Any:
        """A Body, or a list of Problems that names everything wrong with `data` at once."""

    def dump(self, body: Any) -> dict[str, Any]:
        """The canonical data: load(dump(body)) == body. Ids stand in it, so words may be replaced."""

    def frame(self, body: Any) -> Any:
        """What a translation must keep (ids, key, rule): equal for a body and its translations."""

    def show(self, body: Any, seed: int | None) -> dict[str, Any]:
        """What a candidate may see: `stem`, sanitised HTML and ids. Nothing of the key, nor its order.

        Without a seed, options stand as the author put them. The docstring lists the keys: it is printed in
        docs/question-kinds.md.
        """

    def from_form(self, body: Any, form: Mapping[str, list[str]]) -> Any:
        """The raw response in the fields of this kind's template, their prefix stripped.

        May raise Unreadable where fields contradict each other; other fields are left alone.
        """

    def to_form(self, response: Data) -> dict[str, list[str]]:
        """The fields that hold a response: read(from_form(to_form(response))) == response."""

    def read(self, body: Any, raw: Any) -> dict[str, Any]:
        """The response in canonical form, or raise Unreadable. An empty answer is {}.

        The docstring shows the form: it is printed in docs/question-kinds.md.
        """

    def score(self, body: Any, response: Data) -> Score:
        """Total: every response that `read` returned gets a score."""

    def rubric(self, body: Any) -> list[Criterion]:
        """What a marker measures answers by; empty unless SCORED is MARKER. Its points are the question's."""

    def feedback(self, body: Any, response: Data) -> list[str]:
        """What the author has to say about this response, as sanitised inline HTML."""

    def part_names(self, body: Any, shown: Data) -> dict[str, Text]:
        """What each part of a score (`Part.what`) is called to its candidate, by the letters of `shown`.

        Those of a rubric are its numbers, "1" for the first criterion. The rules that `Part` names need no name.
        """

    def words(self, body: Any) -> str:
        """All its text on one line, for search and for finding near-duplicates."""

    def key(self, body: Any) -> dict[str, Any]:
        """The right answer as a response, or {} where there is none; for review pages and programs.

        Where SCORED is MARKER, the key `rubric` stands beside that: take it from `rubric`.
        """

    def wrong(self, body: Any, dice: Random) -> dict[str, Any]:
        """A raw response that somebody may plausibly give who does not know; for demonstrations. {} for none."""

    def picks(self, response: Data) -> list[str] | None:
        """The ids of the `options` that a response picks; None where an answer is no pick of options."""

    def printable(self, shown: Data) -> PaperLayout:
        """What stands below the stem on paper. Single values of FORM that are shown are printed without it."""

    def print_key(self, body: Any, form: PaperLayout) -> PrintedKey:
        """The key in words, with the marks that `form` gives ids. Flags, rules and units of FORM, and the
        rubric, are printed without it."""

    def by_hand(self, shown: Data, response: Data) -> Text:
        """A response as somebody would write it on this paper; empty for an empty one."""

    def from_hand(self, shown: Data, typed: str) -> Any:
        """The raw response that stands on paper as `typed`, or raise Unreadable; {} where nothing is typed.

        read(from_hand(by_hand(response))) == response, with line breaks where `by_hand` sets several answers apart.
        """


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question: its kind, its body, and the same body in other languages.

    Translations change words only; an answer that is right in one of the languages is right.
    """

    kind: str
    body: Any
    translations: Mapping[str, Any] = field(default_factory=dict)

    def in_(self, language: str) -> Any:
        """The body in `language`, or the one it was written in."""
        return self.translations.get(language, self.body)


def translate(data: Data, words: Data) -> dict[str, Any]:
    """`data` with the shown words replaced by those of `words`.

    A string replaces a string. A list replaces a list item by item; an item that is a mapping is
    merged, a string replaces the `text` of a mapping. Everything not named stays.
    """
    out = dict(data)
    for name, new in words.items():
        old = out.get(name)
        if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            out[name] = [_merge(a, b) for a, b in zip(old, new, strict=True)]
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            out[name] = translate(old, new)
        else:
            out[name] = new
    return out


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return translate(old, new)
    if isinstance(old, Mapping) and isinstance(new, str):
        return {**old, "text": new}
    return new
