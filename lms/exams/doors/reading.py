"""Reads the forms of composing into the data of a plan. What is mistyped is kept as typed: the page says so."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import request

from lms.domain.fields import LONGEST_TEXT, missing
from lms.domain.problem import Problem, Text
from lms.domain.text import clean
from lms.exams.compose import Arrangements, Data
from lms.exams.forms import moment

WHOLE = ("minutes", "attempts", "wait_hours")
WORDS = ("title", "instructions", "cut_set_by")
CHOICES = ("review", "after_submission", "release")
_PLACE = re.compile(r"section\[(\d+)\](?:\.(draw|fixed|case)\[(\d+)\])?")


def version() -> int:
    """The version of the draft that the page showed."""
    return request.form.get("version", 0, type=int)


def text(name: str, most: int = LONGEST_TEXT) -> str:
    """A field without what databases refuse."""
    return clean(request.form.get(name, ""))[:most]


def both(name: str) -> dict[str, str]:
    """The Chinese and the English of a field; where one is empty it is left out."""
    said = {language: text(f"{name}_{language}") for language in ("zh", "en")}
    return {language: words for language, words in said.items() if words}


def whole(name: str) -> Any:
    """A whole number, also in full-width digits; else what was typed; nothing for an empty field."""
    typed = unicodedata.normalize("NFKC", text(name, 20))
    return (int(typed) if typed.isascii() and typed.isdigit() else typed) or (0 if typed == "0" else None)


def points(name: str) -> str | None:
    """Points as a plan writes them."""
    return unicodedata.normalize("NFKC", text(name, 20)) or None


def facts(plan: Data, competencies: Mapping[str, Any]) -> None:
    """Everything but the sections, from the page of facts."""
    _set(plan, {name: both(name) or None for name in WORDS})
    _set(plan, {name: whole(name) for name in WHOLE})
    least = {id_: points(f"minima_{id_}") for id_ in competencies}
    minima = {id_: percent for id_, percent in least.items() if percent is not None}
    ranges = re.split(r"[\s,，、;；]+", text("addresses"))
    _set(plan, {
        "pass_percent": points("pass_percent"),
        "minima": minima or None,
        "shuffle_items": request.form.get("shuffle_items") == "yes",
        "shuffle_options": request.form.get("shuffle_options") == "yes",
        "addresses": [one for one in ranges if one] or None,
        **{name: text(name, 20) or None for name in CHOICES},
    })  # fmt: skip


def arrangements() -> Arrangements:
    """The window and the code; raises Refused for what is no time."""
    opens, closes = moment(request.form.get("opens_at", "")), moment(request.form.get("closes_at", ""))
    return Arrangements(opens, closes, text("access_code", 40))


def draw() -> Data:
    """A group of questions to be drawn."""
    return _without_nothing({
        "competency": text("competency", 40),
        "kinds": _chosen("kinds"),
        "levels": _levels(),
        "areas": _chosen("areas"),
        "count": whole("count"),
        "points": points("points"),
    })  # fmt: skip


def case() -> Data:
    """Cases to be drawn."""
    return _without_nothing({
        "competency": text("competency", 40),
        "levels": _levels(),
        "areas": _chosen("areas"),
        "count": whole("count"),
        "questions": whole("questions"),
        "points": points("points"),
    })  # fmt: skip


def fixed() -> Data:
    """One named item."""
    return _without_nothing({"item": text("item", 200), "points": points("points")})


def errors(problems: list[Problem], within: str = "") -> dict[str, Text]:
    """What is wrong with what was typed, by field; what is only missing is for the page of checks."""
    found: dict[str, Text] = {}
    for problem in problems:
        inner = problem.where.removeprefix(f"{within}.") if within else problem.where
        if problem != missing(problem.where) and (not within or inner != problem.where):
            words = problem.what + Text("；", "; ") + problem.how
            found.setdefault(re.sub(r"\[\d+\]$", "", inner), words)
    return found


def place_of(where: str) -> tuple[int, str, int] | None:
    """(section, form, number) of a place in a plan, "" and 0 for a section as such; None for a fact."""
    found = _PLACE.match(where)
    return (int(found[1]), found[2] or "", int(found[3] or 0)) if found else None


def _chosen(name: str) -> list[str]:
    return [clean(value)[:80] for value in request.form.getlist(name)[:60]]


def _levels() -> list[int]:
    return [int(value) for value in request.form.getlist("levels") if value in ("1", "2", "3", "4", "5")]


def _without_nothing(said: Data) -> Data:
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _set(plan: Data, said: Data) -> None:
    for name, value in said.items():
        if value is None:
            plan.pop(name, None)
        else:
            plan[name] = value
