"""Moodle XML to drafts: each <question> becomes a draft, or a problem under its name."""

from decimal import Decimal
from typing import Any

from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Text
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
from lms.formats.moodle.entry import Entry, Unusable, files_of, option
from lms.formats.moodle.kinds import made_of

_SILENT = {
    "penalty": ("", "0", "0.0000000", "0.3333333"),
    "hidden": ("", "0"),
    "answernumbering": ("", "abc"),
}
REST = "wuneng"
"""The element, unknown to Moodle, that holds what Moodle has no place for."""
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read_moodle(data: bytes) -> Reading:
    """Every question; a file that is not well-formed is read as far as it makes sense, which is told."""
    root = parse_xml(data)
    problems: list[Problem] = []
    if isinstance(root, Problem):
        problems.append(root)
        root = parse_xml(data, recover=True)
        if isinstance(root, Problem) or not descendants(root, "question"):
            return Reading(problems=tuple(problems))
    if local_name(root) != "quiz":
        what = Text(
            f"根元素是 <{local_name(root)[:40]}>，不是 Moodle 的 <quiz>",
            f"its root is <{local_name(root)[:40]}>, not Moodle's <quiz>",
        )
        how = Text(
            "请在 Moodle 题库里选“Moodle XML 格式”导出", "Export it from Moodle's question bank as Moodle XML"
        )
        return Reading(problems=(Problem(NOWHERE, what, how),))
    drafts: list[Draft] = []
    category = ""
    for element in children(root, "question"):
        kind = str(element.get("type", "")).strip() or _guess(element)
        if kind == "category":
            category = _category(element)
            continue
        draft, said = read_whole(element, kind, category)
        drafts += [draft] if draft else []
        problems += said
    return Reading(tuple(drafts), tuple(problems))


def _category(element: Element) -> str:
    """The path below the course's topmost category; // is a slash in a name."""
    return category_of(text(child(element, "category", "text")) or text(child(element, "category")))


def _guess(element: Element) -> str:
    """Some exports forget the type."""
    signs = {"gradingtype": "ordering", "layouttype": "ordering", "subquestion": "matching", "single": "multichoice",
             "category": "category"}  # fmt: skip
    return next((kind for name, kind in signs.items() if child(element, name) is not None), "")


def read_whole(element: Element, kind: str, category: str) -> tuple[Draft | None, list[Problem]]:
    """The question, with what our own export kept beside it."""
    draft, said = read_seen(element, kind, category)
    rest = text(child(element, REST))
    if not rest:
        return draft, said
    whole = with_sidecar(draft, rest, said[0].where if said else draft.where if draft else line(element))
    return (draft, [*said, whole]) if isinstance(whole, Problem) else (whole, [])


def read_seen(element: Element, kind: str, category: str) -> tuple[Draft | None, list[Problem]]:
    """The question as Moodle has it."""
    entry = Entry(element, kind)
    if not kind:
        what = Text("没有写明题型", "does not say its type")
        return None, [Problem(entry.place, what, Text("请补上 type 属性", "Add the attribute type"))]
    try:
        draft = _draft(entry, category)
    except Unusable as refusal:
        return None, [*entry.notes, refusal.problem]
    found = draft.question()
    return (None, [*entry.notes, *found]) if isinstance(found, list) else (draft, entry.notes)


def _draft(entry: Entry, category: str) -> Draft:
    kind, data = made_of(entry)
    points = Decimal(0) if kind == "description" else entry.more.pop("points", None) or entry.points()
    tags = [text(tag) for holder in children(entry.element, "tags") for tag in children(holder, "tag")]
    return Draft(
        where=entry.place,
        kind=kind,
        data=data,
        name=entry.name,
        points=points,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        feedback=entry.stem("generalfeedback"),
        meta={"category": category} if category else {},
        more=_more(entry) | entry.more,
    )


def _more(entry: Entry) -> dict[str, Any]:
    more: dict[str, Any] = {"idnumber": entry.word("idnumber")} if entry.word("idnumber") else {}
    for name, silent in _SILENT.items():
        if entry.word(name) not in silent:
            more[name] = entry.word(name)
    combined = {name: words for name in _COMBINED if (words := option(child(entry.element, name)))}
    hints = [words for hint in children(entry.element, "hint") if (words := option(hint))]
    files = files_of(entry.element)
    more |= {"combined_feedback": combined} if combined else {}
    more |= {"hints": hints} if hints else {}
    return more | ({"files": files} if files else {})
