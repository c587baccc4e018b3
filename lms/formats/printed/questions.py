"""Questions as a printed exam has them, in the author's order: stems, options, pictures, and keys."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms import questions
from lms.domain.problem import Text
from lms.domain.question.form import FormField
from lms.domain.question.paper import PaperLayout, PrintedKey
from lms.domain.question.protocol import NEVER, Kind, Question
from lms.domain.question.visible import visible_choices, visible_fields, visible_notes
from lms.domain.text.markup import block_html
from lms.domain.text.numbers import decimal_text
from lms.formats.drafts.rubric import rubric_text
from lms.formats.item import Draft, valid_drafts
from lms.formats.markup.html_blocks import Picture, blocks_of
from lms.formats.printed import messages

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """One question with its number on the exam. Texts to read have the number of the question before them."""

    number: int
    draft: Draft
    question: Question
    shown: Mapping[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return questions.get_kind(self.question.kind)

    @property
    def is_scored(self) -> bool:
        """Whether it is a question to answer, and not a text to read."""
        return self.kind.SCORING != NEVER

    @property
    def printable(self) -> PaperLayout:
        """What is printed below the stem, and where the answer goes."""
        return self.kind.paper_layout(self.shown)


def number_questions(drafts: Sequence[Draft]) -> list[PrintedQuestion]:
    """Return the drafts that are questions, ordered by kind and numbered; texts to read have no number of their own."""
    pairs = valid_drafts(drafts)
    pairs.sort(key=lambda pair: (questions.get_kind(pair[1].kind).PRINT_ORDER, pair[1].kind))
    numbered, number = [], 0
    for draft, question in pairs:
        kind = questions.get_kind(question.kind)
        number += kind.SCORING != NEVER
        shown = kind.show(question.body, None)
        numbered.append(PrintedQuestion(number, draft, question, shown, pictures_of(draft)))
    return numbered


def notes(printed: PrintedQuestion) -> list[str]:
    """Return what candidates see of a question beside its texts: 单位：公里, 最少字数：300, 各空不分先后."""
    return [note.zh for note in visible_notes(printed.kind.FORM, printed.shown)]


def unprinted(printed: PrintedQuestion) -> list[Text]:
    """Return what candidates see on a page and not on paper: pictures in rows, and all of `shown` that is neither
    among the rows nor a value of the form. Scoring rules are not included; see `scoring_rules`."""
    labels = {part.name: part.label for part in printed.kind.FORM}
    known = {"stem", *(part.name for part in visible_fields(printed.kind.FORM, printed.shown))}
    others = [
        labels.get(name, Text(name, name))
        for name, value in printed.shown.items()
        if value and name not in known and not _is_printed(printed.printable, value)
    ]
    rows = printed.printable.rows
    has_pictures = any(isinstance(part, Picture) for row in rows for part in blocks_of(row.html))
    return [*others, *([messages.PICTURES_IN_OPTIONS] if has_pictures else [])]


def _is_printed(printable: PaperLayout, value: Any) -> bool:
    """Whether every text in `value`, except ids, is in a row, or it is the number of gaps."""
    if isinstance(value, str):
        return value in {row.html for row in printable.rows}
    if isinstance(value, Mapping):
        return all(_is_printed(printable, inner) for name, inner in value.items() if name != "id")
    if isinstance(value, list):
        return all(_is_printed(printable, inner) for inner in value)
    return bool(printable.gaps) and value == printable.gaps


def scoring_rules(printed: PrintedQuestion) -> list[str]:
    """Return how an answer that is partly right is scored, as far as candidates see it."""
    return [choice.zh for choice in visible_choices(printed.kind.FORM, printed.shown)]


def sections(numbered: Sequence[PrintedQuestion]) -> list[tuple[str, list[PrintedQuestion]]]:
    """Return ("一、单选题（共 3 题，6 分）", its questions) for each kind."""
    by_kind: dict[str, list[PrintedQuestion]] = {}
    for printed in numbered:
        by_kind.setdefault(printed.question.kind, []).append(printed)
    return [(_title(index, section), section) for index, section in enumerate(by_kind.values())]


def _title(index: int, section: Sequence[PrintedQuestion]) -> str:
    points = decimal_text(total_points(section))
    count = f"（共 {len(section)} 题，{points} 分）" if section[0].is_scored else ""
    numeral = NUMERALS[index] if index < len(NUMERALS) else str(index + 1)
    return f"{numeral}、{section[0].kind.NAME.zh}{count}"


def total_points(numbered: Sequence[PrintedQuestion]) -> Decimal:
    """Return the sum of the points of these questions."""
    return sum((printed.draft.points for printed in numbered), Decimal(0))


def printed_key(printed: PrintedQuestion) -> PrintedKey:
    """Return the key in words."""
    return printed.kind.print_key(printed.question.body, printed.printable)


def rubric(printed: PrintedQuestion) -> str:
    """Return how the question is scored: its rubric, one criterion a line; else its rules, and what earns a share."""
    if criteria := questions.rubric(printed.question):
        return rubric_text(criteria)
    data = printed.kind.dump(printed.question.body)
    flags = [
        part.label.zh
        for part in printed.kind.FORM
        if isinstance(part, FormField)
        and part.control == "flag"
        and data.get(part.name) is True
        and not part.default
    ]
    return "；".join([*scoring_rules(printed), *notes(printed), *flags, *printed_key(printed).marking])


def texts_above_rows(printed: PrintedQuestion) -> list[str]:
    """Return the stem and further passages as HTML, with pictures by their names."""
    data = printed.kind.dump(printed.question.body)
    names = [part.name for part in visible_fields(printed.kind.FORM, printed.shown) if part.control == "text"]
    return [block_html(data[name], resolve=lambda address: address) for name in ("stem", *names)]


def pictures_of(draft: Draft) -> dict[str, bytes]:
    """Return the files that came with a draft, by name; those that are not base64 are left out."""
    pictures: dict[str, bytes] = {}
    for file in draft.more.get("files", ()):
        if isinstance(file, Mapping) and isinstance(file.get("base64"), str):
            try:
                pictures[str(file.get("name", ""))] = base64.b64decode(file["base64"], validate=True)
            except ValueError:
                continue
    return pictures
