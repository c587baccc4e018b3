"""The rows of a workbook, each as text like a question of a paper."""

from collections.abc import Mapping, Sequence

from lms.domain.place import Place, SheetCell
from lms.formats.excerpts import Key
from lms.formats.sheets.headers import Header, find_headers
from lms.formats.workbooks.grid import Row, Sheet


class SheetExcerpts:
    """Excerpts of the rows of sheets."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._numbers = {sheet.name: number for number, sheet in enumerate(sheets)}
        self._headers: dict[int, list[Header]] = {}

    def key(self, where: Place) -> Key | None:
        """Implement Excerpts."""
        cell = where.outermost
        if not isinstance(cell, SheetCell) or cell.sheet not in self._numbers:
            return None
        return self._numbers[cell.sheet], cell.row

    def column(self, where: Place) -> int:
        """Return the column of a place that has a key."""
        cell = where.outermost
        return cell.column if isinstance(cell, SheetCell) else 0

    def text(self, key: Key) -> str:
        """Implement Excerpts."""
        sheet = self._sheets[key[0]]
        row = next((row for row in sheet.rows if row.number == key[1]), None)
        headers = self._headers.setdefault(key[0], find_headers(sheet))
        above = [header for header in headers if header.last < key[1]]
        return _row_text(row, above[-1].columns) if row and above else ""

    def place(self, key: Key) -> Place:
        """Implement Excerpts."""
        return self._sheets[key[0]].place(key[1], 0)


_TITLES = (("type", "题型"), ("answer", "答案"), ("rubric", "评分标准"), ("feedback", "解析"), ("points", "分值"),
           ("difficulty", "难度"), ("area", "知识点"), ("tags", "标签"), ("category", "章节"))  # fmt: skip


def _row_text(row: Row, columns: Mapping[str, int]) -> str:
    """Return the row as a question of a paper."""
    cells = {name: row.cells[column] for name, column in columns.items() if column in row.cells}
    options = sorted((name for name in cells if name.startswith("option.")), key=lambda n: int(n[7:]))
    lines = [f"1. {cells.get('stem', '')}"]
    lines += [f"{chr(64 + int(name[7:]))}. {cells[name]}" for name in options if int(name[7:]) <= 26]
    lines += [cells["options"]] if "options" in cells else []
    lines += [f"{title}：{cells[name]}" for name, title in _TITLES if name in cells]
    if "answer" not in cells:
        lines.append("答案：" + "；".join(cells[name] for name in sorted(cells) if name.startswith("blank.")))
    return "\n".join(lines)
