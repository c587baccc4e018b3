"""A TOML file with the lines of its tables and keys."""

import re
import tomllib
from pathlib import Path
from typing import Any

from lms.content import messages
from lms.domain.place import FieldPath, FileLine, Place
from lms.domain.problem import Problem

MOST_BYTES = 5_000_000


class TomlFile:
    """`data` is the content of the file; `line(...)` finds the line of a table or key."""

    def __init__(self, path: Path, shown: str, text: str) -> None:
        self.path, self.shown = path, shown
        self.data: dict[str, Any] = tomllib.loads(text)
        self._lines = text.splitlines()

    def line(self, table: str = "", index: int = 0, inner: str = "") -> int:
        """Return the line of the `index`-th (from 0) [[table]], or of the key in it with which `inner` begins.

        Lines count from 1; for a key that is not there it is the line of the table, else 1.
        """
        start, end = self._span(table, index)
        for key, _ in FieldPath(inner).steps:
            line = self._find(start + 1, end, key)
            if line is not None:
                return line + 1
        return start + 1 if table else max(start, 0) + 1

    def place(self, table: str = "", index: int = 0, inner: str = "") -> Place:
        """Return the place of a problem, a line of this file."""
        return FileLine(self.shown, self.line(table, index, inner))

    def _span(self, table: str, index: int) -> tuple[int, int]:
        heads = [n for n, text in enumerate(self._lines) if text.strip() in (f"[[{table}]]", f"[{table}]")]
        if not table:
            first = next((n for n, text in enumerate(self._lines) if text.startswith("[")), len(self._lines))
            return -1, first
        start = heads[index] if index < len(heads) else 0
        return start, heads[index + 1] if index + 1 < len(heads) else len(self._lines)

    def _find(self, start: int, end: int, key: str) -> int | None:
        pattern = re.compile(rf"\s*(?:{re.escape(key)}\s*=|\[+[\w.]*\b{re.escape(key)}\]+)")
        return next((n for n in range(start, end) if pattern.match(self._lines[n])), None)


def read_toml(path: Path, root: Path) -> TomlFile | Problem:
    """Return the file, or why it cannot be read; places are relative to `root`."""
    shown = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > MOST_BYTES:
            return Problem(FileLine(shown, 1), *messages.TOO_LARGE)
        return TomlFile(path, shown, path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return Problem(FileLine(shown, line), *messages.NOT_UTF_8)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match.group(1)) if match else 1
        return Problem(FileLine(shown, line), *messages.not_toml(error))
    except (RecursionError, ValueError):
        return Problem(FileLine(shown, 1), *messages.TOO_DEEP)
    except OSError:
        return Problem(FileLine(shown, 1), *messages.UNREADABLE)
