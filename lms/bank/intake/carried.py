"""What a format cannot carry is no change: an item is compared with what the format would have made of it."""

from collections.abc import Sequence

from lms.bank.export import draft_of
from lms.bank.intake.entries import kept
from lms.bank.models import ImportEntry, Item, ItemVersion
from lms.domain.question import Question
from lms.formats.items import item_formats, writable


def unchanged(form: str, pairs: Sequence[tuple[ImportEntry, Item, ItemVersion]]) -> list[ImportEntry]:
    """The entries that say what their item says once it has been written in this format and read again."""
    if form not in writable() or not pairs:
        return []
    own = item_formats()[form]
    reading = own.read(own.write([draft_of(item.name, version) for _, item, version in pairs]), "")
    carried = {
        draft.name: kept(draft, question)
        for draft in reading.drafts
        if isinstance(question := draft.question(), Question)
    }
    return [
        entry for entry, item, _ in pairs if entry.draft is not None and entry.draft == carried.get(item.name)
    ]
