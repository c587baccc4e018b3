"""Places as JSON, for storage in a database; they become words when they are read."""

from typing import Any

from lms.domain.place import (
    NOWHERE,
    FieldPath,
    FileLine,
    Named,
    Paragraph,
    Place,
    QuestionNumber,
    Quoted,
    SheetCell,
    TableRow,
    TextLine,
    Within,
    named,
)

LONGEST = 200


def place_to_json(place: Place, longest: int = LONGEST) -> Any:
    """Return JSON for the place, with texts of at most `longest` characters; a name is a text, nowhere is ""."""
    match place:
        case Named(name):
            return name[:longest]
        case TextLine(number):
            return {"line": number}
        case FileLine(file, number):
            return {"file": file[:longest], "line": number}
        case Paragraph(number, begins):
            return {"paragraph": number, "begins": begins[:longest]}
        case TableRow(table, row, begins):
            return {"table": table, "row": row, "begins": begins[:longest]}
        case SheetCell(column, row, sheet):
            return {"column": column, "row": row, "sheet": sheet[:longest]}
        case QuestionNumber(number):
            return {"question": number}
        case FieldPath(name):
            return {"field": name[:longest]}
        case Quoted(words):
            return {"words": words[:longest]}
        case Within(outer, inner):
            return [place_to_json(outer, longest), place_to_json(inner, longest)]
    return ""


def place_from_json(stored: Any) -> Place:
    """Return the place from what `place_to_json` returned; any other text is a name."""
    match stored:
        case str():
            return named(stored)
        case {"file": file, "line": number}:
            return FileLine(file, number)
        case {"line": number}:
            return TextLine(number)
        case {"paragraph": number, "begins": begins}:
            return Paragraph(number, begins)
        case {"table": table, "row": row, "begins": begins}:
            return TableRow(table, row, begins)
        case {"column": column, "row": row, "sheet": sheet}:
            return SheetCell(column, row, sheet)
        case {"question": number}:
            return QuestionNumber(number)
        case {"field": name}:
            return FieldPath(name)
        case {"words": words}:
            return Quoted(words)
        case [outer, inner]:
            return place_from_json(inner).within(place_from_json(outer))
    return NOWHERE
