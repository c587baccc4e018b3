"""Compare a row with its item as the format would have written and read it: what a format loses is no change."""

from collections.abc import Iterator, Sequence

from lms.bank.exports.export import draft_of
from lms.bank.imports import similar
from lms.bank.imports.import_rows import draft_as_json
from lms.bank.models import ImportRow, Item, ItemVersion
from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.formats.items import item_formats, writable
from lms.questions import restore_question, same_question

Pair = tuple[ImportRow, Item, ItemVersion]


def unchanged_rows(form: str, pairs: Sequence[Pair]) -> list[ImportRow]:
    """Return the rows that equal their item after it has been written in this format and read again."""
    drafts = {
        draft.name: draft_as_json(draft, question) for draft, question in _after_round_trip(form, pairs)
    }
    return [row for row, item, _ in pairs if row.draft is not None and row.draft == drafts.get(item.name)]


def rows_with_same_question(form: str, pairs: Sequence[Pair]) -> list[ImportRow]:
    """Return the same for rows known by their text, since the format or the file names no item."""
    by_digest = {
        similar.fingerprint_of(question).digest: question for _, question in _after_round_trip(form, pairs)
    }
    return [row for row, _, _ in pairs if _is_among(row, by_digest)]


def _is_among(row: ImportRow, by_digest: dict[str, Question]) -> bool:
    if row.draft is None:
        return False
    question = restore_question(row.draft["question"])
    other = by_digest.get(similar.fingerprint_of(question).digest)
    return other is not None and same_question(question, other)


def _after_round_trip(form: str, pairs: Sequence[Pair]) -> Iterator[tuple[Draft, Question]]:
    if form not in writable() or not pairs:
        return
    own = item_formats()[form]
    reading = own.read(own.write([draft_of(item.name, version) for _, item, version in pairs]), "")
    for draft in reading.drafts:
        question = draft.question()
        if isinstance(question, Question):
            yield draft, question
