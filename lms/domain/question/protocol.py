"""The protocol of question kinds, and a question of any kind as a value."""

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
"""JSON-able: str, int, bool, None, lists and dicts of these. Exact numbers are strings."""

AUTO, MARKER, NEVER = "auto", "marker", "never"
"""How responses to a kind are scored: by `score`, by a person against `rubric`, or not at all."""


class Criterion(TypedDict):
    """A row of a rubric: what a marker judges, how many points it is worth ("2.5"), and what earns them."""

    criterion: str
    points: str
    describe: str


@dataclass(frozen=True, slots=True)
class Part:
    """One step in the calculation of a score, so that the score can be explained."""

    what: str
    """What was scored: an option id, "1" for the first blank, "a<b" for an order; or the rule that changed
    the sum ("all_or_nothing", "wrong_choice", "limit")."""
    fraction: Fraction
    """How much it adds, as a fraction of 1; negative where it subtracts. All parts sum to the score."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a response is worth, as an exact fraction of the item's points, from 0 to 1."""

    fraction: Fraction
    needs_marker: bool = False
    parts: tuple[Part, ...] = ()

    @classmethod
    def from_parts(cls, parts: Iterable[Part]) -> "Score":
        """Return the sum of the parts, limited to 0 to 1; a part "limit" records what the limit changed."""
        parts = tuple(parts)
        total = sum((part.fraction for part in parts), Fraction(0))
        limited = clamp_share(total)
        return cls(limited, parts=parts if limited == total else (*parts, Part("limit", limited - total)))

    @classmethod
    def all_or_nothing(cls, parts: Iterable[Part]) -> "Score":
        """Return 1 if the parts sum to 1, otherwise 0; a part "all_or_nothing" records what was subtracted."""
        parts = tuple(parts)
        total = sum((part.fraction for part in parts), Fraction(0))
        if total in (0, 1):
            return cls(total, parts=parts)
        return cls(Fraction(0), parts=(*parts, Part("all_or_nothing", -total)))


