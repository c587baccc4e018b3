"""A TOML file that remembers on which line its tables and keys stand."""

import re
import tomllib
from pathlib import Path
from typing import Any

from lms.domain.place import FieldPath, FileLine, Place
from lms.domain.problem import Problem, Text

LARGEST = 5_000_000


class TomlFile:
    """`data` is what the file says; `line(...)` is where it says it."""

    def __init__(self, path: Path, shown: str, text: str) -> None:
        self.path, self.shown = path, shown
        self.data: dict[str, Any] = tomllib.loads(text)
        self._lines = text.splitlines()

    def line(self, table: str = "", index: int = 0, inner: str = "") -> int:
        """The line of the `index`-th (from 0) [[table]], or of the key that `inner` begins with in it.

        Lines count from 1; what is not found is the line of the table, then 1.
        """
        start, end = self._span(table, index)
        for key, _ in FieldPath(inner).steps:
            found = self._find(start + 1, end, key)
            if found is not None:
                return found + 1
        return start + 1 if table else max(start, 0) + 1

    def place(self, table: str = "", index: int = 0, inner: str = "") -> Place:
        """`file:line`, as every problem of a content file begins."""
        return FileLine(self.shown, self.line(table, index, inner))

    def _span(self, table: str, index: int) -> tuple[int, int]:
        heads = [n for n, text in enumerate(self._lines) if text.strip() == f"[[{table}]]"]
        if not table:
            first = next((n for n, text in enumerate(self._lines) if text.startswith("[")), len(self._lines))
            return -1, first
        start = heads[index] if index < len(heads) else 0
        return start, heads[index + 1] if index + 1 < len(heads) else len(self._lines)

    def _find(self, start: int, end: int, key: str) -> int | None:
        pattern = re.compile(rf"\s*(?:{re.escape(key)}\s*=|\[+[\w.]*\b{re.escape(key)}\]+)")
        return next((n for n in range(start, end) if pattern.match(self._lines[n])), None)


def read_toml(path: Path, root: Path) -> TomlFile | Problem:
    """The file, or why it cannot be read; places are relative to `root`."""
    shown = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > LARGEST:
            return Problem(
                FileLine(shown, 1), Text("文件过大", "is too large"), Text("请分成几个文件", "Split it")
            )
        return TomlFile(path, shown, path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return Problem(
            FileLine(shown, line),
            Text("不是 UTF-8 编码", "is not UTF-8"),
            Text("请另存为 UTF-8 后重试", "Save it as UTF-8 and try again"),
        )
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else 1
        return Problem(
            FileLine(shown, line),
            Text(f"TOML 写法有误（{error}）", f"is not valid TOML ({error})"),
            Text("请检查引号、方括号和逗号是否成对", "Check that quotes, brackets and commas are in place"),
        )
    except (RecursionError, ValueError):
        return Problem(
            FileLine(shown, 1),
            Text("嵌套过深，或有过大的数", "is nested too deeply, or holds too large a number"),
            Text("请改用简单的写法", "Write it more simply"),
        )
    except OSError:
        return Problem(
            FileLine(shown, 1),
            Text("读不了这个文件", "cannot be read"),
            Text("请检查文件是否存在、有无权限", "Check that it exists and may be read"),
        )
