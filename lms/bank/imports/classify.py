"""Classify the rows of an import: new, a change of an item, the same as one, or similar to another question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.imports import similar
from lms.bank.imports.classification import NEW, Base, Classification, apply_classification
from lms.bank.imports.content import competency_of, content_of
from lms.bank.imports.file_index import FileIndex
from lms.bank.imports.round_trip import rows_with_same_question, unchanged_rows
from lms.bank.imports.similar import QuestionFingerprint, StoredQuestion
from lms.bank.models import Bank, ImportRow, Item, ItemImport, ItemVersion
from lms.bank.version_text import is_unchanged
from lms.content.parse_values import SLUG
from lms.domain.question import similarity
from lms.domain.question.protocol import Question
from lms.domain.question.similarity import Similarity
from lms.formats.drafts.names import name_from_markdown
from lms.platform.db.insert import batched
from lms.questions import restore_question, same_question

OnProgress = Callable[[int], None]
"""Called with the number of rows that are done."""
_LEAST_FOR_A_NAME = 50
"""Percent: questions that only share a name such as "第1题" are different questions."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class _ReadRow:
    """A row that has a question."""

    row: ImportRow
    question: Question
    fingerprint: QuestionFingerprint
    competency: str

    @property
    def position(self) -> int:
        return self.row.position


@dataclass(frozen=True, slots=True)
class _BankMatches:
    """What the bank has of a batch of rows."""

    by_name: Mapping[tuple[str, str], int]
    """The newest version of the item of that name, by (bank, name)."""
    by_digest: Mapping[str, Sequence[StoredQuestion]]
    """Items with the same text, by its digest."""
    versions: Mapping[int, Base]


def classify_rows(
    session: Session,
    imported: ItemImport,
    rows: Sequence[ImportRow],
    on_progress: OnProgress = lambda _: None,
    questions: Mapping[int, Question] | None = None,
) -> None:
    """Classify each row; decisions already made stay where they still make sense.

    `questions`, by position, saves restoring them where the file has just been read.
    """
    index, known_questions, done = FileIndex(), questions or {}, 0
    for batch in batched(rows, _BATCH):
        read = [_read_row(row, imported, known_questions) for row in batch if row.draft is not None]
        _classify_batch(session, imported, read, index)
        on_progress(done := done + len(batch))


def _read_row(row: ImportRow, imported: ItemImport, questions: Mapping[int, Question]) -> _ReadRow:
    assert row.draft is not None
    question = questions.get(row.position) or restore_question(row.draft["question"])
    return _ReadRow(row, question, similar.fingerprint_of(question), competency_of(row, imported))


def _classify_batch(session: Session, imported: ItemImport, batch: list[_ReadRow], index: FileIndex) -> None:
    """Classify a part of the file with a handful of queries, however many rows it has."""
    for read in batch:
        read.row.name = index.reserve_name(read.competency, _possible_names(read))
    matches = _bank_matches(session, batch)
    results: dict[int, Classification] = {}
    for read in batch:
        classification = _classify(read, imported, matches, index)
        if classification is not None:
            results[read.position] = classification
        index.add(read.row, read.fingerprint)
    results |= _same_after_round_trip(imported.form, batch, results)
    results |= _near_duplicates(session, [read for read in batch if read.position not in results], index)
    for read in batch:
        apply_classification(read.row, results.get(read.position, NEW))


def _possible_names(read: _ReadRow) -> list[str]:
    """Return the name in the file if it is a valid one, else one derived from it or from the text, always the same;
    then alternatives."""
    assert read.row.draft is not None
    name_in_file, stem = str(read.row.draft["name"]), read.row.draft["question"]["body"]["stem"]
    generated = _generated_name(read.fingerprint)
    if SLUG.fullmatch(name_in_file) and len(name_in_file) <= 80:
        name = name_in_file
    elif name_in_file and name_in_file != name_from_markdown(stem):
        name = (
            f"q-{sha256(similarity.compared_text(name_in_file).encode('utf-8', 'replace')).hexdigest()[:16]}"
        )
    else:
        name = generated
    return [name, generated, *(f"{generated}-{n}" for n in range(2, 50)), f"{generated}-{read.position}"]


def _generated_name(fingerprint: QuestionFingerprint) -> str:
    return f"q-{fingerprint.digest[:16]}"


def _bank_matches(session: Session, batch: Sequence[_ReadRow]) -> _BankMatches:
    by_name = _versions_by_name(session, batch)
    by_digest = similar.find_equal(session, {read.fingerprint.digest for read in batch})
    ids = [*by_name.values(), *(stored.version_id for equal in by_digest.values() for stored in equal)]
    return _BankMatches(by_name, by_digest, _items_by_version(session, ids))


def _versions_by_name(session: Session, batch: Sequence[_ReadRow]) -> dict[tuple[str, str], int]:
    names, slugs = {read.row.name for read in batch}, {read.competency for read in batch}
    rows = session.execute(
        select(Bank.slug, Item.name, ItemVersion.id)
        .join(Item, Item.bank_id == Bank.id)
        .join(ItemVersion, find.newest_version())
        .where(Bank.purpose == "exam", Bank.slug.in_(slugs), Item.name.in_(names))
    )
    return {(slug, name): version_id for slug, name, version_id in rows}