class Unreadable(ValueError):
    """Raised for a response that does not have the form of its kind; `problems` says what is wrong."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.line("en") for p in problems))
        self.problems: Sequence[Problem] = problems


class Kind(Protocol):
    """What a question kind defines: a kind is a module of `lms.questions` with all of these names.

    No code outside that module knows the kind. Every function is pure. The values that they exchange:

    - `data`: a question as an author writes it, from a file or from the form that `FORM` describes;
    - `body`: the same, checked: a frozen dataclass of the kind with a `stem: str` in Markdown;
    - `shown`: what `show` returned for one candidate, in the order and language of that candidate;
    - `raw`: a response as a page, a program or a sheet of paper gives it, not checked;
    - `response`: a response that `read_response` returned; `{}` for an empty one.

    A kind's own messages are constants or functions at the top of its module, each a `Message`; those that
    several kinds need are in `lms/domain/question/messages.py`.
    """

    KIND: str
    """Its name in files, database and API, such as "single_choice"; the module has the same name."""
    NAME: Text
    """Its name on pages."""
    FORM: FormParts
    """The fields that authors fill in: the keys of `load`, without ids."""
    HELP: Text
    """Its own keys in a file, for authors who write text: "order in the right order; rule is exact or pairs"."""
    LIST_ORDER: int
    """Its position in lists of kinds; smaller numbers come first, and equal ones are allowed."""
    PRINT_ORDER: int
    """Its position on a printed paper, which groups questions by kind."""
    SCORING: str
    """AUTO, MARKER or NEVER. A kind that is never scored is a stimulus: it is worth no points, has no number
    on a paper, and other questions may refer to it (`case`)."""

    # Author a question

    def load(self, data: Data) -> Any:
        """Return the body, or a list of every Problem in `data`."""

    def dump(self, body: Any) -> dict[str, Any]:
        """Return the canonical data: `load(dump(body)) == body`. It contains all ids, so texts can be replaced."""

    def invariants(self, body: Any) -> Any:
        """Return what a translation must not change, such as ids, key and rule: equal for all languages."""

    def search_text(self, body: Any) -> str:
        """Return all text of the question on one line, for search and for finding near-duplicates."""

    # Ask it and read the response

    def show(self, body: Any, seed: int | None) -> dict[str, Any]:
        """Return what a candidate may see: `stem` and other texts as sanitised HTML, and ids.

        Reveal neither the key nor the order in which the author wrote it. `seed` shuffles; None keeps the
        author's order. A single field of FORM is shown under its name: HTML if it has several lines, else plain.
        The docstring lists the keys: docs/question-kinds.md prints it.
        """

    def raw_from_form(self, body: Any, form: Mapping[str, list[str]]) -> Any:
        """Return the raw response from the fields of the kind's template, whose prefix was removed.

        Ignore other fields. Raise Unreadable if fields contradict each other.
        """

    def response_to_form(self, response: Data) -> dict[str, list[str]]:
        """Return the fields that show a response, the inverse of `raw_from_form` with `read_response`."""

    def read_response(self, body: Any, raw: Any) -> dict[str, Any]:
        """Return the canonical response, `{}` for an empty one; raise Unreadable if `raw` has another form.

        The docstring shows the form: docs/question-kinds.md prints it.
        """

    def is_unfinished(self, body: Any, response: Data) -> bool:
        """Return whether a part of the response is still to be filled in: it is kept, and pages say so.

        False for an empty response, and for one that can be complete as it is. Say nothing about the key.
        """

    def chosen_options(self, response: Data) -> list[str] | None:
        """Return the ids of the chosen `shown["options"]`; None if the kind has no options.

        With options, an answer on paper is typed in as letters; otherwise with the fields of the template.
        """

    # Score and explain it

    def score(self, body: Any, response: Data) -> Score:
        """Return the score of any response that `read_response` can return, with the parts that explain it."""

    def part_names(self, body: Any, shown: Data) -> dict[str, Text]:
        """Return a name for each `Part.what`, as the candidate knows it, such as the letter of an option.

        The parts of a rubric are numbered: "1" is its first criterion. Rules need no name.
        """

    def rubric(self, body: Any) -> list[Criterion]:
        """Return the criteria of a marker, whose points sum to the question's; empty unless SCORING is MARKER."""

    def answer_key(self, body: Any) -> dict[str, Any]:
        """Return the right answer as a response, `{}` if there is none; review pages and programs show it.

        If SCORING is MARKER, it also has the key `rubric`, with what `rubric` returns.
        """

    def feedback(self, body: Any, response: Data) -> list[str]:
        """Return the author's feedback to this response, as sanitised inline HTML."""

    def wrong_response(self, body: Any, rng: Random) -> dict[str, Any]:
        """Return a raw response with a plausible mistake, for demonstrations; `{}` if none is possible."""

    # Print it and read it from paper

    def paper_layout(self, shown: Data) -> PaperLayout:
        """Return what is printed below the stem. Single fields of FORM that are shown are printed without it."""

    def print_key(self, body: Any, layout: PaperLayout) -> PrintedKey:
        """Return the key in words, with the marks that `layout` gives to ids.

        The rubric and the flags, rules and units of FORM are printed without it.
        """

    def response_to_paper(self, shown: Data, response: Data) -> Text:
        """Return a response as a candidate writes it on paper; empty for an empty one."""

    def raw_from_paper(self, shown: Data, typed: str) -> Any:
        """Return the raw response that was typed from a sheet of paper, `{}` if none; raise Unreadable otherwise.

        It reads what `response_to_paper` returns, and line breaks between its answers.
        """


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question: its kind, its body, and the same body in other languages.

    A translation changes texts only; an answer that is right in one language is right.
    """

    kind: str
    body: Any
    translations: Mapping[str, Any] = field(default_factory=dict)

    def in_(self, language: str) -> Any:
        """Return the body in `language`, or in the original language if there is no translation."""
        return self.translations.get(language, self.body)


def translate(data: Data, words: Data) -> dict[str, Any]:
    """Return `data` with its texts replaced by those of `words`.

    A string replaces a string, a list of the same length replaces a list item by item, and mappings are
    merged; a string in place of a mapping replaces its `text`. Keys that `words` does not have stay.
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
