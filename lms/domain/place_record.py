"""Places as JSON, for what is kept in a database: the words follow when they are read."""

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
    """The place with names and words of at most `longest` characters; a name alone is a text, nowhere is ""."""
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


def place_from_json(kept: Any) -> Place:
    """The place that `as_json` wrote; any other text is a name."""
    match kept:
        case str():
            return named(kept)
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
