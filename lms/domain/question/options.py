"""Options of a choice: how they are read, their ids, and the order in which a candidate sees them."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from string import ascii_lowercase
from typing import Any, TypeVar

from lms.domain.fields import Fields
from lms.domain.place import FieldPath
from lms.domain.problem import Text
from lms.domain.question import messages
from lms.domain.question.paper import lettered, plain_words, untranslated
from lms.domain.question.protocol import Data
from lms.domain.text.marks import share_text
from lms.domain.text.markup import inline_html

T = TypeVar("T")
_FRACTION = {False: Fraction(0), True: Fraction(1)}
_OPTION_KEYS = ("id", "text", "right", "fraction", "feedback", "fixed")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice. `fraction` is its share of the full mark; 1 for a right one."""

    id: str
    text: str
    fraction: Fraction = Fraction(0)
    feedback: str = ""
    fixed: bool = False

    @property
    def right(self) -> bool:
        return self.fraction > 0


def read_options(fields: Fields, *, shares: bool) -> tuple[Option, ...]:
    """Return the `options` of a choice; without `shares` an option earns all or none of the mark.

    An option without an id gets an opaque one, since candidates see ids and many authors always put the
    right option in the same position.
    """
    rows = fields.rows("options", _OPTION_KEYS, short="text", least=2)
    defaults = [""] * len(rows)
    if not all(row.has("id") for row in rows):
        texts = [str(row.data.get("text", "")) for row in rows]
        defaults = opaque_ids(str(fields.data.get("stem", "")), texts)
    ids = read_ids(rows, defaults, allow_duplicates=True)
    options = []
    for row, id_ in zip(rows, ids, strict=True):
        fraction = row.share("fraction", _FRACTION[row.flag("right", False)], least=-1)
        has_fraction = row.has("fraction")
        if has_fraction and row.has("right"):
            row.add_problem("fraction", *messages.RIGHT_AND_FRACTION)
        if has_fraction and not shares and fraction not in (0, 1):
            row.add_problem("fraction", *messages.FRACTION_WITHOUT_WEIGHTS)
        text, feedback = row.text("text"), row.text("feedback", required=False)
        options.append(Option(id_, text, fraction, feedback, row.flag("fixed", False)))
    words = [option.text for option in options]
    refuse_duplicates(rows, words, "text")
    # Equal texts have equal opaque ids: one problem for both is enough.
    if all(words) and len(set(words)) == len(words):
        refuse_duplicates(rows, ids, "id")
    return tuple(options)


def show_options(options: Iterable[Option], seed: int | None) -> list[dict[str, str]]:
    """Return what a candidate sees: `[{id, text}]`, with the text as HTML."""
    order = seeded_order(options, seed, lambda option: option.id, lambda option: option.fixed)
    return [{"id": option.id, "text": inline_html(option.text)} for option in order]


def option_names(shown: Data) -> dict[str, Text]:
    """Return how this candidate knows each option: "B. 请示"."""
    return {
        row.id: untranslated(f"{row.mark}. {plain_words(row.html)}") for row in lettered(shown["options"])
    }


def any_option_has(fields: Fields, name: str) -> bool:
    """Return whether the author set the key `name` of any option."""
    rows = fields.data.get("options")
    return isinstance(rows, list | tuple) and any(isinstance(row, Mapping) and row.get(name) for row in rows)


def dump_option(option: Option, *, shares: bool) -> dict[str, Any]:
    """Return the canonical table of an option, without default values; with `shares`, fractions only."""
    out: dict[str, Any] = {"id": option.id, "text": option.text}
    if option.fraction == 1 and not shares:
        out["right"] = True
    elif option.fraction:
        out["fraction"] = share_text(option.fraction)
    if option.feedback:
        out["feedback"] = option.feedback
    if option.fixed:
        out["fixed"] = True
    return out


def read_ids(
    rows: Sequence[Fields], defaults: Sequence[str] = ascii_lowercase, *, allow_duplicates: bool = False
) -> list[str]:
    """Return the ids of the rows; a row without an id gets the one in the same position of `defaults`."""
    ids = []
    for row, default in zip(rows, defaults, strict=False):
        id_ = row.text("id") if row.has("id") else default
        if not (id_.isascii() and id_.isalnum() and len(id_) <= 20):
            row.add_problem("id", *messages.INVALID_ID)
        ids.append(id_)
    if not allow_duplicates:
        refuse_duplicates(rows, ids, "id")
    return ids


def refuse_duplicates(rows: Sequence[Fields], values: Sequence[Hashable], name: str) -> None:
    """Add a problem for each row that has the same value as an earlier one."""
    if len(set(values)) == len(values):
        return
    first: dict[Hashable, Fields] = {}
    for row, value in zip(rows, values, strict=True):
        if value and value in first:
            path = first[value].where
            row.add_problem(name, *messages.duplicate(path), FieldPath(path))
        first.setdefault(value, row)


def opaque_ids(salt: str, texts: Sequence[str], letters: Sequence[str] = ascii_lowercase) -> list[str]:
    """Return letters for `texts` that depend on the texts only and so do not reveal their order."""
    ranked = sorted(set(texts), key=lambda text: sha256(f"{salt}\0{text}".encode()).digest())
    letter_of = dict(zip(ranked, letters, strict=False))
    return [letter_of.get(text, "") for text in texts]


def seeded_order(
    options: Iterable[T],
    seed: int | None,
    id_of: Callable[[T], str],
    fixed: Callable[[T], bool] = lambda _: False,
) -> list[T]:
    """Return the options in the order that `seed` gives, fixed ones in their positions; unchanged without a seed.

    Sort by hash instead of using `random`, whose shuffle may differ in another version of Python.
    """
    options = list(options)
    if seed is None:
        return options
    movable = [option for option in options if not fixed(option)]
    movable.sort(key=lambda option: sha256(f"{seed}:{id_of(option)}".encode()).digest())
    following = iter(movable)
    return [option if fixed(option) else next(following) for option in options]
