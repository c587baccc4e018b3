"""Read Moodle XML: each <question> becomes a draft, or a problem under its name."""

from decimal import Decimal
from typing import Any

from lms.domain.place import NOWHERE
from lms.domain.problem import Problem
from lms.formats.containers.safe_xml import (
    Element,
    child,
    children,
    descendants,
    line,
    local_name,
    parse_xml,
    text,
)
from lms.formats.drafts.sidecar import with_sidecar
from lms.formats.item import Draft, Reading
from lms.formats.markup.moodle_text import category_of
from lms.formats.moodle import messages
from lms.formats.moodle.kinds import parse_question
from lms.formats.moodle.question import MoodleQuestion, Unusable, embedded_files, option_text

_DEFAULTS = {
    "penalty": ("", "0", "0.0000000", "0.3333333"),
    "hidden": ("", "0"),
    "answernumbering": ("", "abc"),
}
SIDECAR = "wuneng"
"""The element, unknown to Moodle, that holds what Moodle has no field for."""
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read_moodle(data: bytes) -> Reading:
    """Read every question; a file that is not well-formed is read as far as possible, with a problem for it."""
    root = parse_xml(data)
    problems: list[Problem] = []
    if isinstance(root, Problem):
        problems.append(root)
        root = parse_xml(data, recover=True)
        if isinstance(root, Problem) or not descendants(root, "question"):
            return Reading(problems=tuple(problems))
    if local_name(root) != "quiz":
        return Reading(problems=(Problem(NOWHERE, *messages.not_a_quiz(local_name(root))),))
    drafts: list[Draft] = []
    category = ""
    for element in children(root, "question"):
        kind = str(element.get("type", "")).strip() or _guess_type(element)
        if kind == "category":
            category = _category(element)
            continue
        draft, question_problems = read_question(element, kind, category)
        drafts += [draft] if draft else []
        problems += question_problems
    return Reading(tuple(drafts), tuple(problems))


def _category(element: Element) -> str:
    """Return the path below the course's topmost category; // is a slash in a name."""
    return category_of(text(child(element, "category", "text")) or text(child(element, "category")))


def _guess_type(element: Element) -> str:
    """Return the type by the elements inside: some exports forget it."""
    type_by_child = {"gradingtype": "ordering", "layouttype": "ordering", "subquestion": "matching", "single": "multichoice",
             "category": "category"}  # fmt: skip
    return next((kind for name, kind in type_by_child.items() if child(element, name) is not None), "")


def read_question(element: Element, kind: str, category: str) -> tuple[Draft | None, list[Problem]]:
    """Read the question, completed by the sidecar of our own export."""
    draft, problems = read_visible(element, kind, category)
    sidecar = text(child(element, SIDECAR))
    if not sidecar:
        return draft, problems
    place = problems[0].where if problems else draft.where if draft else line(element)
    whole = with_sidecar(draft, sidecar, place)
    return (draft, [*problems, whole]) if isinstance(whole, Problem) else (whole, [])


def read_visible(element: Element, kind: str, category: str) -> tuple[Draft | None, list[Problem]]:
    """Read the question as Moodle has it, without the sidecar."""
    question = MoodleQuestion(element, kind)
    if not kind:
        return None, [Problem(question.place, *messages.TYPE_MISSING)]
    try:
        draft = _draft(question, category)
    except Unusable as unusable:
        return None, [*question.notices, unusable.problem]
    checked = draft.question()
    return (None, [*question.notices, *checked]) if isinstance(checked, list) else (draft, question.notices)


def _draft(question: MoodleQuestion, category: str) -> Draft:
    kind, data = parse_question(question)
    points = Decimal(0) if kind == "description" else question.more.pop("points", None) or question.points()
    tags = [text(tag) for holder in children(question.element, "tags") for tag in children(holder, "tag")]
    return Draft(
        where=question.place,
        kind=kind,
        data=data,
        name=question.name,
        points=points,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        feedback=question.stem("generalfeedback"),
        meta={"category": category} if category else {},
        more=_more(question) | question.more,
    )


def _more(question: MoodleQuestion) -> dict[str, Any]:
    more: dict[str, Any] = (
        {"idnumber": question.child_text("idnumber")} if question.child_text("idnumber") else {}
    )
    for name, defaults in _DEFAULTS.items():
        if question.child_text(name) not in defaults:
            more[name] = question.child_text(name)
    combined = {name: words for name in _COMBINED if (words := option_text(child(question.element, name)))}
    hints = [words for hint in children(question.element, "hint") if (words := option_text(hint))]
    files = embedded_files(question.element)
    more |= {"combined_feedback": combined} if combined else {}
    more |= {"hints": hints} if hints else {}
    return more | ({"files": files} if files else {})
