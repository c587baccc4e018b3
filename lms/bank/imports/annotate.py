"""Annotate the file of an import with its problems, as its format allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lms.bank.imports.import_rows import problems_from_json
from lms.bank.models import ImportRow, ItemImport
from lms.domain.text.typed import printable
from lms.formats import items
from lms.formats.remarks import Remarks


@dataclass(frozen=True, slots=True)
class AnnotatedFile:
    """A file to be downloaded."""

    name: str
    media_type: str
    data: bytes


def safe_file_name(name: str) -> str:
    """Return the name without folders and control characters."""
    safe = "".join(c for c in printable(name) if c not in '\n\t/\\:*?"<>|').strip(" .")
    return safe[-120:] or "file"


def annotated_file(
    imported: ItemImport, rows: Sequence[ImportRow], data: bytes, language: str
) -> AnnotatedFile:
    """Return the file with its problems, in its own format where that is possible."""
    questions = [(row.text, problems_from_json(row.problems)) for row in rows if row.problems]
    name = safe_file_name(imported.file_name)
    remarks = Remarks(problems_from_json(imported.problems), questions, language)
    annotated = items.annotated(data, name, imported.form, remarks)
    stem = f"{PurePath(name).stem}-{'marked' if language == 'en' else '标注'}"
    return AnnotatedFile(f"{stem}{annotated.suffix}", annotated.media_type, annotated.data)