def _items_by_version(session: Session, ids: list[int]) -> dict[int, Base]:
    rows = [
        (item, version)
        for batch in batched(ids, _BATCH)
        for item, version in session.execute(
            select(Item, ItemVersion)
            .join(ItemVersion, find.newest_version())
            .where(ItemVersion.id.in_(batch))
            .execution_options(populate_existing=True)
        )
    ]
    return {version.id: (item, version) for item, version in rows}


def _classify(
    read: _ReadRow, imported: ItemImport, matches: _BankMatches, index: FileIndex
) -> Classification | None:
    """Classify by the same text or by the name; return None where only near-duplicates remain to be searched."""
    base = matches.versions.get(matches.by_name.get((read.competency, read.row.name), 0))
    if base is not None and _is_different_question(read, base):
        read.row.name, base = _generated_name(read.fingerprint), None
    first = index.find_equal(read.fingerprint)
    if first is not None and first.draft is not None:
        same = same_question(read.question, restore_question(first.draft["question"]))
        equal = _complete_likeness(read.fingerprint.text)
        return Classification(_same_or_doubtful(same), twin=first.position, likeness=equal)
    for stored in matches.by_digest.get(read.fingerprint.digest, ()):
        is_other_item = base is None or stored.item_id != base[0].id
        if stored.version_id in matches.versions and is_other_item:
            return _compare_with_twin(read, stored, matches.versions[stored.version_id])
    return _compare_with_namesake(read, imported, base) if base is not None else None


def _is_different_question(read: _ReadRow, base: Base) -> bool:
    """A generated name may belong to another question; then this one is named by its text."""
    other = similar.fingerprint_of(restore_question(base[1].body)).text
    compared = similarity.jaccard(similarity.shingles(read.fingerprint.text), similarity.shingles(other))
    return read.row.name.startswith("q-") and compared.percent < _LEAST_FOR_A_NAME


def _compare_with_twin(read: _ReadRow, stored: StoredQuestion, base: Base) -> Classification:
    """Classify a row of which another item has the same text."""
    same = same_question(read.question, restore_question(base[1].body)) and not stored.retired
    equal = _complete_likeness(stored.text)
    return Classification(_same_or_doubtful(same), stored.item_id, stored.number, likeness=equal, base=base)


def _compare_with_namesake(read: _ReadRow, imported: ItemImport, base: Base) -> Classification:
    """Compare with the item of the same name. Where the name was generated, blanks and punctuation are no change."""
    item, version = base
    content, current = content_of(read.row, imported, item.name, version), restore_question(version.body)
    has_same_text = similar.fingerprint_of(current).digest == read.fingerprint.digest
    if _has_generated_name(read.row) and has_same_text:
        if not same_question(read.question, current):
            equal = _complete_likeness(read.fingerprint.text)
            return Classification("doubtful", item.id, item.number, likeness=equal, base=base)
        content = replace(content, question=current)
    same = is_unchanged(version, content) and item.state != "retired"
    return Classification("same" if same else "changed", item.id, item.number, base=base)


def _same_after_round_trip(
    form: str, batch: Sequence[_ReadRow], results: Mapping[int, Classification]
) -> dict[int, Classification]:
    """Return the rows that differ from their item only in what the format of the file cannot carry."""
    same: dict[int, Classification] = {}
    for state, equal in (("changed", unchanged_rows), ("doubtful", rows_with_same_question)):
        classified = ((read.row, results.get(read.position, NEW)) for read in batch)
        pairs = [
            (row, *result.base)
            for row, result in classified
            if result.state == state and result.base is not None and result.base[0].state != "retired"
        ]
        for row in equal(form, pairs):
            same[row.position] = replace(results[row.position], state="same")
    return same


def _near_duplicates(
    session: Session, batch: Sequence[_ReadRow], index: FileIndex
) -> dict[int, Classification]:
    """Return near-duplicates of questions in the file or in the bank."""
    doubtful: dict[int, Classification] = {}
    in_bank = similar.find_similar(session, [read.fingerprint for read in batch])
    for read, stored in zip(batch, in_bank, strict=True):
        in_file = index.find_similar(read.position, read.fingerprint)
        if in_file is not None and (not stored or in_file[1].percent >= stored[0][1].percent):
            doubtful[read.position] = Classification("doubtful", twin=in_file[0], likeness=in_file[1])
        elif stored:
            question, how_like = stored[0]
            doubtful[read.position] = Classification(
                "doubtful", question.item_id, question.number, likeness=how_like
            )
    return doubtful


def _same_or_doubtful(same: bool) -> str:
    return "same" if same else "doubtful"


def _has_generated_name(row: ImportRow) -> bool:
    """Return False if the name is written in the file: an exported file that was edited names its items."""
    return row.name.startswith("q-") and (row.draft is None or row.draft["name"] != row.name)


def _complete_likeness(text: str) -> Similarity:
    """Return the likeness of two questions with this text."""
    count = len(similarity.shingles(text))
    return Similarity(count, count)
