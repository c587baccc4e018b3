"""Read sheets as drafts: which rows are questions, and the kind and points that headings give them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lms.domain.problem import Problem
from lms.domain.text.marks import read_points
from lms.formats.drafts import spellings
from lms.formats.item import Draft, Reading
from lms.formats.sheets import messages
from lms.formats.sheets.headers import Header, find_headers
from lms.formats.sheets.question_row import QuestionRow
from lms.formats.sheets.rows import META, is_example, read_row
from lms.formats.workbooks.grid import Row, Sheet, fill_merged_cells

_ADVICE = re.compile(
    r"说明|须知|示例|样例|字典|数据源|目录|封面|readme|instruction|guide|help|example", re.IGNORECASE
)
_NOTE = re.compile(r"[【\[(（*※★]*\s*(?:注[:：]|注意事项|填写说明|(?:说明|备注|提示|要求|例)[:：])")
_ADVICE_CELL = re.compile(r"[【\[(（]?\s*(?:必填|选填|可选|非必填|不填|填写|可不填|示例)")
_HEADING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十\d]+(?:部分)?[、.．,\s]*)?\S{0,8}题\s*(?:[(（【].*|[,，。:：共每].*)?",
    re.DOTALL,
)
_EACH = re.compile(r"每[小]?[题空]\s*(\d+(?:\.\d)?)\s*分")
_CONTENT = ("stem", "options", "option", "answer", "blank", "left", "right", "entry", "feedback")


def read_drafts(sheets: list[Sheet]) -> Reading:
    """Return every question of the sheets, and everything that is wrong, at its cell."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for sheet in sheets:
        headers = find_headers(_with_headers_filled(sheet))
        if not headers:
            problems += _without_header(sheet, alone=len(sheets) == 1)
        elif _ADVICE.fullmatch(re.sub(r"填写|使用|导入|[\s\d]", "", sheet.name)):
            problems.append(messages.sheet_skipped(sheet.name))
        else:
            for draft, wrong in _read_sheet(fill_merged_columns(sheet, headers), headers):
                drafts += [draft] if draft else []
                problems += wrong
    if not drafts and not problems:
        problems.append(messages.NO_QUESTIONS)
    return Reading(tuple(drafts), tuple(problems))


def _with_headers_filled(sheet: Sheet) -> Sheet:
    """Repeat a merged title, such as 选项 over four columns, above each of its columns."""
    return fill_merged_cells(replace(sheet, merges=tuple(m for m in sheet.merges if m[2] - m[0] < 3)))


def fill_merged_columns(sheet: Sheet, headers: list[Header]) -> Sheet:
    """Repeat a merged type, category or mark in every row that it covers; a merged stem belongs to the first."""
    vertical = {
        column for header in headers for field, column in header.columns.items()
        if field in ("type", "points", "blank_points", "rule", "tags", *META)
    }  # fmt: skip
    return fill_merged_cells(
        replace(sheet, merges=tuple(m for m in sheet.merges if m[1] == m[3] and m[1] in vertical))
    )


def _without_header(sheet: Sheet, *, alone: bool) -> list[Problem]:
    if not alone and (sheet.hidden or not sheet.rows or _ADVICE.search(sheet.name)):
        return []
    return [messages.no_header(sheet.name)]


def _read_sheet(sheet: Sheet, headers: list[Header]) -> Iterator[tuple[Draft | None, list[Problem]]]:
    """Yield the draft of each row that is a question, and what is wrong with the row."""
    header, later = headers[0], headers[1:]
    kind, points = spellings.kind_of(sheet.name), None
    for row in sheet.rows:
        if later and row.number >= later[0].first:
            header, later = later[0], later[1:]
        if row.number <= header.last:
            if row.number < header.first:
                kind, points = _heading(row, kind, points)
            continue
        if _is_heading(row):
            kind, points = _heading(row, kind, points)
        elif not _is_ignored(row, header):
            yield read_row(QuestionRow(sheet, header, row), kind, points)


def _is_heading(row: Row) -> bool:
    """Return whether the row has one text alone, which names a kind: 一、单选题（每题 2 分）."""
    texts = set(row.cells.values())
    return len(texts) == 1 and _names_kind(texts.pop())


def _heading(row: Row, kind: str, points: Decimal | None) -> tuple[str, Decimal | None]:
    """Return the kind and the points of each question that a heading gives, else those from before."""
    text = next(iter(row.cells.values()), "")
    if not _names_kind(text):
        return kind, points
    each = _EACH.search(text)
    return spellings.kind_of(text), read_points(each[1]) if each else None


def _names_kind(text: str) -> bool:
    return len(text) < 60 and _HEADING.fullmatch(text) is not None and spellings.kind_of(text) != ""


def _is_ignored(row: Row, header: Header) -> bool:
    """Return whether the row is almost empty, a stray cell, a repeated header, advice, or an example."""
    shown = {name: row.cells[column] for name, column in header.columns.items() if column in row.cells}
    unreadable = [name for name, column in header.columns.items() if column in row.unreadable]
    content = [name for name in shown if name.partition(".")[0] in _CONTENT]
    if "stem" not in shown and "stem" not in unreadable and len(content) + len(unreadable) < 2:
        return True
    stem = shown.get("stem", "")
    if stem == header.titles.get(header.columns["stem"]):
        return True
    if content == ["stem"] and _NOTE.match(stem):
        return True
    marked = [shown.get(name, "") for name in ("counter", "name", "type")]
    advice = sum(bool(_ADVICE_CELL.match(text)) for text in shown.values()) * (row.number <= header.last + 2)
    return any(map(is_example, marked)) or (advice >= 2 and advice * 2 >= len(shown))
