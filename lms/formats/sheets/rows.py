"""Read a row as a draft: its kind, its points, and every fact in other columns."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.domain.place import FieldPath, Place
from lms.domain.problem import Problem
from lms.domain.question.protocol import Question
from lms.formats.drafts import spellings
from lms.formats.drafts.patch import apply_patch
from lms.formats.drafts.rubric import rubric_of, total_points
from lms.formats.item import Draft
from lms.formats.sheets import choices, messages
from lms.formats.sheets.bodies import body_of
from lms.formats.sheets.columns import SIDECAR
from lms.formats.sheets.gaps import gaps_in
from lms.formats.sheets.question_row import QuestionRow
from lms.questions import kinds

META = ("competency", "area", "level", "difficulty", "source", "category")
_EXAMPLE = re.compile(
    r"[【\[(（]\s*(?:示例|样例|范例)|(?:示例|样例|范例)\s*[\d一二三]?[:：（(]|(?:示例|样例)$"
)
_COUNTED = {"options": "option", "blanks": "blank", "order": "entry", "pairs": "left"}
_FIELDS = {"answers": "answer", "blanks": "answer", "sample": "answer", "en": SIDECAR, "zh": SIDECAR}


def is_example(text: str) -> bool:
    """Return whether a cell marks its row as an example of a template."""
    return _EXAMPLE.match(text) is not None


def read_row(row: QuestionRow, kind: str, points: Decimal | None) -> tuple[Draft | None, list[Problem]]:
    """Return the question of the row, and what is wrong with it, at its cells."""
    draft = parse_draft(row, kind, points)
    if draft is None or row.problems:
        return None, [*row.problems, *row.notices]
    question = draft.question()
    if isinstance(question, Question):
        return draft, row.notices
    return None, [*(_at_cell(row, problem) for problem in question), *row.notices]


def parse_draft(row: QuestionRow, inherited: str, points: Decimal | None) -> Draft | None:
    """Return the draft, not checked yet; kind and points may come from the heading or sheet above.

    None if its kind is not known. What is wrong is added to `row`.
    """
    if is_example(row.text("stem")):
        row.add_problem("stem", messages.LOOKS_LIKE_EXAMPLE)
    if not row.has("stem"):
        row.add_problem("stem", messages.STEM_MISSING)
    row.text("counter", vital=False)
    kind = _kind(row, inherited)
    if not kind:
        return None
    data = body_of(kind, row)
    total = _points(row, kind, data, points)
    if kind == "essay":
        total = _add_rubric(row, data, total)
    draft = Draft(
        where=row.place("stem"),
        kind=kind,
        data=data,
        name=row.text("name", vital=False),
        points=total,
        tags=spellings.tags_of(row.text("tags", vital=False)),
        feedback=row.markdown("feedback"),
        meta={name: text for name in META if (text := row.text(name, vital=False))},
    )
    draft = _with_sidecar(row, draft)
    columns = row.unused()
    return replace(draft, more={**draft.more, "columns": columns}) if columns else draft


def _kind(row: QuestionRow, inherited: str) -> str:
    """Return the kind by the type column, else by heading or sheet, else by what is filled in; "" if unknown."""
    text = row.text("type")
    named = text if text in kinds() else spellings.kind_of(text)
    if text and not named:
        row.add_problem("type", messages.unknown_kind(text))
        return ""
    kind = named or inherited or _guess(row)
    if kind == "choice":
        chosen = choices.chosen_of(row, choices.options_of(row)) or []
        row.notices.clear()
        return "multiple_choice" if len(set(chosen)) > 1 else "single_choice"
    if kind == "calculation":
        return "numeric" if spellings.number_of(row.text("answer")) else "essay"
    return kind


def _guess(row: QuestionRow) -> str:
    if len(choices.options_of(row)) > 1:
        meanings = [spellings.truth(text) for _, text in choices.options_of(row)]
        return "true_false" if sorted(map(str, meanings)) == ["False", "True"] else "choice"
    if row.counted("left"):
        return "matching"
    if row.counted("blank") or "__" in row.text("stem"):
        return "blanks"
    if spellings.truth(row.text("answer")) is not None:
        return "true_false"
    return "blanks" if gaps_in(row.text("stem")) else "essay"


def _points(row: QuestionRow, kind: str, data: dict[str, Any], inherited: Decimal | None) -> Decimal:
    each = kind == "blanks" and row.has("blank_points") and not row.has("points")
    field = "blank_points" if each else "points"
    default = Decimal(0) if kind == "description" else inherited or Decimal(1)
    if not row.has(field) or kind == "description":
        row.text(field, vital=False)
        return default
    points = spellings.points_of(row.text(field, vital=False))
    if points is not None:
        return points * len(data.get("blanks", ())) if each else points
    row.notices = [notice for notice in row.notices if notice.where != row.place(field)]
    row.add_notice(field, messages.points_unreadable(default))
    return default


def _add_rubric(row: QuestionRow, data: dict[str, Any], points: Decimal) -> Decimal:
    """Add the rubric, one criterion a line; one criterion gets all the points where the lines name none."""
    text = row.text("rubric", vital=False)
    rubric = rubric_of(text, points if row.has("points") else None)
    if rubric:
        data["rubric"] = rubric
        return total_points(rubric)
    name = "对照参考答案" if data.get("sample") else "综合评分"
    data["rubric"] = [{"criterion": name, "points": str(points), **({"describe": text} if text else {})}]
    return points


def _with_sidecar(row: QuestionRow, draft: Draft) -> Draft:
    """Return the draft with what our own export stores in its last column, because no other cell shows it."""
    text = row.text(SIDECAR) + "".join(part for _, part in row.counted(SIDECAR))
    if not text:
        return draft
    try:
        sidecar = json.loads(text)
        return replace(
            draft,
            data=apply_patch(dict(draft.data), sidecar.get("data", {})),
            name=str(sidecar.get("name", draft.name)),
            points=Decimal(sidecar.get("points", draft.points)),
            tags=tuple(map(str, sidecar.get("tags", draft.tags))),
            feedback=str(sidecar.get("feedback", draft.feedback)),
            meta={
                **draft.meta,
                **{str(name): str(value) for name, value in dict(sidecar.get("meta", {})).items()},
            },
            more=dict(sidecar.get("more", {})),
        )
    except (ValueError, ArithmeticError, AttributeError, TypeError, RecursionError):
        row.add_problem(SIDECAR, messages.SIDECAR_MISMATCH)
        return draft


def _at_cell(row: QuestionRow, problem: Problem) -> Problem:
    """Return a problem with a field of the draft, at the cell of that field."""
    return problem.with_places(lambda place: _cell(row, place))


def _cell(row: QuestionRow, place: Place) -> Place:
    """Return the cell of a field; that of options[2] is the second one filled in."""
    field = place.innermost
    if not isinstance(field, FieldPath):
        return row.place("stem")
    name, number = field.steps[0]
    if name not in _COUNTED or not number:
        return row.place(_FIELDS.get(name, name))
    filled = [field for field, _ in row.counted(_COUNTED[name])]
    return row.place(filled[number - 1] if number <= len(filled) else _FIELDS.get(name, "stem"))
