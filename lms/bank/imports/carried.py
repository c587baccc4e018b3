"""What a format cannot carry is no change: an item is compared with what the format would have made of it."""

from collections.abc import Iterator, Sequence

from lms.bank.exports.export import draft_of
from lms.bank.imports import similar
from lms.bank.imports.entries import kept
from lms.bank.models import ImportEntry, Item, ItemVersion
from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.formats.items import item_formats, writable
from lms.questions import restore_question, same_question

Pair = tuple[ImportEntry, Item, ItemVersion]


def unchanged(form: str, pairs: Sequence[Pair]) -> list[ImportEntry]:
    """The entries that say what their item says once it has been written in this format and read again."""
    carried = {draft.name: kept(draft, question) for draft, question in _carried(form, pairs)}
    return [
        entry for entry, item, _ in pairs if entry.draft is not None and entry.draft == carried.get(item.name)
    ]


def same_words(form: str, pairs: Sequence[Pair]) -> list[ImportEntry]:
    """The same for entries that are known by their words, since the format or the file names no item."""
    carried = {similar.print_of(question).digest: question for _, question in _carried(form, pairs)}
    found = []
    for entry, _, _ in pairs:
        if entry.draft is not None:
            question = restore_question(entry.draft["question"])
            theirs = carried.get(similar.print_of(question).digest)
            found += [entry] if theirs is not None and same_question(question, theirs) else []
    return found


def _carried(form: str, pairs: Sequence[Pair]) -> Iterator[tuple[Draft, Question]]:
    if form not in writable() or not pairs:
        return
    own = item_formats()[form]
    reading = own.read(own.write([draft_of(item.name, version) for _, item, version in pairs]), "")
    for draft in reading.drafts:
        question = draft.question()
        if isinstance(question, Question):
            yield draft, question
