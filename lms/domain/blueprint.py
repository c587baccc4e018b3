"""The plan of an exam: sections, what each draws from the bank, and the rules of time, passing and review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.domain.fields import Fields, missing
from lms.domain.numbers import decimal_text
from lms.domain.problem import Problem, Text

REVIEWS = ("score", "marks", "answers")
"""What a candidate sees after release; each shows what the ones before it show."""
RELEASES = ("at_once", "by_hand")
MOST_ITEMS = 300
"""A paper longer than this is a mistake, and one request could not carry its answers."""
LONGEST_MINUTES = 24 * 60
MOST_ATTEMPTS = 100

_PLAN = (
    "title", "instructions", "minutes", "attempts", "wait_hours", "pass_percent", "cut_set_by", "minima",
    "shuffle_items", "shuffle_options", "review", "release", "section",
)  # fmt: skip
_DRAW = ("competency", "kinds", "levels", "areas", "count", "points")


@dataclass(frozen=True, slots=True)
class Draw:
    """`count` items of the bank, by chance, among those that fit; an empty filter lets all pass."""

    competency: str
    count: int
    points: Decimal | None = None
    """Of each item; nothing means the item's own."""
    kinds: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()

    def takes(self, competency: str, kind: str, level: int, area: str) -> bool:
        """Whether an item with these marks may be drawn."""
        return (
            competency == self.competency
            and (not self.kinds or kind in self.kinds)
            and (not self.levels or level in self.levels)
            and (not self.areas or area in self.areas)
        )


@dataclass(frozen=True, slots=True)
class Fixed:
    """One named item that stands in every paper: "coordination/coord-priority-001"."""

    item: str
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper: its fixed items, and what its draws bring."""

    title: Text
    draws: tuple[Draw, ...] = ()
    fixed: tuple[Fixed, ...] = ()

    @property
    def length(self) -> int:
        """How many items it has in every paper."""
        return len(self.fixed) + sum(draw.count for draw in self.draws)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole exam as its author planned it."""

    title: Text
    instructions: Text
    minutes: int
    attempts: int
    pass_percent: Decimal
    cut_set_by: Text
    sections: tuple[Section, ...]
    wait_hours: int = 0
    """How long after the end of one attempt the next may start."""
    minima: tuple[tuple[str, Decimal], ...] = ()
    """(competency, per cent of its marks) that must be reached as well."""
    shuffle_items: bool = True
    shuffle_options: bool = True
    review: str = "score"
    release: str = "at_once"

    @property
    def length(self) -> int:
        """How many items every paper has."""
        return sum(section.length for section in self.sections)


def load(data: Mapping[str, Any]) -> Plan | list[Problem]:
    """The plan that `data` says, or everything that is wrong with it; places count from 1."""
    fields = Fields(data, _PLAN)
    sections = tuple(_section(row) for row in fields.rows("section", ("title", "draw", "fixed"), least=1))
    plan = Plan(
        title=_both(fields, "title"),
        instructions=_both(fields, "instructions"),
        minutes=_whole(fields, "minutes", 1, LONGEST_MINUTES),
        attempts=_whole(fields, "attempts", 1, MOST_ATTEMPTS, 1),
        pass_percent=_percent(fields, "pass_percent"),
        cut_set_by=_both(fields, "cut_set_by"),
        sections=sections,
        wait_hours=_whole(fields, "wait_hours", 0, 24 * 366, 0),
        minima=_minima(fields),
        shuffle_items=fields.flag("shuffle_items", True),
        shuffle_options=fields.flag("shuffle_options", True),
        review=fields.choice("review", REVIEWS, "score"),
        release=fields.choice("release", RELEASES, "at_once"),
    )
    _check_whole(fields, plan)
    return fields.problems or plan


def dump(plan: Plan) -> dict[str, Any]:
    """The canonical data of a plan: load(dump(plan)) == plan."""
    return {
        "title": _words(plan.title),
        "instructions": _words(plan.instructions),
        "minutes": plan.minutes,
        "attempts": plan.attempts,
        "wait_hours": plan.wait_hours,
        "pass_percent": decimal_text(plan.pass_percent),
        "cut_set_by": _words(plan.cut_set_by),
        "minima": {name: decimal_text(percent) for name, percent in plan.minima},
        "shuffle_items": plan.shuffle_items,
        "shuffle_options": plan.shuffle_options,
        "review": plan.review,
        "release": plan.release,
        "section": [_dump_section(section) for section in plan.sections],
    }


