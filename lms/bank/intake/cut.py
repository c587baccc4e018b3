"""What stands in a file around a question that could not be read, so that it can be mended on a page."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Protocol

from lms.domain.place import Place, SheetCell, TextLine
from lms.domain.problem import Problem
from lms.formats.aiken.lines import lines_of, questions
from lms.formats.containers.decode import Decoded, decoded
from lms.formats.papers.cut import Cutter
from lms.formats.papers.line import Line
from lms.formats.sheets.grid import Row, Sheet
from lms.formats.sheets.headers import Header, find_headers
from lms.formats.sheets.read import sheets_of
from lms.formats.word.document import document_of

Key = tuple[int, int]
_ITEM = re.compile(r"^[ \t]*\[\[[ \t]*item[ \t]*\]\]")


class Cut(Protocol):
    """Tells which piece of the file a place belongs to."""

    def key(self, where: Place) -> Key | None:
        """The piece; None for a place that belongs to none."""

    def text(self, key: Key) -> str:
        """What stands there, as it can be read again."""

    def place(self, key: Key) -> Place:
        """How a reader finds it."""


def cut_of(data: bytes, filename: str, form: str) -> Cut:
    """The pieces of a file in this format."""
    if form == "excel":
        return Cells(sheets_of(data)[0])
    if form == "docx":
        document = document_of(data)
        return _paper([] if isinstance(document, Problem) else document.lines)
    found = decoded(data, filename) if form in ("text", "gift", "aiken", "toml") else None
    if not isinstance(found, Decoded):
        return Pieces([], [])
    raw = (found.text if "\n" in found.text else found.text.replace("\r", "\n")).split("\n")
    lines = [Line(line.rstrip(), TextLine(number)) for number, line in enumerate(raw, 1)]
    if form == "text":
        return _paper(lines)
    if form == "aiken":
        starts = [each.line - 1 for each in questions(lines_of(found.text))]
    elif form == "gift":
        blank = [line.text.strip() in ("", "0") for line in lines]
        starts = [n for n in range(len(lines)) if not blank[n] and (n == 0 or blank[n - 1])]
    else:
        starts = [n for n, line in enumerate(lines) if _ITEM.match(line.text)]
    return Pieces(lines, starts)


def _paper(lines: Sequence[Line]) -> "Pieces":
    cutter = Cutter(lines)
    at: dict[Place, int] = {}
    for number, line in enumerate(lines):
        at.setdefault(line.place, number)
    return Pieces(lines, sorted({at[raw.place] for raw in cutter.raws}))


class Pieces:
    """Of a text or a document: from the first line of a question to the next question."""

    def __init__(self, lines: Sequence[Line], starts: list[int]) -> None:
        self._lines, self._starts = lines, starts
        self._at: dict[Place, int] = {}
        for number, line in enumerate(lines):
            self._at.setdefault(line.place, number)
            self._at.setdefault(line.place.bare, number)

    def key(self, where: Place) -> Key | None:
        """See Cut."""
        place = where.outermost
        line = self._at.get(place, self._at.get(place.bare))
        if line is None or not self._starts or line < self._starts[0]:
            return None
        return 0, self._starts[bisect_right(self._starts, line) - 1]

    def text(self, key: Key) -> str:
        """See Cut."""
        after = bisect_right(self._starts, key[1])
        end = self._starts[after] if after < len(self._starts) else len(self._lines)
        return "\n".join(line.text for line in self._lines[key[1] : end]).strip("\n")

    def place(self, key: Key) -> Place:
        """See Cut."""
        return self._lines[key[1]].place


class Cells:
    """Of a workbook: the row, written as it would be typed."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._numbers = {sheet.name: number for number, sheet in enumerate(sheets)}
        self._headers: dict[int, list[Header]] = {}

    def key(self, where: Place) -> Key | None:
        """See Cut."""
        cell = where.outermost
        number = self._numbers.get(cell.sheet) if isinstance(cell, SheetCell) else None
        return (number, cell.row) if isinstance(cell, SheetCell) and number is not None else None

    def column(self, where: Place) -> int:
        """Of a place with a key."""
        cell = where.outermost
        return cell.column if isinstance(cell, SheetCell) else 0

    def text(self, key: Key) -> str:
        """See Cut."""
        sheet = self._sheets[key[0]]
        row = next((row for row in sheet.rows if row.number == key[1]), None)
        headers = self._headers.setdefault(key[0], find_headers(sheet))
        above = [header for header in headers if header.last < key[1]]
        return _typed(row, above[-1].columns) if row and above else ""

    def place(self, key: Key) -> Place:
        """See Cut."""
        return self._sheets[key[0]].place(key[1], 0)


_SAID = (("type", "题型"), ("answer", "答案"), ("rubric", "评分标准"), ("feedback", "解析"), ("points", "分值"),
         ("difficulty", "难度"), ("area", "知识点"), ("tags", "标签"), ("category", "章节"))  # fmt: skip


def _typed(row: Row, columns: Mapping[str, int]) -> str:
    """The row as a question of a paper."""
    cells = {name: row.cells[column] for name, column in columns.items() if column in row.cells}
    options = sorted((name for name in cells if name.startswith("option.")), key=lambda n: int(n[7:]))
    lines = [f"1. {cells.get('stem', '')}"]
    lines += [f"{chr(64 + int(name[7:]))}. {cells[name]}" for name in options if int(name[7:]) <= 26]
    lines += [cells["options"]] if "options" in cells else []
    lines += [f"{title}：{cells[name]}" for name, title in _SAID if name in cells]
    if "answer" not in cells:
        lines.append("答案：" + "；".join(cells[name] for name in sorted(cells) if name.startswith("blank.")))
    return "\n".join(lines)
