"""A question as the fields of a form: those of its kind, and those of every question."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from lms.bank.missing import EXPECTED
from lms.content.items import ItemContent, read_row
from lms.domain.problem import Problem, Text
from lms.domain.question.difficulty import DIFFICULTIES
from lms.domain.question.form import FormField, FormParts
from lms.domain.question.form_values import (
    EN,
    Values,
    data_from_values,
    drop_empty_rows,
    empty_values,
    values_from_data,
)
from lms.domain.question.protocol import MARKER, Question
from lms.domain.question.use import EXAM, PRACTICE, USES
from lms.domain.text.numbers import decimal_text
from lms.questions import dump_question, get_kind, load_question

_LEVELS = ((1, "了解", "aware"), (2, "熟悉", "familiar"), (3, "胜任", "competent"), (4, "精通", "expert"), (5, "引领", "leading"))  # fmt: skip
RATIONALE = FormField(
    "rationale",
    EXPECTED["rationale"],
    "text",
    Text("为什么对；每个干扰项错在哪里", "Why the key is right, and what is wrong with each distractor"),
    translated=True,
)
COMMON_FIELDS: tuple[FormField, ...] = (
    FormField("source", EXPECTED["source"],
          hint=Text("写到条；没有条文的写“惯例：……”", "With the article; for established practice write “惯例：…”")),
    FormField("checked", Text("核对依据的日期", "Source checked on"), "date"),
    FormField("expires", Text("何时失效", "What would make it wrong"), hint=Text("如：该条例修改时", "For example: when this regulation is amended")),
    FormField("level", Text("等级", "Level"), "pick", required=True,
          options=tuple((str(n), Text(f"{n} {zh}", f"{n} {en}")) for n, zh, en in _LEVELS)),
    FormField("difficulty", Text("难度", "Difficulty"), "pick",
          options=(("", Text("不写", "Not given")), *DIFFICULTIES.items())),
    FormField("use", Text("用途", "Use"), "pick", default=EXAM, options=tuple(USES.items())),
    FormField("points", Text("分值", "Points"), "points", hint=Text("论述题等于各项标准之和，可不填", "Leave empty for essays: the points of the criteria are added up")),
    FormField("area", Text("内容域", "Content area"), hint=Text("如 会务", "For example: meetings")),
    FormField("tags", Text("标签", "Tags"), "list", hint=Text("用顿号隔开", "Separate them with commas")),
    FormField("case", Text("所属材料的题名", "Name of its text"), hint=Text("材料题才填", "Only for questions about a text")),
    FormField("enemies", Text("互斥组", "Exclusion groups"), "list",
          hint=Text("同组的题不进同一份试卷，用顿号隔开", "Questions of one group are never in the same exam paper; separate groups with commas")),
)  # fmt: skip
NAME = FormField(
    "name",
    Text("题名", "Name"),
    hint=Text(
        "小写字母、数字、连字符；不填则自动编号",
        "Lower-case letters (a–z), digits and hyphens; numbered automatically if empty",
    ),
)
_FIELDS = (RATIONALE, NAME, *COMMON_FIELDS)
SHARED_FIELDS = ("source", "checked", "level", "difficulty", "points", "area", "tags", "case")
"""What the next question of a series usually has in common with the previous one."""
_EN_RATIONALE = f"{EN}rationale"
_NO_PEOPLE = {"author": "author", "reviewer": "reviewer"}


def form_of(name: str) -> FormParts:
    """Return all fields of a question of this kind. Raise KeyError if there is no such kind."""
    return (*get_kind(name).FORM, *_FIELDS)


def initial_values(name: str, today: date, like: ItemContent | None = None) -> Values:
    """Return the fields of a new question, with what it has in common with the question `like`, if there is one."""
    values = empty_values(form_of(name)) | {"checked": today.isoformat(), "level": "2", "points": "1"}
    if like is not None:
        before = values_of(like)
        values |= {name: before.get(name, "") for name in SHARED_FIELDS}
    if get_kind(name).SCORING == MARKER:
        values["points"] = ""
    return values


def values_of(content: ItemContent) -> Values:
    """Return the fields that hold this question."""
    dumped = dump_question(content.question)
    meta = {
        "name": content.name,
        "source": content.source,
        "checked": content.checked,
        "expires": content.expires,
        "level": content.level,
        "difficulty": content.difficulty,
        "use": PRACTICE if content.practice else EXAM,
        "points": decimal_text(content.points.normalize()),
        "area": content.area,
        "tags": content.tags,
        "case": content.case,
        "enemies": content.enemies,
        "rationale": content.rationale.get("zh", ""),
    }
    values = values_from_data(
        form_of(dumped["kind"]), dumped["body"] | meta, dumped["translations"].get("en")
    )
    return values | {_EN_RATIONALE: content.rationale.get("en", "")}


def fits_form(content: ItemContent) -> bool:
    """Return whether the form can hold all of this question; otherwise it is edited as text."""
    back = read_content(content.question.kind, values_of(content), content.competency)
    return (
        isinstance(back, ItemContent) and replace(back, place=content.place, lesson=content.lesson) == content
    )


def read_content(name: str, values: Mapping[str, str], competency: str) -> ItemContent | list[Problem]:
    """Return the question that the fields describe, perhaps without what only a review needs, or what is wrong."""
    form = form_of(name)
    row = data_from_values(
        form, drop_empty_rows(form, {n: v for n, v in values.items() if n != _EN_RATIONALE})
    )
    if english := values.get(_EN_RATIONALE, "").strip():
        row["en"] = row.get("en", {}) | {"rationale": english}
    if row.get("level", "").isdigit():
        row["level"] = int(row["level"])
    content = read_row(row | _NO_PEOPLE | {"kind": name}, competency, draft=True)
    return content if isinstance(content, list) else replace(content, author="", reviewer="")


def to_finish(name: str, values: Mapping[str, str], competency: str) -> list[Problem]:
    """Return everything to be written or corrected before this can be a question."""
    named = values if values.get("name") else {**values, "name": "unnamed"}
    content = read_content(name, named, competency)
    return content if isinstance(content, list) else []


def read_question(name: str, values: Mapping[str, str]) -> Question | list[Problem]:
    """Return the question without source and attributes, for a preview while these are still missing."""
    own = get_kind(name).FORM
    return load_question(name, data_from_values(own, drop_empty_rows(own, values)))
