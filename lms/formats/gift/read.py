"""Read GIFT: each block becomes a draft, or a problem at its line."""

import re
from decimal import Decimal

from lms.domain.place import TextLine
from lms.domain.problem import Problem
from lms.formats.drafts.names import name_from_markdown
from lms.formats.gift import messages
from lms.formats.gift.answers import parse_matching, parse_ordering, parse_short_answer
from lms.formats.gift.blocks import (
    Block,
    QuestionParts,
    idnumber_and_tags,
    split_blocks,
    split_question,
    text_and_format,
)
from lms.formats.gift.choices import parse_choice, parse_true_false
from lms.formats.gift.numbers import parse_numeric
from lms.formats.gift.parsed import Parsed
from lms.formats.gift.span import Unusable, notice, refusal
from lms.formats.item import Draft, Reading
from lms.formats.markup.moodle_text import category_of, stem_of

_TAG = re.compile(r"<[^<>]*>")
_LONGEST_NAME = 255
_RUBRIC = {"criterion": "综合评分", "points": "1", "describe": ""}
"""Moodle's essays have no rubric; ours need one."""


def read_gift(text: str) -> Reading:
    """Read every question of the file; its meta has the last category before it."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    category = ""
    for block in split_blocks(text):
        if block.category:
            category = category_of(block.category)
            continue
        try:
            draft, notices = _draft(block, category)
        except Unusable as unusable:
            problems.append(unusable.problem)
            continue
        question = draft.question()
        problems += notices
        if isinstance(question, list):
            problems += question
        else:
            drafts.append(draft)
    return Reading(tuple(drafts), tuple(problems))


def _draft(block: Block, category: str) -> tuple[Draft, list[Problem]]:
    parts = split_question(block)
    raw, text_format = text_and_format(parts.stem, "moodle")
    parsed = _parse_answer(parts, text_format)
    stem = stem_of(raw, text_format)
    name = _clean_name(parts.name) if parts.name is not None else ""
    name = name or name_from_markdown(stem)
    stem = stem or (name if parts.answer is not None else "")
    if not stem:
        raise refusal(parts.line, messages.QUESTION_WITHOUT_TEXT)
    idnumber, tags = idnumber_and_tags(parts.comments)
    facts = {"idnumber": idnumber, "format": text_format if text_format != "moodle" else ""}
    draft = Draft(
        where=TextLine(parts.line),
        kind=parsed.kind,
        data={"stem": stem, **parsed.data},
        name=name,
        points=Decimal(0 if parsed.kind == "description" else 1),
        tags=tuple(tags),
        feedback=stem_of(*text_and_format(parts.feedback, text_format)),
        meta={"category": category} if category else {},
        more={**{fact: value for fact, value in facts.items() if value}, **parsed.more},
    )
    more_sections = [notice(parts.line, messages.SECOND_ANSWER_SECTION)] if parts.has_more_sections else []
    return draft, [*parsed.notices, *more_sections]


def _parse_answer(parts: QuestionParts, text_format: str) -> Parsed:
    """Parse the answer section; its text_format decides the kind, checked in Moodle's order."""
    answer = parts.answer
    if answer is None:
        return Parsed("description", {})
    if not answer.text:
        return Parsed("essay", {"rubric": [_RUBRIC]})
    ordering = parse_ordering(answer, text_format)
    if ordering is not None:
        return ordering
    if answer.text.startswith("#"):
        return parse_numeric(answer, text_format)
    if "~" in answer.text:
        return parse_choice(answer, text_format)
    if "=" in answer.text and "->" in answer.text:
        return parse_matching(answer, text_format)
    return parse_true_false(answer, text_format) or parse_short_answer(answer, text_format)


def _clean_name(name: str) -> str:
    return " ".join(_TAG.sub("", name).split())[:_LONGEST_NAME]
