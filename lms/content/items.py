"""Reads [[item]] tables: the questions of question_bank/ and the check questions of courses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lms.content import messages, parse_values
from lms.content.toml_file import TomlFile
from lms.domain.fields import Fields
from lms.domain.place import NOWHERE, Place
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import clean
from lms.questions import load_question, rubric_points, stimulus_kinds

ITEM_KEYS = (
    "name", "kind", "area", "level", "points", "source", "checked", "rationale", "expires", "tags",
    "author", "reviewer", "language", "lesson", "case", "enemies", "difficulty", "use",
)  # fmt: skip

MOST_ENEMIES = 20
LONGEST_AREA = 80
"""Characters of a content area."""
AREA, USE = Text("内容域", "A content area "), Text("用途", "The use ")
"""They come before what is wrong with one, where there is no key beside it."""


@dataclass(frozen=True, slots=True)
class ItemContent:
    """A checked question with its metadata. `place` is its line in a file."""

    place: Place
    name: str
    question: Question
    competency: str
    area: str
    level: int
    points: Decimal
    source: str
    checked: date | None
    rationale: dict[str, str]
    expires: str
    tags: tuple[str, ...]
    author: str
    reviewer: str
    """The person who reviewed this question, as its file says; "" if nobody is named."""
    lesson: str = ""
    case: str = ""
    """The name, in the same bank, of the stimulus that this question is about; "" for none."""
    enemies: tuple[str, ...] = ()
    """Groups: two questions that share one are never on the same form, because each gives the other away."""
    difficulty: str = ""
    """easy, medium or hard, as the author estimates it; "" if it is not given."""
    practice: bool = False
    """For practice only (`use = "practice"`): no exam ever asks it."""


def read_items(
    file: TomlFile, competency: str, problems: list[Problem], *, draft: bool = False
) -> list[ItemContent]:
    """Return every valid item of the file; append what is wrong with the others to `problems`.

    A `draft` may lack what only a review needs: its source, the day of its last check and its rationale.
    """
    for key in file.data.keys() - {"defaults", "item"}:
        problems.append(
            Problem(
                file.place("", 0, key),
                *messages.unknown_key(key),
            )
        )
    defaults = file.data.get("defaults", {})
    rows = file.data.get("item", [])
    if (
        not isinstance(defaults, Mapping)
        or not isinstance(rows, list)
        or not all(isinstance(r, Mapping) for r in rows)
    ):
        problems.append(
            Problem(
                file.place(),
                *messages.NOT_ITEMS,
            )
        )
        return []
    read = [
        _read_item_row(file, index, {**defaults, **row}, competency, problems, draft)
        for index, row in enumerate(rows)
    ]
    return [item for item in read if item is not None]


def _read_item_row(
    file: TomlFile,
    index: int,
    row: Mapping[str, Any],
    competency: str,
    problems: list[Problem],
    draft: bool,
) -> ItemContent | None:
    item = read_row(row, competency, file.place("item", index), draft=draft)
    if isinstance(item, ItemContent):
        return item
    name = str(row.get("name", ""))
    problems.extend(
        Problem(
            file.place("item", index, p.where.path),
            Text(*[f"{name} {p.where.path} "] * 2) + p.what,
            p.how,
        )
        for p in item
    )
    return None


def read_row(
    row: Mapping[str, Any], competency: str, place: Place = NOWHERE, *, draft: bool = False
) -> ItemContent | list[Problem]:
    """Return the question of one [[item]] table, or everything that is wrong with it, at its keys."""
    meta = Fields({k: v for k, v in row.items() if k in ITEM_KEYS}, ITEM_KEYS)
    english = dict(row["en"]) if isinstance(row.get("en"), Mapping) else {}
    rationale = {
        "zh": meta.text("rationale", required=not draft),
        "en": str(english.pop("rationale", "")).strip(),
    }
    body = {k: v for k, v in row.items() if k not in ITEM_KEYS}
    if isinstance(row.get("en"), Mapping):
        body["en"] = english or None  # an English rationale alone is not a translation of the question
    question = load_question(meta.text("kind"), body)
    item = _item(place, meta, rationale, question, competency, draft=draft)
    return [*meta.problems, *(question if isinstance(question, list) else [])] or item


def _item(
    place: Place,
    meta: Fields,
    rationale: dict[str, str],
    question: Question | list[Problem],
    competency: str,
    *,
    draft: bool,
) -> ItemContent:
    author, reviewer = meta.text("author"), meta.text("reviewer", required=False)
    if author and author == reviewer:
        meta.add_problem("reviewer", *messages.OWN_REVIEWER)
    valid = question if isinstance(question, Question) else None
    return ItemContent(
        place=place,
        name=parse_values.slug(meta, "name"),
        question=valid or Question("", None),
        competency=competency,
        area=_area(meta),
        level=parse_values.level(meta),
        points=_item_points(meta, rubric_points(valid) if valid else None),
        source=meta.text("source", required=not draft),
        checked=_checked(meta, required=not draft),
        rationale=rationale,
        expires=meta.text("expires", required=False),
        tags=_tags(meta),
        author=author,
        reviewer=reviewer,
        lesson=meta.text("lesson", required=False),
        case=_case(meta),
        enemies=_enemies(meta),
        difficulty=parse_values.difficulty(meta),
        practice=parse_values.practice(meta),
    )


def area_too_long(area: str) -> tuple[Text, Text] | None:
    """Return what is wrong with a content area that is too long, and what to do; None if it is short enough."""
    return messages.area_too_long(len(area), LONGEST_AREA) if len(area) > LONGEST_AREA else None


def _area(meta: Fields) -> str:
    area = meta.text("area", required=False)
    if wrong := area_too_long(area):
        meta.add_problem("area", *wrong)
    return area


def _case(meta: Fields) -> str:
    """Return the name of the stimulus; `library` checks that it exists, as that needs the whole bank."""
    if not meta.has("case"):
        return ""
    if meta.data.get("kind") in stimulus_kinds():
        meta.add_problem("case", *messages.CASE_OF_CASE)
    return parse_values.slug(meta, "case")


def _enemies(meta: Fields) -> tuple[str, ...]:
    groups = meta.data.get("enemies", [])
    if isinstance(groups, list) and len(groups) <= MOST_ENEMIES and all(map(_is_group, groups)):
        return tuple(sorted({clean(group) for group in groups}))
    meta.add_problem("enemies", *messages.not_enemies(MOST_ENEMIES))
    return ()


def _is_group(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(clean(value)) <= 80


def _checked(meta: Fields, *, required: bool) -> date | None:
    """Return the day on which the source was checked, without a time of day."""
    day = meta.data.get("checked")
    if isinstance(day, date):
        return day.date() if isinstance(day, datetime) else day
    if required or day is not None:
        meta.add_problem("checked", *messages.NO_CHECKED_DAY)
    return None


def _tags(meta: Fields) -> tuple[str, ...]:
    tags = meta.data.get("tags", [])
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        return tuple(tags)
    meta.add_problem("tags", *messages.NOT_TAGS)
    return ()


def _item_points(meta: Fields, own: Decimal | None) -> Decimal:
    """Return the points of the file; points that the question itself fixes (a rubric's sum) may be left out or repeated."""
    if not meta.has("points"):
        return Decimal(1) if own is None else own
    points = meta.points("points")
    if own is not None and points != own:
        meta.add_problem("points", *messages.not_the_rubrics_sum(decimal_text(own)))
    return points
