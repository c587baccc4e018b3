"""The file of an import with what is wrong marked in it, as its format can."""

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
    """The name without folders and control characters."""
    shown = "".join(c for c in printable(name) if c not in '\n\t/\\:*?"<>|').strip(" .")
    return shown[-120:] or "file"


def annotated_file(
    imported: ItemImport, rows: Sequence[ImportRow], data: bytes, language: str
) -> AnnotatedFile:
    """The file, in its own format where that can be."""
    questions = [(row.text, problems_from_json(row.problems)) for row in rows if row.problems]
    name = safe_file_name(imported.file_name)
    made = items.annotated(
        data, name, imported.form, Remarks(problems_from_json(imported.problems), questions, language)
    )
    stem = f"{PurePath(name).stem}-{'marked' if language == 'en' else '标注'}"
    return AnnotatedFile(f"{stem}{made.suffix}", made.media_type, made.data)
