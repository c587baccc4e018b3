"""places of imported questions as values, which were kept as Chinese words"""

import json
import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_LONGEST = 200
_PART = 500
_BEGINS = "(?:“(?P<begins>.*?)”?)?"
_FIELD = r"(?: (?P<field>[^\s“”]+))?"
_TABLE = re.compile(rf"表 (?P<table>\d+) 第 (?P<row>\d+) 行{_BEGINS}{_FIELD}", re.DOTALL)
_PARAGRAPH = re.compile(rf"第 (?P<paragraph>\d+) 段{_BEGINS}{_FIELD}", re.DOTALL)
_LINE = re.compile(rf"(?:(?P<file>.+?) )?第 (?P<line>\d+) 行(?: “(?P<words>.*?)”?)?{_FIELD}", re.DOTALL)
_QUESTION = re.compile(rf"第 (?P<question>\d+) 题{_FIELD}")
_CELL = re.compile(r"(?:(?P<sheet>.*)!)?(?P<column>[A-Z]{1,3})(?P<row>\d+)", re.DOTALL)

_imports = sa.table("item_import", sa.column("id"), sa.column("form"), sa.column("problems", sa.JSON))
_entries = sa.table(
    "item_import_entry",
    sa.column("id"),
    sa.column("import_id"),
    sa.column("place"),
    sa.column("problems", sa.JSON),
)


def upgrade() -> None:
    _change(_value, lambda place: _text(_value(place)) or place)


def downgrade() -> None:
    _change(_words, lambda place: _words(_read(place))[:_LONGEST])


def _change(where: Callable[[Any], Any], place: Callable[[str], str]) -> None:
    bind, after = op.get_bind(), 0
    for row in bind.execute(sa.select(_imports.c.id, _imports.c.problems)).all():
        _update(bind, _imports, row, problems=_problems(row, where))
    while True:
        part = sa.select(_entries.c.id, _entries.c.place, _entries.c.problems).where(_entries.c.id > after)
        rows = bind.execute(part.order_by(_entries.c.id).limit(_PART)).all()
        if not rows:
            return
        for row in rows:
            _update(bind, _entries, row, place=place(row.place), problems=_problems(row, where))
        after = rows[-1].id


def _update(bind: sa.Connection, table: sa.TableClause, row: Any, **values: Any) -> None:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        bind.execute(sa.update(table).where(table.c.id == row.id).values(changed))


def _problems(row: Any, where: Callable[[Any], Any]) -> list[Any]:
    return [{**problem, "where": where(problem["where"])} for problem in row.problems or ()]


def _text(value: Any) -> str:
    """ "" where it is longer than the column; such a place stays as it is, and is read as a name."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else ""


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _value(words: Any) -> Any:
    if not isinstance(words, str):
        return words
    if found := _TABLE.fullmatch(words):
        row = {"table": int(found["table"]), "row": int(found["row"]), "begins": found["begins"] or ""}
        return _in(row, found["field"])
    if found := _PARAGRAPH.fullmatch(words):
        return _in({"paragraph": int(found["paragraph"]), "begins": found["begins"] or ""}, found["field"])
    if found := _LINE.fullmatch(words):
        line: Any = {"line": int(found["line"])}
        line = [found["file"], line] if found["file"] else line
        return _in([line, {"words": found["words"]}] if found["words"] else line, found["field"])
    if found := _QUESTION.fullmatch(words):
        return _in({"question": int(found["question"])}, found["field"])
    if found := _CELL.fullmatch(words):
        column = 0
        for letter in found["column"]:
            column = column * 26 + ord(letter) - 64
        return {"column": column - 1, "row": int(found["row"]), "sheet": found["sheet"] or ""}
    return words


def _in(place: Any, field: str | None) -> Any:
    return [place, {"field": field}] if field else place


def _words(value: Any) -> str:
    match value:
        case str():
            return value
        case {"table": table, "row": row, "begins": begins}:
            return f"表 {table} 第 {row} 行" + (f"“{begins}”" if begins else "")
        case {"paragraph": number, "begins": begins}:
            return f"第 {number} 段" + (f"“{begins}”" if begins else "")
        case {"file": file, "line": number}:
            return f"{file}:{number}"
        case {"line": number}:
            return f"第 {number} 行"
        case {"question": number}:
            return f"第 {number} 题"
        case {"column": column, "row": row, "sheet": sheet}:
            return (f"{sheet}!" if sheet else "") + _letters(column) + str(row)
        case {"field": words} | {"words": words}:
            return f"“{words}”" if "words" in value else str(words)
        case [outer, inner]:
            return f"{_words(outer)} {_words(inner)}"
    return ""


def _letters(column: int) -> str:
    name, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name
