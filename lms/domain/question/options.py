"""Options that a candidate sees: their ids, and the order in which they stand."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from string import ascii_lowercase
from typing import Any, TypeVar

from lms.domain.fields import Fields
from lms.domain.place import FieldPath
from lms.domain.problem import Text
from lms.domain.question.paper import lettered, plain_words, untranslated
from lms.domain.question.protocol import Data
from lms.domain.text.marks import share_text
from lms.domain.text.markup import inline_html

T = TypeVar("T")
_WORTH = {False: Fraction(0), True: Fraction(1)}
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
    """The `options` of a choice. Without `shares` an option is right or it is not.

    An option that names no id gets an opaque one: candidates see ids, and authors tend to write the
    right option at the same place.
    """
    rows = fields.rows("options", _OPTION_KEYS, short="text", least=2)
    given = [""] * len(rows)
    if not all(row.has("id") for row in rows):
        texts = [str(row.data.get("text", "")) for row in rows]
        given = opaque_ids(str(fields.data.get("stem", "")), texts)
    ids = read_ids(rows, given, allow_duplicates=True)
    options = []
    for row, id_ in zip(rows, ids, strict=True):
        fraction = row.share("fraction", _WORTH[row.flag("right", False)], least=-1)
        said = row.has("fraction")
        if said and row.has("right"):
            both = Text("同时写了 right 和 fraction", "has both right and fraction")
            row.add_problem("fraction", both, Text("请只留一个", "Keep one of them"))
        if said and not shares and fraction not in (0, 1):
            what = Text("这种计分规则不用 fraction", "this rule of scoring does not use fraction")
            row.add_problem(
                "fraction",
                what,
                Text("请用 right = true，或把 rule 改为 weights", "Use right = true, or rule = weights"),
            )
        text, feedback = row.text("text"), row.text("feedback", required=False)
        options.append(Option(id_, text, fraction, feedback, row.flag("fixed", False)))
    words = [option.text for option in options]
    refuse_duplicates(rows, words, "text")
    if all(words) and len(set(words)) == len(words):  # the same words have the same opaque id: told once
        refuse_duplicates(rows, ids, "id")
    return tuple(options)


def show_options(options: Iterable[Option], seed: int | None) -> list[dict[str, str]]:
    """What a candidate sees of them: `[{id, text}]`, text as HTML."""
    order = seeded_order(options, seed, lambda option: option.id, lambda option: option.fixed)
    return [{"id": option.id, "text": inline_html(option.text)} for option in order]


def option_names(shown: Data) -> dict[str, Text]:
    """What the options are called by their letters on this paper: "B. 请示"."""
    return {
        row.id: untranslated(f"{row.mark}. {plain_words(row.html)}") for row in lettered(shown["options"])
    }


def any_option_has(fields: Fields, name: str) -> bool:
    """Whether the author wrote `name` at one of the options."""
    rows = fields.data.get("options")
    return isinstance(rows, list | tuple) and any(isinstance(row, Mapping) and row.get(name) for row in rows)


def dump_option(option: Option, *, shares: bool) -> dict[str, Any]:
    """The canonical table of an option; what is left out is the default. With `shares` all in fractions."""
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
    rows: Sequence[Fields], given: Sequence[str] = ascii_lowercase, *, twins: bool = False
) -> list[str]:
    """The ids the rows name; a row that names none gets the one of `given` at its place."""
    ids = []
    for row, default in zip(rows, given, strict=False):
        id_ = row.text("id") if row.has("id") else default
        if not (id_.isascii() and id_.isalnum() and len(id_) <= 20):
            what = Text("编号只能用字母和数字，至多 20 个", "an id is letters and digits, at most 20")
            row.add_problem(
                "id",
                what,
                Text(
                    "请改正，或删去（会自动编号）", "Correct it, or remove it (ids are given by themselves)"
                ),
            )
        ids.append(id_)
    if not twins:
        refuse_duplicates(rows, ids, "id")
    return ids


def refuse_duplicates(rows: Sequence[Fields], values: Sequence[Hashable], name: str) -> None:
    """Notes every row whose value stood before."""
    if len(set(values)) == len(values):
        return
    first: dict[Hashable, Fields] = {}
    for row, value in zip(rows, values, strict=True):
        if value and value in first:
            place = first[value].where
            row.add_problem(
                name,
                Text(f"与 {place} 相同", f"is the same as {place}"),
                Text("请改成不同的", "Make them different"),
                FieldPath(place),
            )
        first.setdefault(value, row)


def opaque_ids(salt: str, texts: Sequence[str], letters: Sequence[str] = ascii_lowercase) -> list[str]:
    """Letters for `texts` that depend on the words only: their order here cannot be read from them."""
    ranked = sorted(set(texts), key=lambda text: sha256(f"{salt}\0{text}".encode()).digest())
    given = dict(zip(ranked, letters, strict=False))
    return [given.get(text, "") for text in texts]


def seeded_order(
    options: Iterable[T],
    seed: int | None,
    id_of: Callable[[T], str],
    fixed: Callable[[T], bool] = lambda _: False,
) -> list[T]:
    """The options in the order of `seed`, fixed ones at their places; as they are without a seed.

    Sorted by hash and not by `random`, whose shuffle may differ in another version of Python.
    """
    options = list(options)
    if seed is None:
        return options
    loose = [option for option in options if not fixed(option)]
    loose.sort(key=lambda option: sha256(f"{seed}:{id_of(option)}".encode()).digest())
    following = iter(loose)
    return [option if fixed(option) else next(following) for option in options]
