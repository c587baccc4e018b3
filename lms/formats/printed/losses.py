"""Find what the printed documents leave out of a question, by comparing it with what they print."""

from collections.abc import Mapping, Sequence
from typing import Any

from lms import questions
from lms.domain.place import TextLine
from lms.domain.problem import Problem, Text
from lms.domain.question.form import FormField, Rows
from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.formats.markup.html_blocks import Picture, blocks_of
from lms.formats.numbered_text.line import Line
from lms.formats.numbered_text.read import read_numbered_text
from lms.formats.printed import messages
from lms.formats.printed.document_writer import TextOutline
from lms.formats.printed.documents import write_key
from lms.formats.printed.questions import number_questions, scoring_rules, texts_above_rows, unprinted


def draft_problems(drafts: Sequence[Draft]) -> list[Problem]:
    """Return what is wrong with the drafts that are not questions, and the pictures that are missing."""
    read = [draft.question() for draft in drafts]
    problems = [problem for found in read if not isinstance(found, Question) for problem in found]
    for printed in number_questions(drafts):
        for part in (part for text in texts_above_rows(printed) for part in blocks_of(text)):
            if isinstance(part, Picture) and part.address not in printed.pictures:
                problems.append(messages.missing_picture(printed.draft.by_place, part.address))
    return problems


def exam_losses(drafts: Sequence[Draft]) -> list[Problem]:
    """Return what candidates see on a page and not on paper: question by question, and scoring rules once for all."""
    printed = number_questions(drafts)
    losses = [
        messages.not_printed(each.draft.by_place, parts) for each in printed if (parts := unprinted(each))
    ]
    if ruled := [each for each in printed if scoring_rules(each)]:
        kinds = list(dict.fromkeys(each.kind.NAME for each in ruled))
        losses.append(messages.scoring_not_printed(len(ruled), kinds))
    return losses


def key_losses(drafts: Sequence[Draft]) -> list[Problem]:
    """Return what differs when the Word reader reads the key, question by question."""
    return [
        messages.changed_when_read_back(each.draft.by_place, parts)
        for each in number_questions(drafts)
        if (parts := _changed_parts(each.draft, each.question))
    ]


def metadata_losses(drafts: Sequence[Draft]) -> list[Problem]:
    """Return what no printed document contains: one problem for all questions that have such data."""
    count = sum(bool(draft.tags or draft.meta or _has_translations(draft)) for draft in drafts)
    return [messages.metadata_not_printed(count)] if count else []


def _has_translations(draft: Draft) -> bool:
    question = draft.question()
    return isinstance(question, Question) and bool(question.translations)


def _changed_parts(draft: Draft, question: Question) -> list[Text]:
    outline = TextOutline()
    write_key(outline, [draft])
    reading = read_numbered_text(
        [Line(text, TextLine(number)) for number, text in enumerate(outline.text, 1)]
    )
    read_back = reading.drafts[0].question() if len(reading.drafts) == 1 else None
    if not isinstance(read_back, Question) or read_back.kind != question.kind:
        return [messages.WHOLE_QUESTION]
    old, new = questions.comparable_question(question), questions.comparable_question(read_back)
    parts = [
        part for part in questions.get_kind(question.kind).FORM if old.get(part.name) != new.get(part.name)
    ]
    return [_part_name(part, old.get(part.name), new.get(part.name)) for part in parts]


def _part_name(part: FormField | Rows, old: Any, new: Any) -> Text:
    """Return the label of a part; with the fields that differ, where both have as many rows."""
    if isinstance(part, FormField) or len(old or ()) != len(new or ()):
        return part.label
    rows: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = list(zip(old or (), new or (), strict=True))
    fields = [
        field.label
        for field in part.fields
        if any(before.get(field.name) != after.get(field.name) for before, after in rows)
    ]
    return messages.fields_of_rows(part.label, fields) if fields else part.label
