"""Write questions as a workbook with a sheet for each kind, which is read as the same questions."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.domain.text.typed import clean
from lms.formats.drafts import spellings
from lms.formats.drafts.patch import make_patch
from lms.formats.drafts.shorten import changed_words, shorten
from lms.formats.item import Draft
from lms.formats.sheets.columns import SIDECAR, cells_of, title_of, width_of
from lms.formats.sheets.headers import Header
from lms.formats.sheets.question_row import QuestionRow
from lms.formats.sheets.rows import META, parse_draft
from lms.formats.workbooks.grid import Row, Sheet
from lms.questions import dump_question, kinds, load_question, stimulus_kinds

LONGEST_CELL = 32_767
"""The characters that fit into a cell of Excel."""
_SAFE_LENGTH = 16_000
"""So many characters always fit, even if each counts twice."""


@dataclass(frozen=True, slots=True)
class Record:
    """A question as cells by field; `sidecar` is among them if there is something that no other cell shows."""

    draft: Draft
    kind: str
    cells: Mapping[str, str]
    cut: tuple[str, ...] = ()
    """The columns that show only the beginning of a text, which is whole in `sidecar`."""


def make_record(draft: Draft, question: Question) -> Record:
    """Return the cells of a question."""
    name = kinds()[question.kind].NAME.zh
    cells = cells_of(question) | {
        "name": draft.name,
        "type": "" if spellings.kind_of(name) == question.kind else question.kind,
        "feedback": draft.feedback,
        "points": "" if question.kind in stimulus_kinds() else _number_text(draft.points),
        "tags": spellings.joined_tags(draft.tags),
        **{name: value for name, value in draft.meta.items() if name in META},
    }
    cells = {name: clean(text) for name, text in cells.items() if clean(text)}
    cut = [name for name, text in cells.items() if _units(text) > LONGEST_CELL]
    cells |= {name: cells[name][:_SAFE_LENGTH] for name in cut}
    sidecar = _sidecar(draft, question, cells)
    text = clean(json.dumps(sidecar, ensure_ascii=False, separators=(",", ":"))) if sidecar else ""
    parts = {
        f"{SIDECAR}.{number}" if number > 1 else SIDECAR: part for number, part in enumerate(_parts(text), 1)
    }
    return Record(draft, question.kind, cells | parts, tuple(map(title_of, cut)))


def _units(text: str) -> int:
    """Return the length as Excel counts it: characters above U+FFFF are two."""
    return len(text) + sum(char > "\uffff" for char in text) if len(text) > _SAFE_LENGTH else len(text)


def _parts(text: str) -> Iterator[str]:
    """Split a text into parts that fit into cells, none with a blank at its end, which reading would drop."""
    while text:
        end = min(_SAFE_LENGTH, len(text))
        while end < len(text) and end > 1 and (text[end - 1].isspace() or text[end].isspace()):
            end -= 1
        yield text[:end]
        text = text[end:]


def write_records(records: Iterable[Record]) -> bytes:
    """Return the workbook; all texts are text cells, so that none becomes a formula."""
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record)
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    for kind in kinds():
        if kind in by_kind:
            _write_sheet(book, kind, by_kind[kind])
    book.close()
    return out.getvalue()


def _write_sheet(book: Any, kind: str, records: Sequence[Record]) -> None:
    used = {name for record in records for name in record.cells}
    fields = sorted(used | {"stem"}, key=_rank)
    sheet = add_sheet(book, kinds()[kind].NAME.zh, fields, markdown=True)
    text_format = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for line, record in enumerate(records, 1):
        for column, name in enumerate(fields):
            text = record.cells.get(name, "")
            if name == "points" and text:
                sheet.write_number(line, column, Decimal(text))
            elif text:
                sheet.write_string(line, column, text, text_format)


def add_sheet(book: Any, name: str, fields: Sequence[str], *, markdown: bool) -> Any:
    """Add a sheet with its header: frozen, filtered, to be printed on A4 landscape."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    for column, field in enumerate(fields):
        title = title_of(field) + ("（Markdown）" if field == "stem" and markdown else "")
        sheet.set_column(column, column, width_of(field))
        sheet.write_string(0, column, title, bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(fields) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    return sheet


def _rank(field: str) -> tuple[int, int, str]:
    """Return the order of a column as people fill them in: left and right sides alternate, rare columns are last."""
    name, _, number = field.partition(".")
    order = ("name", "type", "stem", "option", "blank", "entry", "left", "right", "extra", "answer", "tolerance", "unit",
             "rubric", "least", "most", "rule", "feedback", "points", "tags", *META, SIDECAR)  # fmt: skip
    at = order.index("left") if name == "right" else order.index(name)
    return at, int(number or 0), name


def _number_text(points: Decimal) -> str:
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sidecar(draft: Draft, question: Question, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return what the cells do not show: shares, ids, feedback on options, translations, further facts."""
    stored = dump_question(question)
    read = _read_back(question.kind, cells)
    data: dict[str, Any] = {}
    if _body(question.kind, read.data) != stored["body"]:
        data = make_patch(dict(read.data), shorten(question.kind, stored["body"]))
    for language, body in stored["translations"].items():
        data[language] = {"stem": body["stem"], **changed_words(stored["body"], body)}
    differences = {
        "data": data,
        "name": draft.name if draft.name != read.name else "",
        "points": str(draft.points) if draft.points != read.points else "",
        "tags": list(draft.tags) if draft.tags != read.tags else [],
        "feedback": draft.feedback if draft.feedback != read.feedback else "",
        "meta": {name: value for name, value in draft.meta.items() if read.meta.get(name) != value},
        "more": dict(draft.more),
    }
    return {name: value for name, value in differences.items() if value}


def _body(kind: str, data: Mapping[str, Any]) -> Any:
    question = load_question(kind, data)
    return None if isinstance(question, list) else dump_question(question)["body"]


def _read_back(kind: str, cells: Mapping[str, str]) -> Draft:
    """Return what our own reader makes of these cells."""
    columns = {name: column for column, name in enumerate(cells)}
    header = Header(1, 1, columns, {}, markdown=True)
    row = Row(2, {columns[name]: text for name, text in cells.items()})
    draft = parse_draft(QuestionRow(Sheet("", (row,)), header, row), kind, None)
    return draft or Draft(NOWHERE, kind, {})
