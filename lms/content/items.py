"""Reads [[item]] tables: the questions of question_bank/ and the check questions of courses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lms.content import parse_values
from lms.content.toml_file import TomlFile
from lms.domain.fields import Fields
from lms.domain.place import NOWHERE, Place
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import clean
from lms.questions import load_question, own_points, stimulus_kinds

META = (
    "name", "kind", "area", "level", "points", "source", "checked", "rationale", "expires", "tags",
    "author", "reviewer", "language", "lesson", "case", "enemies", "difficulty",
)  # fmt: skip
"""The kind of what a case is about: text to read before its questions."""
MOST_ENEMIES = 20


LONGEST_AREA = 80
"""Characters of a content area."""
AREA = Text("内容域", "A content area ")
"""Before what is wrong with one, where no key stands beside it."""


@dataclass(frozen=True, slots=True)
class ItemContent:
    """A checked question with everything said about it. `place` is its line in a file."""

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
    lesson: str = ""
    case: str = ""
    """The name, in the same bank, of the text that this question is about; "" for a question by itself."""
    enemies: tuple[str, ...] = ()
    """Groups: two questions that share one never stand in one paper, for each gives the other away."""
    difficulty: str = ""
    """easy, medium or hard, as the author takes it; "" if nobody said."""


def read_items(file: TomlFile, competency: str, problems: list[Problem]) -> list[ItemContent]:
    """Every good item of the file; what is wrong with the others is added to `problems`."""
    for key in file.data.keys() - {"defaults", "item"}:
        problems.append(
            Problem(
                file.place("", 0, key),
                Text(f"不认识“{key}”", f'"{key}" is not known here'),
                Text(
                    "题库文件只有 [defaults] 和 [[item]]",
                    "A question file holds [defaults] and [[item]] only",
                ),
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
                Text("题目须写成 [[item]]", "questions must be written as [[item]]"),
                Text("请参照 question_bank/README.md", "See question_bank/README.md"),
            )
        )
        return []
    read = [_read(file, index, {**defaults, **row}, competency, problems) for index, row in enumerate(rows)]
    return [item for item in read if item is not None]


def _read(
    file: TomlFile, index: int, row: Mapping[str, Any], competency: str, problems: list[Problem]
) -> ItemContent | None:
    found = read_row(row, competency, file.place("item", index))
    if isinstance(found, ItemContent):
        return found
    name = str(row.get("name", ""))
    problems.extend(
        Problem(
            file.place("item", index, p.where.path),
            Text(*[f"{name} {p.where.path} "] * 2) + p.what,
            p.how,
        )
        for p in found
    )
    return None


def read_row(row: Mapping[str, Any], competency: str, place: Place = NOWHERE) -> ItemContent | list[Problem]:
    """The question of one [[item]] table, or everything that is wrong with it, at its keys."""
    meta = Fields({k: v for k, v in row.items() if k in META}, META)
    english = dict(row["en"]) if isinstance(row.get("en"), Mapping) else {}
    rationale = {"zh": meta.text("rationale"), "en": str(english.pop("rationale", "")).strip()}
    body = {k: v for k, v in row.items() if k not in META}
    if isinstance(row.get("en"), Mapping):
        body["en"] = english or None  # English of the rationale alone is no translation of the question
    question = load_question(meta.text("kind"), body)
    found = _item(place, meta, rationale, question, competency)
    return [*meta.problems, *(question if isinstance(question, list) else [])] or found


def _item(
    place: Place, meta: Fields, rationale: dict[str, str], question: Question | list[Problem], competency: str
) -> ItemContent:
    author, reviewer = meta.text("author"), meta.text("reviewer")
    if author and author == reviewer:
        meta.bad(
            "reviewer",
            Text("命题人不能审自己的题", "is the author too"),
            Text("请由另一人审题后填写", "Let somebody else review it"),
        )
    good = question if isinstance(question, Question) else None
    return ItemContent(
        place=place,
        name=parse_values.slug(meta, "name"),
        question=good or Question("", None),
        competency=competency,
        area=_area(meta),
        level=parse_values.level(meta),
        points=_points(meta, own_points(good) if good else None),
        source=meta.text("source"),
        checked=_checked(meta),
        rationale=rationale,
        expires=meta.text("expires", required=False),
        tags=_tags(meta),
        author=author,
        reviewer=reviewer,
        lesson=meta.text("lesson", required=False),
        case=_case(meta),
        enemies=_enemies(meta),
        difficulty=parse_values.difficulty(meta),
    )


def long_area(area: str) -> tuple[Text, Text] | None:
    """What is wrong with a content area that cannot be kept, and what to do; None if it can be."""
    if (over := len(area) - LONGEST_AREA) <= 0:
        return None
    what = Text(
        f"最多 {LONGEST_AREA} 个字符，现有 {len(area)} 个",
        f"has at most {LONGEST_AREA} characters, there are {len(area)}",
    )
    return what, Text(f"请删去 {over} 个", f"remove {over}")


def _area(meta: Fields) -> str:
    area = meta.text("area", required=False)
    if wrong := long_area(area):
        meta.bad("area", *wrong)
    return area


def _case(meta: Fields) -> str:
    """Whether there is such a text is for whoever knows the whole bank."""
    if not meta.has("case"):
        return ""
    if meta.data.get("kind") in stimulus_kinds():
        what = Text("材料本身不能再属于材料", "is a text to read itself")
        meta.bad("case", what, Text("请删去 case", "Remove case"))
    return parse_values.slug(meta, "case")


def _enemies(meta: Fields) -> tuple[str, ...]:
    groups = meta.data.get("enemies", [])
    if isinstance(groups, list) and len(groups) <= MOST_ENEMIES and all(map(_is_group, groups)):
        return tuple(sorted({clean(group) for group in groups}))
    meta.bad(
        "enemies",
        Text(
            f"应是互斥组名的列表，至多 {MOST_ENEMIES} 组，每个不超过 80 字",
            f"must be a list of at most {MOST_ENEMIES} names of groups, none longer than 80",
        ),
        Text('请写成 ["来信时限"]', 'Write ["reply-deadline"]'),
    )
    return ()


def _is_group(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(clean(value)) <= 80


def _checked(meta: Fields) -> date | None:
    """The day on which the source was compared, without a time of day."""
    day = meta.data.get("checked")
    if isinstance(day, date):
        return day.date() if isinstance(day, datetime) else day
    meta.bad(
        "checked",
        Text("应是核对依据的日期", "must be the day the source was checked"),
        Text("请写成 2026-11-23，不加引号", "Write 2026-11-23, without quotes"),
    )
    return None


def _tags(meta: Fields) -> tuple[str, ...]:
    tags = meta.data.get("tags", [])
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        return tuple(tags)
    meta.bad(
        "tags",
        Text("应是文字的列表", "must be a list of texts"),
        Text('请写成 ["公文筐"]', 'Write ["in-basket"]'),
    )
    return ()


def _points(meta: Fields, own: Decimal | None) -> Decimal:
    """What the file says; what the question itself fixes (a rubric's sum) may be left out or repeated."""
    if not meta.has("points"):
        return Decimal(1) if own is None else own
    said = meta.points("points")
    if own is not None and said != own:
        total = decimal_text(own)
        meta.bad(
            "points",
            Text(f"与评分标准各项分之和 {total} 不符", f"is not the sum of the rubric, which is {total}"),
            Text("请改成一致，或删去 points", "Make them equal, or remove points"),
        )
    return said
