"""A question as the fields of a form: those of its kind, and those that every question has."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

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
from lms.domain.text.numbers import decimal_text
from lms.questions import dump_question, get_kind, load_question

_LEVELS = ((1, "了解", "aware"), (2, "熟悉", "familiar"), (3, "胜任", "competent"), (4, "精通", "expert"), (5, "引领", "leading"))  # fmt: skip
RATIONALE = FormField(
    "rationale",
    Text("解析", "Rationale"),
    "text",
    Text("为什么对；每个干扰项错在哪里", "Why it is right, and what is wrong with each distractor"),
    translated=True,
    required=True,
)
META: FormParts = (
    FormField("source", Text("依据", "Source"), required=True,
          hint=Text("写到条；没有条文的写“惯例：……”", "To the article; for custom write “惯例：…”")),
    FormField("checked", Text("核对依据的日期", "Source checked on"), "date", required=True),
    FormField("expires", Text("何时失效", "What would make it wrong"), hint=Text("如：该条例修改时", "such as: a change of that regulation")),
    FormField("level", Text("等级", "Level"), "pick", required=True,
          options=tuple((str(n), Text(f"{n} {zh}", f"{n} {en}")) for n, zh, en in _LEVELS)),
    FormField("difficulty", Text("难度", "Difficulty"), "pick",
          options=(("", Text("不写", "Not said")), *DIFFICULTIES.items())),
    FormField("points", Text("分值", "Points"), "points", hint=Text("论述题等于各项标准之和，可不填", "May be left empty for a rubric: its sum counts")),
    FormField("area", Text("内容域", "Content area"), hint=Text("如 priority", "such as priority")),
    FormField("tags", Text("标签", "Tags"), "list", hint=Text("用顿号隔开", "With commas between")),
    FormField("case", Text("所属材料的题名", "About the text named"), hint=Text("材料题才填", "Only for a question about a text")),
    FormField("enemies", Text("互斥组", "Never together with"), "list",
          hint=Text("同组的题不进同一份试卷，用顿号隔开", "Questions of one group never stand in one paper")),
)  # fmt: skip
NAME = FormField(
    "name",
    Text("题名", "Name"),
    hint=Text(
        "小写字母、数字、连字符；不填则自动编号", "a-z, 0-9 and hyphens; numbered by itself if left empty"
    ),
)
KEPT = ("source", "checked", "level", "difficulty", "points", "area", "tags", "case")
"""What the next question of a series usually shares with the one before."""
_EN_RATIONALE = f"{EN}rationale"
_NOBODY = {"author": "author", "reviewer": "reviewer"}


def form_of(name: str) -> FormParts:
    """Everything that is asked about a question of this kind; KeyError for no kind."""
    return (*get_kind(name).FORM, RATIONALE, NAME, *META)


def new(name: str, today: date, like: ItemContent | None = None) -> Values:
    """The fields of a new question; what it shares with the one before, if there is one."""
    values = empty_values(form_of(name)) | {"checked": today.isoformat(), "level": "2", "points": "1"}
    if like is not None:
        before = values_of(like)
        values |= {kept: before.get(kept, "") for kept in KEPT}
    if get_kind(name).SCORING == MARKER:
        values["points"] = ""
    return values


def values_of(content: ItemContent) -> Values:
    """The fields that hold this question."""
    dumped = dump_question(content.question)
    meta = {
        "name": content.name,
        "source": content.source,
        "checked": content.checked,
        "expires": content.expires,
        "level": content.level,
        "difficulty": content.difficulty,
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


def fits(content: ItemContent) -> bool:
    """Whether the form can hold all of this question; what it cannot hold is edited as text.

    What an imported question lacks is no reason for that: the form asks for it.
    """
    content = replace(
        content,
        source=content.source or "?",
        checked=content.checked or date.min,
        rationale=content.rationale | {"zh": content.rationale.get("zh") or "?"},
    )
    back = read(content.question.kind, values_of(content), content.competency)
    return (
        isinstance(back, ItemContent) and replace(back, place=content.place, lesson=content.lesson) == content
    )


def read(name: str, values: Mapping[str, str], competency: str) -> ItemContent | list[Problem]:
    """The question that the fields say, or everything that is wrong, at its keys."""
    form = form_of(name)
    row = data_from_values(
        form, drop_empty_rows(form, {n: v for n, v in values.items() if n != _EN_RATIONALE})
    )
    if english := values.get(_EN_RATIONALE, "").strip():
        row["en"] = row.get("en", {}) | {"rationale": english}
    if row.get("level", "").isdigit():
        row["level"] = int(row["level"])
    found = read_row(row | _NOBODY | {"kind": name}, competency)
    return found if isinstance(found, list) else replace(found, author="", reviewer="")


def question(name: str, values: Mapping[str, str]) -> Question | list[Problem]:
    """The question alone, for a preview while the rest is still to be written."""
    own = get_kind(name).FORM
    return load_question(name, data_from_values(own, drop_empty_rows(own, values)))
