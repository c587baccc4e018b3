"""The plan of an exam: sections, what each draws from the bank, and the rules of time, passing and review."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.domain.exam import messages
from lms.domain.exam.addresses import read_ranges
from lms.domain.exam.plan_fields import (
    both_languages,
    list_of,
    minima,
    optional_points,
    percent,
    whole_number,
)
from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.text.numbers import decimal_text

REVIEWS = ("score", "marks", "answers")
"""What a candidate sees after release; each also shows what those before it show."""
SHOWN_BEFORE_RELEASE = ("none", "score", "marks")
"""What a candidate sees between submission and release, once everything is marked."""
RELEASES = ("at_once", "by_hand")
MOST_ITEMS = 300
"""A longer form is a mistake, and its answers would not fit into one request."""
LONGEST_MINUTES = 24 * 60
MOST_ATTEMPTS = 100
LONGEST_WAIT = 24 * 366
"""Hours between attempts."""
MOST_QUESTIONS = 20
"""Of one case."""

_PLAN = (
    "title", "instructions", "minutes", "attempts", "wait_hours", "pass_percent", "cut_set_by", "minima",
    "shuffle_items", "shuffle_options", "review", "after_submission", "release", "addresses", "section",
)  # fmt: skip
_DRAW = ("competency", "kinds", "levels", "areas", "count", "points")
_CASE = ("competency", "levels", "areas", "count", "questions", "points")


@dataclass(frozen=True, slots=True)
class Draw:
    """`count` random items of the bank that match; an empty filter matches every item."""

    competency: str
    count: int
    points: Decimal | None = None
    """Of each item; None means the item's own."""
    kinds: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()

    def takes(self, competency: str, kind: str, level: int, area: str) -> bool:
        """Return whether an item with these tags may be drawn."""
        return (
            competency == self.competency
            and (not self.kinds or kind in self.kinds)
            and (not self.levels or level in self.levels)
            and (not self.areas or area in self.areas)
        )


@dataclass(frozen=True, slots=True)
class CaseDraw:
    """`count` random stimuli of the bank, each followed directly by `questions` of its questions."""

    competency: str
    count: int
    questions: int
    points: Decimal | None = None
    """Of each question; None means its own. The stimulus has no points."""
    levels: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()

    def takes(self, competency: str, level: int, area: str) -> bool:
        """Return whether a stimulus with these tags may be drawn."""
        return (
            competency == self.competency
            and (not self.levels or level in self.levels)
            and (not self.areas or area in self.areas)
        )


