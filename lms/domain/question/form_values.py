"""Convert between the data of a question and the values of its form.

Values are texts by field name: `stem`, `options.2.text` (rows count from 1), `en.options.2.text`.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from string import ascii_lowercase
from typing import Any

from lms.domain.question.form import FormField, FormParts, Rows
from lms.domain.question.options import opaque_ids
from lms.domain.question.protocol import Data
from lms.domain.text.marks import read_share
from lms.domain.text.typed import clean, printable

Values = dict[str, str]
EN = "en."
IDS = "ids"
"""A hidden field with the ids in use when the form was opened, so that the id of a removed row is not reused."""
_SEPARATOR = re.compile(r"[、，,；;\n]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BROKEN = "↵"
"""Represents a line break inside one accepted answer, since each line is an answer."""


def empty_values(form: FormParts) -> Values:
    """Return the values of the form of a new question."""
    rows = [part for part in form if isinstance(part, Rows)]
    values = {f"{r.name}.{n}.{f.name}": "" for r in rows for n in range(1, r.initial + 1) for f in r.fields}
    flags = [part for part in form if isinstance(part, FormField) and part.control == "flag" and part.default]
    return values | {flag.name: "1" for flag in flags}


def values_from_data(form: FormParts, data: Data, english: Data | None = None) -> Values:
    """Return the values that show `data`, as the kind dumps it, and its English translation."""
    values: Values = {}
    for part in form:
        if isinstance(part, FormField):
            values |= _fill(part, part.name, data, english, data)
            continue
        rows = data.get(part.name) or []
        others = (english or {}).get(part.name) or [None] * len(rows)
        for number, (row, other) in enumerate(zip(rows, others, strict=True), 1):
            prefix = f"{part.name}.{number}"
            if part.ids_by:
                values[f"{prefix}.id"] = str(row.get("id", ""))
            for field in part.fields:
                values |= _fill(field, f"{prefix}.{field.name}", row, other, data)
    ids = [
        row["id"]
        for part in form
        if isinstance(part, Rows) and part.ids_by
        for row in data.get(part.name, [])
    ]
    return values | ({IDS: " ".join(dict.fromkeys(ids))} if ids else {})


def _fill(field: FormField, name: str, table: Data, other: Data | None, whole: Data) -> Values:
    values = {name: _text_of(field, table.get(field.name), whole)}
    if field.translated and other is not None:
        translated = _text_of(field, other.get(field.name), whole)
        same = translated == values[name] and (not field.required or field.control == "answers")
        values[EN + name] = "" if same else translated
    return values


def _text_of(field: FormField, value: Any, whole: Data) -> str:
    if field.control == "flag":
        is_set = bool(value) if value is not None else bool(field.default)
        return "1" if is_set else ""
    if value is None or value == "":
        return ""
    if field.control == "list":
        return "、".join(value)
    if field.control == "truth":
        return "true" if value else "false"
    if field.control == "answers":
        return "\n".join(_line_of(answer) for answer in value)
    if field.control == "place":
        ids = [row.get("id") for row in whole.get(field.refers_to, [])]
        return str(ids.index(value) + 1) if value in ids else str(value)
    return "" if str(value) == field.default else str(value)


def _line_of(answer: Data) -> str:
    text, share = str(answer["text"]).replace("\n", _BROKEN), answer.get("fraction", "1")
    _, bar, tail = text.rpartition("|")
    return f"{text} | {share}" if share != "1" or (bar and read_share(tail.strip()) is not None) else text


def data_from_values(form: FormParts, values: Mapping[str, str]) -> dict[str, Any]:
    """Return the data, as `lms.questions.load_question` reads it. Call `drop_empty_rows` first."""
    counts = {part.name: count_rows(part, values) for part in form if isinstance(part, Rows)}
    data = _table(form, values, counts, "")
    _assign_ids(form, data, values.get(IDS, "").split())
    for part in form:
        for field in part.fields if isinstance(part, Rows) else ():
            if field.control == "place":
                _replace_numbers_by_ids(data.get(part.name, []), field, data.get(field.refers_to, []))
    english = {name.removeprefix(EN): value for name, value in values.items() if name.startswith(EN)}
    if any(clean(value) for value in english.values()):
        data["en"] = _table(form, english, counts, EN)
    return data


def _table(
    form: FormParts, values: Mapping[str, str], counts: Mapping[str, int], language: str
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for part in form:
        if isinstance(part, FormField):
            data |= _value(part, values.get(part.name, ""), language)
            continue
        rows = []
        for number in range(1, counts[part.name] + 1):
            prefix = f"{part.name}.{number}"
            row = {} if language or not values.get(f"{prefix}.id") else {"id": clean(values[f"{prefix}.id"])}
            for field in part.fields:
                row |= _value(field, values.get(f"{prefix}.{field.name}", ""), language)
            rows.append(row)
        if rows and (not language or any(rows)):
            data[part.name] = rows
    return data


def _value(field: FormField, raw: str, language: str) -> dict[str, Any]:
    """Return {name: value}, or {} for an empty field."""
    if language and not field.translated:
        return {}
    text = clean(raw)
    if field.control == "flag":
        return {field.name: bool(text)} if text or field.default else {}
    if text == "":
        # Empty rather than absent: otherwise its translation would be reported as not in the original.
        return {field.name: ""} if field.translated and field.required and field.control != "answers" else {}
    if text == field.default:
        return {}
    if field.control == "truth":
        return {field.name: text == "true"} if text in ("true", "false") else {}
    if field.control == "whole":
        return {field.name: int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text}
    if field.control == "date":
        return {field.name: date.fromisoformat(text) if _DAY.fullmatch(text) and _is_day(text) else text}
    if field.control == "list":
        return {field.name: [part.strip() for part in _SEPARATOR.split(text) if part.strip()]}
    if field.control == "answers":
        return {field.name: [_answer(line) for line in text.split("\n") if line.strip()]}
    return {field.name: text}


def _is_day(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(date.fromisoformat(text))
    return False


def _answer(line: str) -> dict[str, str]:
    text, bar, tail = line.rpartition("|")
    if bar and text.strip() and read_share(tail.strip()) is not None:
        return {"text": text.strip().replace(_BROKEN, "\n"), "fraction": tail.strip()}
    return {"text": line.strip().replace(_BROKEN, "\n")}


def _assign_ids(form: FormParts, data: dict[str, Any], used: Sequence[str]) -> None:
    """Give an id to each new row, a free letter that does not reveal its position; others keep theirs.

    If there are more rows than allowed, remove all ids, so that the number is the only problem.
    """
    named = [(row, part.ids_by) for part in form if isinstance(part, Rows) and part.ids_by
             for row in data.get(part.name, [])]  # fmt: skip
    id_of: dict[str, str] = {}
    if any(isinstance(part, Rows) and len(data.get(part.name, [])) > part.most for part in form):
        for row, _ in named:
            row.pop("id", "")
        return
    for row, by in named:
        text, id_ = row.get(by, ""), row.pop("id", "")
        if text and id_ and text not in id_of and id_ not in id_of.values():
            id_of[text] = id_
    new = [row.get(by, "") for row, by in named if row.get(by) and row[by] not in id_of]
    free = [letter for letter in ascii_lowercase if letter not in {*id_of.values(), *used}]
    id_of |= dict(zip(new, opaque_ids(str(data.get("stem", "")), new, free), strict=True))
    for row, by in named:
        if id_of.get(row.get(by, "")):
            row["id"] = id_of[row[by]]


def _replace_numbers_by_ids(
    rows: Sequence[dict[str, Any]], field: FormField, targets: Sequence[Data]
) -> None:
    """Replace the number of a row by the id of that row."""
    for row in rows:
        number = row.get(field.name, "")
        if number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= len(targets):
            row[field.name] = targets[int(number) - 1].get("id", number)


def count_rows(rows: Rows, values: Iterable[str]) -> int:
    """Return how many of these rows the values contain."""
    pattern = re.compile(rf"(?:en\.)?{re.escape(rows.name)}\.([1-9]\d?)\.")
    return max((int(match[1]) for name in values if (match := pattern.match(name))), default=0)


def drop_empty_rows(form: FormParts, values: Mapping[str, str]) -> Values:
    """Return the values without empty rows, but with at least as many rows as the form requires."""
    out = dict(values)
    for part in form:
        if not isinstance(part, Rows):
            continue
        rows = _pop_rows(part, out)
        filled = [row for row in rows if any(clean(value) for name, value in row.items() if name != "id")]
        _set_rows(part, out, [*filled, *({part.fields[0].name: ""} for _ in range(part.least - len(filled)))])
    return out


def change_rows(form: FormParts, values: Mapping[str, str], action: str) -> tuple[Values, str]:
    """Return the values after `options.add`, `options.2.remove`, `.up` or `.down`, and the field to focus."""
    out = dict(values)
    match = re.fullmatch(r"(\w+)(?:\.(\d{1,2}))?\.(add|remove|up|down)", action)
    part = next((p for p in form if isinstance(p, Rows) and match and p.name == match[1]), None)
    if part is None or match is None:
        return out, ""
    rows, at, verb = _pop_rows(part, out), int(match[2] or 0) - 1, match[3]
    if verb == "add" and len(rows) < part.most:
        at = len(rows)
        rows.append({part.fields[0].name: ""})
    elif verb == "remove" and 0 <= at < len(rows):
        del rows[at]
        at = max(0, min(at, len(rows) - 1))
    elif verb in ("up", "down") and 0 <= at < len(rows):
        to = min(max(at + (-1 if verb == "up" else 1), 0), len(rows) - 1)
        rows[at], rows[to] = rows[to], rows[at]
        at = to
    _set_rows(part, out, rows or [{part.fields[0].name: ""}])
    return out, f"{part.name}.{at + 1}.{part.fields[0].name}"


def _pop_rows(part: Rows, values: Values) -> list[Values]:
    """Remove the rows from the values and return them; the names of English fields begin with "en."."""
    rows: list[Values] = [{} for _ in range(count_rows(part, values))]
    pattern = re.compile(rf"(en\.)?{re.escape(part.name)}\.(\d+)\.(\w+)")
    for name in list(values):
        match = pattern.fullmatch(name)
        if match and 1 <= int(match[2]) <= len(rows):
            rows[int(match[2]) - 1][(match[1] or "") + match[3]] = values.pop(name)
    return rows


def _set_rows(part: Rows, values: Values, rows: Sequence[Mapping[str, str]]) -> None:
    for number, row in enumerate(rows, 1):
        for name, value in row.items():
            english = EN if name.startswith(EN) else ""
            values[f"{english}{part.name}.{number}.{name.removeprefix(EN)}"] = value


def field_names(form: FormParts, values: Mapping[str, str]) -> Iterator[str]:
    """Yield the name of every field and group of rows that the form has with these values."""
    for part in form:
        yield part.name
        if isinstance(part, FormField) and part.translated:
            yield EN + part.name
        for number in range(1, count_rows(part, values) + 1) if isinstance(part, Rows) else ():
            for field in part.fields if isinstance(part, Rows) else ():
                yield f"{part.name}.{number}.{field.name}"
                if field.translated:
                    yield f"{EN}{part.name}.{number}.{field.name}"


def field_at(where: str, known: Iterable[str]) -> str:
    """Return the known field for a problem at `where` ("en.options[2].text"), or the nearest one that contains it.

    Return "" if there is none.
    """
    names = list(known)
    steps = re.sub(r"\[(\d+)\]", r".\1", printable(where)).split(".")
    while steps and steps != [""]:
        name = ".".join(steps)
        if name in names:
            return name
        if inner := next((field for field in names if field.startswith(f"{name}.")), ""):
            return inner
        steps.pop()
    return ""
