"""Write the questions of an import into the bank: prepare what takes time, then write all in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.bank import case_order, index
from lms.bank.imports import find, messages, similar
from lms.bank.imports.classify import OnProgress
from lms.bank.imports.content import content_of
from lms.bank.imports.similar import QuestionFingerprint
from lms.bank.listing_models import Listing
from lms.bank.models import Bank, ImportRow, Item, ItemImport, ItemVersion
from lms.bank.version_text import columns_of, content_hash
from lms.formats import collector
from lms.platform import audit
from lms.platform.db.insert import batched, insert_many, insert_or_ignore
from lms.platform.digest import digest
from lms.questions import search_text, stimulus_kinds

_BATCH = 200
_MOST_NAMED = 20
"""Missing stimuli that a refusal names."""


@dataclass(slots=True)
class PreparedVersion:
    """A version to be written, and the row it comes from."""

    row_id: int
    item_id: int | None
    base_number: int | None
    bank: str
    name: str
    columns: dict[str, Any]
    fingerprint: QuestionFingerprint
    changes_case: bool
    """Whether it moves from one case to another."""


@collector.gc_paused()
def prepare_versions(
    session: Session, imported: ItemImport, on_progress: OnProgress = lambda _: None
) -> list[PreparedVersion]:
    """Do everything that takes time, so that the transaction that writes is short."""
    rows = session.scalars(
        select(ImportRow)
        .where(ImportRow.import_id == imported.id, find.is_to_be_written())
        .order_by(ImportRow.position)
    ).all()
    prepared: list[PreparedVersion] = []
    for batch in batched(rows, _BATCH):
        ids = {r.item_id for r in batch if r.item_id and find.outcome(r.state, r.choice) == "version"}
        bases = find.items_with_versions(session, ids)
        prepared += [_prepare_version(row, imported, bases) for row in batch]
        on_progress(len(prepared))
    return prepared


def _prepare_version(
    row: ImportRow, imported: ItemImport, bases: dict[int, tuple[Item, ItemVersion]]
) -> PreparedVersion:
    is_version = find.outcome(row.state, row.choice) == "version"
    item, base = bases[row.item_id] if is_version and row.item_id in bases else (None, None)
    if is_version and item is None:
        raise messages.preview_outdated()
    content = content_of(row, imported, item.name if item else row.name, base)
    hashed = columns_of(content) | {"author": imported.by}
    columns = {
        **hashed,
        "hash": content_hash(hashed),
        "words": search_text(content.question),
        "author_id": imported.by_id,
    }
    return PreparedVersion(
        row.id,
        item.id if item else None,
        row.base_number,
        content.competency,
        content.name,
        columns,
        similar.fingerprint_of(content.question),
        base is not None and base.case != content.case,
    )


@collector.gc_paused()
def write_versions(
    session: Session, imported: ItemImport, prepared: Sequence[PreparedVersion], now: datetime
) -> None:
    """Write items, versions and fingerprints, and record in each row what became of it."""
    before = _lock_items(session, prepared)
    _refuse_twins(session, prepared)
    _refuse_missing_cases(session, prepared)
    try:
        new_items = _insert_items(session, [each for each in prepared if each.item_id is None])
    except IntegrityError:
        raise messages.preview_outdated() from None
    numbers = {item_id: columns["number"] for item_id, columns in before.items()}
    _increment_numbers(session, numbers)
    moved = [each.item_id for each in prepared if each.changes_case]
    if moved:
        session.execute(update(Item).where(Item.id.in_(moved)).values(case_order=None))
    versions = [
        each.columns | {"item_id": item_id, "number": numbers.get(item_id, 0) + 1, "created_at": now}
        for each in prepared
        for item_id in [each.item_id or new_items[each.row_id]]
    ]
    ids = _insert_versions(session, versions)
    similar.save_fingerprints(
        session, [(id_, each.fingerprint) for id_, each in zip(ids, prepared, strict=True)]
    )
    _record_versions(session, prepared, versions, ids, before)
    index.refresh(session, [version["item_id"] for version in versions])
    _order_cases(session, imported, {version["case"] for version in versions} - {""})
    hashes = [[version["item_id"], version["number"], version["hash"]] for version in versions]
    _set_committed(session, imported, len(new_items), len(before), digest(hashes), now)


def _record_versions(
    session: Session,
    prepared: Sequence[PreparedVersion],
    versions: Sequence[dict[str, Any]],
    version_ids: Sequence[int],
    before: dict[int, dict[str, Any]],
) -> None:
    """Record in each row its item and version, and what the item was before."""
    values = [
        {
            "id": each.row_id,
            "item_id": version["item_id"],
            "version_id": version_id,
            "before": before.get(version["item_id"]),
        }
        for each, version, version_id in zip(prepared, versions, version_ids, strict=True)
    ]
    for batch in batched(values, _BATCH):
        session.execute(update(ImportRow), batch)


def _order_cases(session: Session, imported: ItemImport, cases: set[str]) -> None:
    """Order the questions of each case that the file changes as the file does, unchanged questions too."""
    if not cases:
        return
    query = (
        select(Item.bank_id, Listing.case, Item.id)
        .join(ImportRow, ImportRow.item_id == Item.id)
        .join(Listing, Listing.item_id == Item.id)
        .where(
            ImportRow.import_id == imported.id,
            ImportRow.version_id.is_not(None) | (ImportRow.state == "same"),
        )
        .order_by(ImportRow.position)
    )
    in_file_order: dict[tuple[int, str], list[int]] = {}
    for bank_id, case, item_id in session.execute(query):
        in_file_order.setdefault((bank_id, case), []).append(item_id)
    for (bank_id, case), ids in in_file_order.items():
        if case in cases:
            case_order.order_by_file(session, bank_id, case, ids)


def _set_committed(
    session: Session, imported: ItemImport, added: int, changed: int, versions: str, now: datetime
) -> None:
    imported.state, imported.committed_at = "committed", now
    imported.counts = {"added": added, "changed": changed}
    audit.record(
        session,
        "bank.import",
        f"import:{imported.id}",
        imported.by_id,
        now,
        file=imported.file_name,
        sha256=imported.sha256,
        added=added,
        changed=changed,
        versions=versions,
    )
    session.flush()


def _lock_items(session: Session, prepared: Sequence[PreparedVersion]) -> dict[int, dict[str, Any]]:
    """Lock the items that get a version and return their state and numbers. Raise Refused if one has changed."""
    expected = {each.item_id: each.base_number for each in prepared if each.item_id is not None}
    current: dict[int, dict[str, Any]] = {}
    for batch in batched(expected, similar.BATCH):
        for item in session.scalars(
            select(Item).where(Item.id.in_(batch)).order_by(Item.id).with_for_update()
        ):
            current[item.id] = {
                "state": item.state,
                "number": item.number,
                "approved_number": item.approved_number,
            }
    if any(id_ not in current or current[id_]["number"] != number for id_, number in expected.items()):
        raise messages.preview_outdated()
    if len(expected) != sum(each.item_id is not None for each in prepared):
        raise messages.two_versions_of_one_item()
    return current


def _refuse_twins(session: Session, prepared: Sequence[PreparedVersion]) -> None:
    """The same text twice wastes a draw: somebody may have written it since the preview."""
    while similar.index_missing(session):
        pass
    equal = similar.find_equal(session, {each.fingerprint.digest for each in prepared})
    for each in prepared:
        if any(stored.item_id != each.item_id for stored in equal.get(each.fingerprint.digest, ())):
            raise messages.preview_outdated()


def _refuse_missing_cases(session: Session, prepared: Sequence[PreparedVersion]) -> None:
    """A question about a stimulus that neither the bank nor the file has could not be asked."""
    in_file = {(each.bank, each.name) for each in prepared if each.columns["kind"] in stimulus_kinds()}
    missing = {(each.bank, each.columns["case"]) for each in prepared if each.columns["case"]} - in_file
    for batch in batched(sorted(missing), similar.BATCH):
        rows = session.execute(
            select(Bank.slug, Item.name)
            .join(Item, Item.bank_id == Bank.id)
            .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number))
            .where(ItemVersion.kind.in_(stimulus_kinds()), Item.name.in_([name for _, name in batch]))
        )
        missing -= {(slug, name) for slug, name in rows}
    if missing:
        names = sorted(name for _, name in missing)[:_MOST_NAMED]
        raise messages.stimuli_missing(names, stimulus_kinds())


def _insert_items(session: Session, prepared: Sequence[PreparedVersion]) -> dict[int, int]:
    """Insert items and return their ids by row. One statement returns ids in no order, so they are selected."""
    banks: dict[str, int] = {}
    for slug in sorted({each.bank for each in prepared}):
        insert_or_ignore(session, Bank, slug=slug, purpose="exam")
        banks[slug] = session.execute(select(Bank.id).where(Bank.slug == slug)).scalar_one()
    ids: dict[int, int] = {}
    for batch in batched(prepared, similar.BATCH):
        values = [
            {"bank_id": banks[each.bank], "name": each.name, "number": 1, "state": "draft", "file_hash": ""}
            for each in batch
        ]
        insert_many(session, Item, values)
        inserted = session.execute(
            select(Item.bank_id, Item.name, Item.id).where(
                Item.bank_id.in_(banks.values()), Item.name.in_([each.name for each in batch])
            )
        )
        by_name = {(bank_id, name): id_ for bank_id, name, id_ in inserted}
        ids |= {each.row_id: by_name[banks[each.bank], each.name] for each in batch}
    return ids


def _insert_versions(session: Session, versions: list[dict[str, Any]]) -> list[int]:
    """Insert versions and return their ids in the same order."""
    ids: list[int] = []
    for batch in batched(versions, similar.BATCH):
        insert_many(session, ItemVersion, batch)
        numbers = {version["item_id"]: version["number"] for version in batch}
        inserted = session.execute(
            select(ItemVersion.item_id, ItemVersion.number, ItemVersion.id).where(
                ItemVersion.item_id.in_(numbers)
            )
        )
        by_item = {item_id: id_ for item_id, number, id_ in inserted if numbers[item_id] == number}
        ids += [by_item[version["item_id"]] for version in batch]
    return ids


def _increment_numbers(session: Session, numbers: dict[int, int]) -> None:
    for batch in batched(numbers.items(), _BATCH):
        values = [{"id": id_, "number": number + 1, "state": "draft"} for id_, number in batch]
        session.execute(update(Item), values)