def _section(fields: Fields) -> Section:
    draws = tuple(_draw(row) for row in fields.rows("draw", _DRAW, most=100))
    fixed = tuple(
        Fixed(row.text("item"), _points(row))
        for row in fields.rows("fixed", ("item", "points"), short="item", most=MOST_ITEMS)
    )
    if not draws and not fixed:
        how = Text(
            "请加上 [[section.draw]] 或 [[section.fixed]]", "Add a [[section.draw]] or [[section.fixed]]"
        )
        fields.bad("", Text("这一部分没有题", "has no questions"), how)
    return Section(_both(fields, "title"), draws, fixed)


def _draw(fields: Fields) -> Draw:
    return Draw(
        competency=fields.text("competency"),
        count=_whole(fields, "count", 1, MOST_ITEMS),
        points=_points(fields),
        kinds=tuple(str(name) for name in _list(fields, "kinds", str)),
        levels=tuple(int(level) for level in _list(fields, "levels", int)),
        areas=tuple(str(name) for name in _list(fields, "areas", str)),
    )


def _check_whole(fields: Fields, plan: Plan) -> None:
    if plan.length > MOST_ITEMS:
        what = Text(
            f"共 {plan.length} 题，最多 {MOST_ITEMS} 题", f"has {plan.length} questions, at most {MOST_ITEMS}"
        )
        fields.bad("section", what, Text("请减少题数", "Ask for fewer"))
    seen: set[str] = set()
    for place, section in enumerate(plan.sections, 1):
        for number, fixed in enumerate(section.fixed, 1):
            if fixed.item and fixed.item in seen:
                what = Text(f"{fixed.item} 出现了两次", f"{fixed.item} stands there twice")
                fields.bad(f"section[{place}].fixed[{number}].item", what, Text("请删去一处", "Remove one"))
            seen.add(fixed.item)


def _both(fields: Fields, name: str) -> Text:
    if not fields.has(name):
        fields.problems.append(missing(fields.place(name)))
        return Text("", "")
    inner = Fields(fields.data.get(name), ("zh", "en"), fields.place(name), fields.problems)
    return Text(inner.text("zh"), inner.text("en"))


def _whole(fields: Fields, name: str, least: int, most: int, default: int | None = None) -> int:
    value = fields.data.get(name)
    if value is None and default is not None:
        return default
    if value is None:
        fields.problems.append(missing(fields.place(name)))
    elif isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    else:
        what = Text(f"应是 {least} 到 {most} 的整数", f"must be a whole number from {least} to {most}")
        fields.bad(name, what, Text("请改正，不加引号", "Correct it, without quotes"))
    return least


def _percent(fields: Fields, name: str) -> Decimal:
    value = fields.number(name, least=Decimal(0))
    if value > 100 or -int(value.as_tuple().exponent) > 2:
        what = Text(
            "应是 0 到 100、至多两位小数的百分数", "must be a per cent from 0 to 100, at most two places"
        )
        fields.bad(name, what, Text('请写成 "60"，加引号', 'Write "60", in quotes'))
    return value


def _minima(fields: Fields) -> tuple[tuple[str, Decimal], ...]:
    if not fields.has("minima"):
        return ()
    named = fields.data.get("minima")
    known = tuple(str(name) for name in named) if isinstance(named, Mapping) else ()
    inner = Fields(named, known, fields.place("minima"), fields.problems)
    return tuple((name, _percent(inner, name)) for name in sorted(inner.data))


def _points(fields: Fields) -> Decimal | None:
    return fields.points("points") if fields.has("points") else None


def _list(fields: Fields, name: str, of: type) -> Sequence[Any]:
    value = fields.data.get(name)
    if value is None:
        return ()
    if isinstance(value, list | tuple) and value and all(type(entry) is of for entry in value):
        return value
    what = Text("应是不空的列表", "must be a list that is not empty")
    example = "[1, 2]" if of is int else '["…"]'
    fields.bad(name, what, Text(f"请写成 {example}，或删去", f"Write {example}, or remove it"))
    return ()


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _dump_section(section: Section) -> dict[str, Any]:
    return {
        "title": _words(section.title),
        "draw": [_dump_draw(draw) for draw in section.draws],
        "fixed": [{"item": fixed.item, **_dump_points(fixed.points)} for fixed in section.fixed],
    }


def _dump_draw(draw: Draw) -> dict[str, Any]:
    filters = {"kinds": draw.kinds, "levels": draw.levels, "areas": draw.areas}
    return {
        "competency": draw.competency,
        "count": draw.count,
        **_dump_points(draw.points),
        **{name: list(values) for name, values in filters.items() if values},
    }


def _dump_points(points: Decimal | None) -> dict[str, str]:
    return {} if points is None else {"points": decimal_text(points)}
