"""The file of an import with what is wrong marked in it, as its format can."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lms.bank.imports.entries import untold
from lms.bank.models import ImportEntry, ItemImport
from lms.domain.text.typed import printable
from lms.formats import items
from lms.formats.remarks import Remarks


@dataclass(frozen=True, slots=True)
class Marked:
    """A file to be downloaded."""

    name: str
    media_type: str
    data: bytes


def safe_name(name: str) -> str:
    """The name without folders and control characters."""
    shown = "".join(c for c in printable(name) if c not in '\n\t/\\:*?"<>|').strip(" .")
    return shown[-120:] or "file"


def marked(imported: ItemImport, entries: Sequence[ImportEntry], data: bytes, language: str) -> Marked:
    """The file, in its own format where that can be."""
    questions = [(entry.text, untold(entry.problems)) for entry in entries if entry.problems]
    name = safe_name(imported.file_name)
    made = items.annotated(data, name, imported.form, Remarks(untold(imported.problems), questions, language))
    stem = f"{PurePath(name).stem}-{'marked' if language == 'en' else '标注'}"
    return Marked(f"{stem}{made.suffix}", made.media_type, made.data)
