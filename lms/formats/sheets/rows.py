"""From a row to a draft: its kind, its points, and everything said beside the question."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.domain.place import FieldPath, Place
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.drafts import spellings
from lms.formats.drafts.difference import patched
from lms.formats.drafts.rubric import rubric_of, worth
from lms.formats.item import Draft
from lms.formats.sheets import choices
from lms.formats.sheets.bodies import body_of
from lms.formats.sheets.gaps import gaps_in
from lms.formats.sheets.line import Line
from lms.questions import kinds

META = ("competency", "area", "level", "difficulty", "source", "category")
_EXAMPLE = re.compile(
    r"[【\[(（]\s*(?:示例|样例|范例)|(?:示例|样例|范例)\s*[\d一二三]?[:：（(]|(?:示例|样例)$"
)
_COUNTED = {"options": "option", "blanks": "blank", "order": "entry", "pairs": "left"}
_FIELDS = {"answers": "answer", "blanks": "answer", "sample": "answer", "en": "rest", "zh": "rest"}


def is_example(words: str) -> bool:
    """Whether a cell marks its row as an example that a template shows."""
    return _EXAMPLE.match(words) is not None


def read_row(line: Line, kind: str, points: Decimal | None) -> tuple[Draft | None, list[Problem]]:
    """The question of the row, and what is wrong with it, at its cells."""
    draft = draft_of(line, kind, points)
    if draft is None or line.problems:
        return None, [*line.problems, *line.notes]
    found = draft.question()
    if isinstance(found, Question):
        return draft, line.notes
    return None, [*(_at_cell(line, problem) for problem in found), *line.notes]


def draft_of(line: Line, inherited: str, points: Decimal | None) -> Draft | None:
    """What the row says, not yet checked; the kind and points are those of the heading or sheet above it.

    None if its kind is not known. What is wrong is noted in `line`.
    """
    if is_example(line.text("stem")):
        what = Text("像是示例，没有读入", "looks like an example and was not read")
        line.bad(
            "stem",
            what,
            Text("如果是试题，请改写题干的开头", "If it is a question, begin its stem in another way"),
        )
    if not line.has("stem"):
        line.bad(
            "stem",
            Text("没有填写题干", "is missing"),
            Text("请补上，或删去这一行", "Add it, or remove the row"),
        )
    line.text("counter", vital=False)
    kind = _kind(line, inherited)
    if not kind:
        return None
    data = body_of(kind, line)
    full = _points(line, kind, data, points)
    if kind == "essay":
        full = _with_rubric(line, data, full)
    draft = Draft(
        where=line.place("stem"),
        kind=kind,
        data=data,
        name=line.text("name", vital=False),
        points=full,
        tags=spellings.tags_of(line.text("tags", vital=False)),
        feedback=line.markdown("feedback"),
        meta={name: words for name in META if (words := line.text(name, vital=False))},
    )
    draft = _with_rest(line, draft)
    columns = line.unused()
    return replace(draft, more={**draft.more, "columns": columns}) if columns else draft


def _kind(line: Line, inherited: str) -> str:
    """By the row's own word, else by heading or sheet, else by what is filled in; "" is noted."""
    words = line.text("type")
    said = words if words in kinds() else spellings.kind_of(words)
    if words and not said:
        what = Text(f"不认识题型“{words[:30]}”", f'the kind "{words[:30]}" is not known')
        line.bad(
            "type",
            what,
            Text(
                "请填写单选题、多选题、判断题、填空题、简答题等",
                "Write 单选题, 多选题, 判断题, 填空题, 简答题 …",
            ),
        )
        return ""
    kind = said or inherited or _guess(line)
    if kind == "choice":
        chosen = choices.chosen_of(line, choices.options_of(line)) or []
        line.notes.clear()
        return "multiple_choice" if len(set(chosen)) > 1 else "single_choice"
    if kind == "calculation":
        return "numeric" if spellings.number_of(line.text("answer")) else "essay"
    return kind


def _guess(line: Line) -> str:
    if len(choices.options_of(line)) > 1:
        both = [spellings.truth(words) for _, words in choices.options_of(line)]
        return "true_false" if sorted(map(str, both)) == ["False", "True"] else "choice"
    if line.counted("left"):
        return "matching"
    if line.counted("blank") or "__" in line.text("stem"):
        return "blanks"
    if spellings.truth(line.text("answer")) is not None:
        return "true_false"
    return "blanks" if gaps_in(line.text("stem")) else "essay"


def _points(line: Line, kind: str, data: dict[str, Any], inherited: Decimal | None) -> Decimal:
    each = kind == "blanks" and line.has("blank_points") and not line.has("points")
    field = "blank_points" if each else "points"
    default = Decimal(0) if kind == "description" else inherited or Decimal(1)
    if not line.has(field) or kind == "description":
        line.text(field, vital=False)
        return default
    found = spellings.points_of(line.text(field, vital=False))
    if found is not None:
        return found * len(data.get("blanks", ())) if each else found
    line.notes = [note for note in line.notes if note.where != line.place(field)]
    what = Text(f"分值读不出来，已按 {default} 分读入", f"the points cannot be read; {default} was taken")
    line.note(
        field,
        what,
        Text("请填写 2 或 2.5 这样的数，不用公式", "Enter a number such as 2 or 2.5, not a formula"),
    )
    return default


def _with_rubric(line: Line, data: dict[str, Any], points: Decimal) -> Decimal:
    """One criterion a line; where the lines do not say so, all the points are one criterion's."""
    words = line.text("rubric", vital=False)
    rubric = rubric_of(words, points if line.has("points") else None)
    if rubric:
        data["rubric"] = rubric
        return worth(rubric)
    name = "对照参考答案" if data.get("sample") else "综合评分"
    data["rubric"] = [{"criterion": name, "points": str(points), **({"describe": words} if words else {})}]
    return points


def _with_rest(line: Line, draft: Draft) -> Draft:
    """With what our own export keeps in its last column, because no cell shows it."""
    words = line.text("rest") + "".join(more for _, more in line.counted("rest"))
    if not words:
        return draft
    try:
        rest = json.loads(words)
        return replace(
            draft,
            data=patched(dict(draft.data), rest.get("data", {})),
            name=str(rest.get("name", draft.name)),
            points=Decimal(rest.get("points", draft.points)),
            tags=tuple(map(str, rest.get("tags", draft.tags))),
            feedback=str(rest.get("feedback", draft.feedback)),
            meta={
                **draft.meta,
                **{str(name): str(value) for name, value in dict(rest.get("meta", {})).items()},
            },
            more=dict(rest.get("more", {})),
        )
    except (ValueError, ArithmeticError, AttributeError, TypeError, RecursionError):
        what = Text("附加数据与这一行对不上", "does not go with this row")
        how = Text(
            "请清空这一格；译文等附加内容会丢失", "Empty the cell; what it holds, as translations, is lost"
        )
        line.bad("rest", what, how)
        return draft


def _at_cell(line: Line, problem: Problem) -> Problem:
    """What the kind has to say about a field of the draft, at the cell that holds the field."""
    return problem.with_places(lambda place: _cell(line, place))


def _cell(line: Line, place: Place) -> Place:
    """The cell of options[2] is that of the second one filled in."""
    field = place.innermost
    if not isinstance(field, FieldPath):
        return line.place("stem")
    name, number = field.steps[0]
    if name not in _COUNTED or not number:
        return line.place(_FIELDS.get(name, name))
    filled = [field for field, _ in line.counted(_COUNTED[name])]
    return line.place(filled[number - 1] if number <= len(filled) else _FIELDS.get(name, "stem"))