@dataclass(frozen=True, slots=True)
class Fixed:
    """One named item that is on every form: "coordination/coord-priority-001"."""

    item: str
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its fixed items, its draws and its cases."""

    title: Text
    draws: tuple[Draw, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    cases: tuple[CaseDraw, ...] = ()

    @property
    def length(self) -> int:
        """How many items it puts on every form, including the stimuli of cases."""
        cases = sum(case.count * (1 + case.questions) for case in self.cases)
        return len(self.fixed) + sum(draw.count for draw in self.draws) + cases


@dataclass(frozen=True, slots=True)
class Plan:
    """The blueprint of a whole exam."""

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
    """(competency, percentage of its points) that must be reached as well."""
    shuffle_items: bool = True
    shuffle_options: bool = True
    review: str = "score"
    release: str = "at_once"
    after_submission: str = "none"
    addresses: tuple[str, ...] = ()
    """Where a sitting may begin: networks as lms.domain.exam.addresses writes them; empty means anywhere."""

    @property
    def length(self) -> int:
        """How many items every form has."""
        return sum(section.length for section in self.sections)

    @property
    def questions(self) -> int:
        """How many of them are questions: all but the stimuli of cases."""
        return self.length - sum(case.count for section in self.sections for case in section.cases)


def load(data: Mapping[str, Any]) -> Plan | list[Problem]:
    """Return the plan that `data` describes, or everything that is wrong with it; places count from 1."""
    plan, problems = read(data)
    return problems or plan


def read(data: Mapping[str, Any]) -> tuple[Plan, list[Problem]]:
    """Return the plan as far as it can be read, with a harmless value for what is wrong or missing."""
    fields = Fields(data, _PLAN)
    sections = tuple(
        _section(row) for row in fields.rows("section", ("title", "draw", "fixed", "case"), least=1)
    )
    plan = Plan(
        title=both_languages(fields, "title"),
        instructions=both_languages(fields, "instructions"),
        minutes=whole_number(fields, "minutes", 1, LONGEST_MINUTES),
        attempts=whole_number(fields, "attempts", 1, MOST_ATTEMPTS, 1),
        pass_percent=percent(fields, "pass_percent"),
        cut_set_by=both_languages(fields, "cut_set_by"),
        sections=sections,
        wait_hours=whole_number(fields, "wait_hours", 0, LONGEST_WAIT, 0),
        minima=minima(fields),
        shuffle_items=fields.flag("shuffle_items", True),
        shuffle_options=fields.flag("shuffle_options", True),
        review=fields.choice("review", REVIEWS, "score"),
        release=fields.choice("release", RELEASES, "at_once"),
        after_submission=fields.choice("after_submission", SHOWN_BEFORE_RELEASE, "none"),
        addresses=read_ranges(fields, "addresses"),
    )
    _check_plan(fields, plan)
    return plan, fields.problems


def without_english(plan: Plan) -> list[str]:
    """Return the places of the texts that are written in Chinese only: "title.en", "section[1].title.en"."""
    texts = {"title": plan.title, "instructions": plan.instructions, "cut_set_by": plan.cut_set_by}
    texts |= {f"section[{number}].title": section.title for number, section in enumerate(plan.sections, 1)}
    return [f"{where}.en" for where, text in texts.items() if text.zh and not text.en]


def dump(plan: Plan) -> dict[str, Any]:
    """Return the canonical data of a plan: load(dump(plan)) == plan.

    Later keys are written only where they have a value, so that older plans keep their hashes.
    """
    later = {"after_submission": plan.after_submission, "addresses": list(plan.addresses)}
    return {
        "title": _dump_text(plan.title),
        "instructions": _dump_text(plan.instructions),
        "minutes": plan.minutes,
        "attempts": plan.attempts,
        "wait_hours": plan.wait_hours,
        "pass_percent": decimal_text(plan.pass_percent),
        "cut_set_by": _dump_text(plan.cut_set_by),
        "minima": {name: decimal_text(percent) for name, percent in plan.minima},
        "shuffle_items": plan.shuffle_items,
        "shuffle_options": plan.shuffle_options,
        "review": plan.review,
        "release": plan.release,
        **{name: value for name, value in later.items() if value not in ("none", [])},
        "section": [_dump_section(section) for section in plan.sections],
    }


def _section(fields: Fields) -> Section:
    draws = tuple(_draw(row) for row in fields.rows("draw", _DRAW, most=100))
    fixed = tuple(
        Fixed(row.text("item"), optional_points(row))
        for row in fields.rows("fixed", ("item", "points"), short="item", most=MOST_ITEMS)
    )
    cases = tuple(_case(row) for row in fields.rows("case", _CASE, most=100))
    if not draws and not fixed and not cases:
        fields.add_problem("", *messages.EMPTY_SECTION)
    return Section(both_languages(fields, "title"), draws, fixed, cases)


def _draw(fields: Fields) -> Draw:
    return Draw(
        competency=fields.text("competency"),
        count=whole_number(fields, "count", 1, MOST_ITEMS),
        points=optional_points(fields),
        kinds=tuple(str(name) for name in list_of(fields, "kinds", str)),
        levels=tuple(int(level) for level in list_of(fields, "levels", int)),
        areas=tuple(str(name) for name in list_of(fields, "areas", str)),
    )


def _case(fields: Fields) -> CaseDraw:
    return CaseDraw(
        competency=fields.text("competency"),
        count=whole_number(fields, "count", 1, MOST_ITEMS),
        questions=whole_number(fields, "questions", 1, MOST_QUESTIONS),
        points=optional_points(fields),
        levels=tuple(int(level) for level in list_of(fields, "levels", int)),
        areas=tuple(str(name) for name in list_of(fields, "areas", str)),
    )


def _check_plan(fields: Fields, plan: Plan) -> None:
    if plan.length > MOST_ITEMS:
        fields.add_problem("section", *messages.too_many_questions(plan.length, MOST_ITEMS))
    if SHOWN_BEFORE_RELEASE.index(plan.after_submission) > REVIEWS.index(plan.review) + 1:
        fields.add_problem("after_submission", *messages.MORE_SHOWN_BEFORE_RELEASE)
    seen: set[str] = set()
    for place, section in enumerate(plan.sections, 1):
        for number, fixed in enumerate(section.fixed, 1):
            if fixed.item and fixed.item in seen:
                where = f"section[{place}].fixed[{number}].item"
                fields.add_problem(where, *messages.fixed_twice(fixed.item))
            seen.add(fixed.item)


def _dump_text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _dump_section(section: Section) -> dict[str, Any]:
    return {
        "title": _dump_text(section.title),
        "draw": [_dump_draw(draw) for draw in section.draws],
        "fixed": [{"item": fixed.item, **_dump_points(fixed.points)} for fixed in section.fixed],
        **({"case": [_dump_case(case) for case in section.cases]} if section.cases else {}),
    }


def _dump_draw(draw: Draw) -> dict[str, Any]:
    filters = {"kinds": draw.kinds, "levels": draw.levels, "areas": draw.areas}
    return {
        "competency": draw.competency,
        "count": draw.count,
        **_dump_points(draw.points),
        **{name: list(values) for name, values in filters.items() if values},
    }


def _dump_case(case: CaseDraw) -> dict[str, Any]:
    filters = {"levels": case.levels, "areas": case.areas}
    return {
        "competency": case.competency,
        "count": case.count,
        "questions": case.questions,
        **_dump_points(case.points),
        **{name: list(values) for name, values in filters.items() if values},
    }


def _dump_points(points: Decimal | None) -> dict[str, str]:
    return {} if points is None else {"points": decimal_text(points)}
