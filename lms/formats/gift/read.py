"""GIFT to drafts: each block becomes a question, or a problem at its line."""

import re
from dataclasses import replace
from decimal import Decimal

from lms.domain.problem import Problem, Text
from lms.formats.drafts.names import name_from_markdown
from lms.formats.gift.answers import order, pairs, short_answer
from lms.formats.gift.blocks import Block, Entry, blocks, entry, idnumber_and_tags, shown
from lms.formats.gift.choices import choice, true_false
from lms.formats.gift.made import Made
from lms.formats.gift.numbers import numeric
from lms.formats.gift.span import Unusable, place, refuse, trouble
from lms.formats.item import Draft, Reading
from lms.formats.markup.moodle_text import category_of, stem_of

_TAG = re.compile(r"<[^<>]*>")
_LONGEST_NAME = 255
_RUBRIC = {"criterion": "综合评分", "points": "1", "describe": ""}
"""Moodle's essays have none; ours need one."""


def read_gift(text: str) -> Reading:
    """Every question of the file; the category that stood before it is in its meta."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    category = ""
    for block in blocks(text):
        if block.category:
            category = category_of(block.category)
            continue
        try:
            draft, notes = _draft(block, category)
        except Unusable as refusal:
            problems.append(refusal.problem)
            continue
        found = draft.question()
        problems += [replace(note, notice=True) for note in notes]
        if isinstance(found, list):
            problems += found
        else:
            drafts.append(draft)
    return Reading(tuple(drafts), tuple(problems))


def _draft(block: Block, category: str) -> tuple[Draft, list[Problem]]:
    parts = entry(block)
    raw, form = shown(parts.stem, "moodle")
    made = _made(parts, form)
    stem = stem_of(raw, form)
    name = _clean_name(parts.name) if parts.name is not None else ""
    name = name or name_from_markdown(stem)
    stem = stem or (name if parts.answer is not None else "")
    if not stem:
        raise refuse(
            parts.line,
            Text("没有题干", "the question has no text"),
            Text("请在 { 前面写题目", "Write the question before the {"),
        )
    idnumber, tags = idnumber_and_tags(parts.comments)
    facts = {"idnumber": idnumber, "format": form if form != "moodle" else ""}
    draft = Draft(
        where=place(parts.line),
        kind=made.kind,
        data={"stem": stem, **made.data},
        name=name,
        points=Decimal(0 if made.kind == "description" else 1),
        tags=tuple(tags),
        feedback=stem_of(*shown(parts.feedback, form)),
        meta={"category": category} if category else {},
        more={**{fact: value for fact, value in facts.items() if value}, **made.more},
    )
    return draft, [*made.notes, *_groups(parts)]


def _made(parts: Entry, form: str) -> Made:
    """The kind, by what the answer section looks like, in Moodle's order of looking."""
    answer = parts.answer
    if answer is None:
        return Made("description", {})
    if not answer.text:
        return Made("essay", {"rubric": [_RUBRIC]})
    ordered = order(answer, form)
    if ordered is not None:
        return ordered
    if answer.text.startswith("#"):
        return numeric(answer, form)
    if "~" in answer.text:
        return choice(answer, form)
    if "=" in answer.text and "->" in answer.text:
        return pairs(answer, form)
    return true_false(answer, form) or short_answer(answer, form)


def _groups(parts: Entry) -> list[Problem]:
    if not parts.more_groups:
        return []
    what = Text(
        "题中还有一组 {…}，它会原样留在题干里，考生看得到",
        "there is another {…}; it stays in the text, where candidates see it",
    )
    how = Text(
        "每题只能有一组答案；下一题之前请空一行",
        "A question has one answer section; leave an empty line before the next",
    )
    return [trouble(parts.line, what, how)]


def _clean_name(name: str) -> str:
    return " ".join(_TAG.sub("", name).split())[:_LONGEST_NAME]
