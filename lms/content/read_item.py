"""Reads one question from the text of the editor, and names the line of everything that is wrong."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from lms.content import messages
from lms.content.items import ItemContent, read_items
from lms.content.toml_file import TomlFile
from lms.domain.place import NOWHERE, FieldPath, Place, TextLine
from lms.domain.problem import Problem, Text

LONGEST_TEXT = 100_000
KNOWN_ELSEWHERE = ("author", "reviewer", "lesson")
"""Keys that the bank sets itself; a text in the editor does not have them."""

_SYNTAX_ERRORS = (
    ("Expected '='", "键后面少了等号", "请写成 键 = 值", "Write key = value"),
    ("Unterminated string", "引号没有配对", "请补上另一个引号", "Add the other quote"),
    ("Illegal character", "引号没有在本行内配对，或夹有不可见字符", '请补上引号；多行文字用 """', 'Close the quote; use """ for several lines'),
    ("Unclosed array", "方括号没有配对，或少了逗号", "请检查这一处前后的 [ ] 和逗号", "Check [ ] and the commas around here"),
    ("Unclosed inline table", "花括号没有配对，或少了逗号", "请检查这一处前后的 { } 和逗号", "Check { } and the commas around here"),
    ("Cannot overwrite", "同一个键写了两次", "请删去一个", "Remove one of them"),
    ("Duplicate inline table key", "同一个键写了两次", "请删去一个", "Remove one of them"),
    ("Cannot declare", "同一张表写了两次", "请合并成一张", "Make them one"),
    ("Unescaped", "反斜杠要写两个", "请把 \\ 写成 \\\\", "Write \\\\ for \\"),
    ("Invalid value", "等号后面的值写法不对", "文字要加引号；数和日期、true、false 不加", "Put text in quotes; no quotes for numbers, dates, true and false"),
    ("Invalid date", "没有这个日期", "请写成 2026-11-23", "Write it as 2026-11-23"),
    ("Invalid initial character", "键名写法不对", "键名用英文小写；文字要放进引号", "Keys are lower-case English words; put text in quotes"),
    ("Expected newline", "一行里多写了内容", "请检查引号是否配对，或分成两行", "Check the quotes, or make two lines of it"),
)  # fmt: skip
_TABLE = re.compile(r"\s*\[{1,2}\s*[A-Za-z][\w.-]*\s*\]{1,2}\s*(#.*)?$")


class EditorText(TomlFile):
    """A file whose places are line numbers; in a list the line of the row."""

    def place(self, table: str = "", index: int = 0, inner: str = "") -> Place:
        at, end = self._span(table, index)
        for name, row in FieldPath(inner).steps:
            line = self._key_or_table(at + 1, end, name)
            if line is None:
                break
            at = self._row(line, end, row) if row else line
            if not self._lines[at].lstrip().startswith("["):
                break  # the rest is on this line
        return TextLine(max(at, 0) + 1)

    def _key_or_table(self, start: int, end: int, name: str) -> int | None:
        """Return the line of the key before the next table begins, or of the table of that name; None if neither is there."""
        tables = [n for n in range(start, end) if _TABLE.match(self._lines[n])]
        key = re.compile(rf"\s*{re.escape(name)}\s*=")
        keys = [n for n in range(start, tables[0] if tables else end) if key.match(self._lines[n])]
        named = [n for n in tables if self._lines[n].strip().strip("[]").endswith(f".{name}")]
        return next(iter(keys + named), None)

    def _row(self, line: int, end: int, number: int) -> int:
        """Return the line of the row with this number (from 1) of the list that begins at `line`."""
        head = self._lines[line].strip()
        if head.startswith("[["):
            rows = [n for n in range(line, end) if self._lines[n].strip() == head]
        else:
            inside = (n for n in range(line + 1, end) if self._lines[n].strip())
            listed = takewhile(lambda n: self._lines[n].lstrip()[0] in "{\"'#", inside)
            rows = [n for n in listed if self._lines[n].lstrip()[0] != "#"]
        return rows[number - 1] if number <= len(rows) else line


def read_item(text: str, competency: str, name: str = "") -> ItemContent | list[Problem]:
    """Return the one question of `text`, which may lack what only a review needs, or everything that is wrong with it.

    `where` of a problem is a line. With `name` the question must keep that name. Author and reviewer are left empty: the bank knows them.
    """
    if len(text) > LONGEST_TEXT:
        return [Problem(TextLine(1), *messages.text_too_long(LONGEST_TEXT))]
    try:
        file = EditorText(Path(), "", text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        return [_syntax(str(error), text)]
    except (ValueError, RecursionError):
        return [Problem(TextLine(1), *messages.UNREADABLE_TEXT)]
    if len(rows := _rows(file)) > 1:
        return [Problem(file.place("item", 1), *messages.several_items(len(rows)))]
    problems = _check_form(file, name)
    item = _read_only_item(file, competency, problems)
    return sorted(problems, key=lambda p: p.where.line) or item or [Problem(TextLine(1), *messages.NO_ITEM)]


def _read_only_item(file: EditorText, competency: str, problems: list[Problem]) -> ItemContent | None:
    defaults = file.data.get("defaults", {})
    if isinstance(defaults, Mapping):
        # read_items requires an author; here the bank sets both.
        file.data["defaults"] = {k: v for k, v in defaults.items() if k != "reviewer"} | {"author": "author"}
    of_items: list[Problem] = []
    items = read_items(file, competency, of_items, draft=True)
    name = _rows(file)[0].get("name", "") if _rows(file) else ""
    problems.extend(_without_name(problem, f"{name} ") for problem in of_items)
    if problems or len(items) != 1:
        return None
    # tomllib also accepts a date with a time.
    checked = items[0].checked.date() if isinstance(items[0].checked, datetime) else items[0].checked
    return replace(items[0], place=NOWHERE, author="", reviewer="", checked=checked)


def _check_form(file: EditorText, name: str) -> list[Problem]:
    """Return the problems that only a text of the editor can have."""
    problems = []
    rows = _rows(file)
    if not rows and not file.data.keys() - {"defaults"}:
        problems.append(Problem(TextLine(1), *messages.NO_ITEM))
    for key in KNOWN_ELSEWHERE:
        if rows and key in rows[0]:
            problems.append(Problem(file.place("item", 0, key), *messages.recorded_by_system(key)))
    if name and rows and rows[0].get("name") not in (name, None, ""):
        problems.append(Problem(file.place("item", 0, "name"), *messages.name_changed(name)))
    return problems


def _rows(file: EditorText) -> list[Mapping[str, Any]]:
    rows = file.data.get("item")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _without_name(problem: Problem, prefix: str) -> Problem:
    """Remove the question's name from the problem; there is only one question here."""
    zh, en = problem.what.zh.removeprefix(prefix), problem.what.en.removeprefix(prefix)
    return Problem(problem.where, Text(zh.strip(), en.strip()), problem.how)


def _syntax(message: str, text: str) -> Problem:
    match = re.search(r"line (\d+)", message)
    line = TextLine(int(match.group(1)) if match else max(1, len(text.splitlines())))
    for sign, zh, how_zh, how_en in _SYNTAX_ERRORS:
        if message.startswith(sign):
            return Problem(line, Text(zh, f"is not valid TOML ({message})"), Text(how_zh, how_en))
    return Problem(
        line, Text(f"TOML 写法有误（{message}）", f"is not valid TOML ({message})"), messages.CHECK_PAIRS
    )
