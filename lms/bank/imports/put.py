"""Writes the questions of an import into the bank: what takes time first, then everything in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.bank import case_order, index
from lms.bank.imports import find, similar
from lms.bank.imports.content import content_of
from lms.bank.imports.judge import Tell
from lms.bank.imports.similar import Print
from lms.bank.listing_models import Listing
from lms.bank.models import Bank, ImportEntry, Item, ItemImport, ItemVersion
from lms.bank.version_text import columns_of, fingerprint
from lms.domain.problem import Refused, Text
from lms.formats import collector
from lms.platform import audit
from lms.platform.db.insert import batched, insert_many, insert_or_ignore
from lms.platform.digest import digest
from lms.questions import search_text, stimulus_kinds

_PART = 200


@dataclass(slots=True)
class Ready:
    """A version to be written, and the entry it comes from."""

    entry_id: int
    item_id: int | None
    base_number: int | None
    bank: str
    name: str
    columns: dict[str, Any]
    print: Print
    is_moved: bool
    """Whether it leaves one case for another."""


@collector.seldom()
def prepare(session: Session, imported: ItemImport, tell: Tell = lambda _: None) -> list[Ready]:
    """Everything that takes time, so that the writing itself is short."""
    entries = session.scalars(
        select(ImportEntry)
        .where(ImportEntry.import_id == imported.id, find.to_write())
        .order_by(ImportEntry.position)
    ).all()
    ready: list[Ready] = []
    for part in batched(entries, _PART):
        ids = {e.item_id for e in part if e.item_id and find.what_becomes(e.state, e.choice) == "version"}
        bases = find.items(session, ids)
        ready += [_ready(entry, imported, bases) for entry in part]
        tell(len(ready))
    return ready


def _ready(entry: ImportEntry, imported: ItemImport, bases: dict[int, tuple[Item, ItemVersion]]) -> Ready:
    is_version = find.what_becomes(entry.state, entry.choice) == "version"
    item, base = bases[entry.item_id] if is_version and entry.item_id in bases else (None, None)
    if is_version and item is None:
        raise stale()
    content = content_of(entry, imported, item.name if item else entry.name, base)
    kept = columns_of(content) | {"author": imported.by}
    columns = {
        **kept,
        "hash": fingerprint(kept),
        "words": search_text(content.question),
        "author_id": imported.by_id,
    }
    return Ready(
        entry.id,
        item.id if item else None,
        entry.base_number,
        content.competency,
        content.name,
        columns,
        similar.print_of(content.question),
        base is not None and base.case != content.case,
    )


@collector.seldom()
def write(session: Session, imported: ItemImport, ready: Sequence[Ready], now: datetime) -> None:
    """Items, versions, fingerprints and what became of each entry."""
    before = _current(session, ready)
    _refuse_twins(session, ready)
    _refuse_lost_cases(session, ready)
    try:
        made = _items(session, [each for each in ready if each.item_id is None])
    except IntegrityError:
        raise stale() from None
    numbers = {item_id: row["number"] for item_id, row in before.items()}
    _next_versions(session, numbers)
    moved = [each.item_id for each in ready if each.is_moved]
    session.execute(update(Item).where(Item.id.in_(moved)).values(case_order=None)) if moved else None
    rows = [
        each.columns | {"item_id": item_id, "number": numbers.get(item_id, 0) + 1, "created_at": now}
        for each in ready
        for item_id in [each.item_id or made[each.entry_id]]
    ]
    versions = _versions(session, rows)
    similar.keep(session, [(id_, each.print) for id_, each in zip(versions, ready, strict=True)])
    told = [
        {
            "id": each.entry_id,
            "item_id": row["item_id"],
            "version_id": id_,
            "before": before.get(row["item_id"]),
        }
        for each, row, id_ in zip(ready, rows, versions, strict=True)
    ]
    for part in batched(told, _PART):
        session.execute(update(ImportEntry), part)
    index.refresh(session, [row["item_id"] for row in rows])
    _arrange(session, imported, {row["case"] for row in rows} - {""})
    hashes = [[row["item_id"], row["number"], row["hash"]] for row in rows]
    _settle(session, imported, len(made), len(before), digest(hashes), now)


def _arrange(session: Session, imported: ItemImport, cases: set[str]) -> None:
    """The questions of a case of which the file says something new stand in its order, the same ones too."""
    if not cases:
        return
    query = (
        select(Item.bank_id, Listing.case, Item.id)
        .join(ImportEntry, ImportEntry.item_id == Item.id)
        .join(Listing, Listing.item_id == Item.id)
        .where(
            ImportEntry.import_id == imported.id,
            ImportEntry.version_id.is_not(None) | (ImportEntry.state == "same"),
        )
        .order_by(ImportEntry.position)
    )
    said: dict[tuple[int, str], list[int]] = {}
    for bank_id, case, item_id in session.execute(query):
        said.setdefault((bank_id, case), []).append(item_id)
    for (bank_id, case), ids in said.items():
        if case in cases:
            case_order.by_file(session, bank_id, case, ids)


def _settle(
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


def _current(session: Session, ready: Sequence[Ready]) -> dict[int, dict[str, Any]]:
    """State and numbers of the items that get a version, locked; refused if one is not what was previewed."""
    wanted = {each.item_id: each.base_number for each in ready if each.item_id is not None}
    found: dict[int, dict[str, Any]] = {}
    for part in batched(wanted, similar.MANY):
        for item in session.scalars(
            select(Item).where(Item.id.in_(part)).order_by(Item.id).with_for_update()
        ):
            found[item.id] = {
                "state": item.state,
                "number": item.number,
                "approved_number": item.approved_number,
            }
    if any(id_ not in found or found[id_]["number"] != number for id_, number in wanted.items()):
        raise stale()
    if len(wanted) != sum(each.item_id is not None for each in ready):
        raise Refused(
            "bank.import_twice",
            Text(
                "有两道题要成为同一道题的新版本", "Two questions are to become the next version of one item"
            ),
            Text("请把其中一道改为跳过", "Skip one of them"),
        )
    return found


def _refuse_twins(session: Session, ready: Sequence[Ready]) -> None:
    """The same words twice waste a draw: somebody may have written them since the preview."""
    while similar.catch_up(session):
        pass
    equal = similar.equal(session, {each.print.digest for each in ready})
    for each in ready:
        if any(held.item_id != each.item_id for held in equal.get(each.print.digest, ())):
            raise stale()


def _refuse_lost_cases(session: Session, ready: Sequence[Ready]) -> None:
    """A question about a text that neither the bank nor the file holds could not be asked."""
    stimuli = {(each.bank, each.name) for each in ready if each.columns["kind"] in stimulus_kinds()}
    asked = {(each.bank, each.columns["case"]) for each in ready if each.columns["case"]} - stimuli
    for part in batched(sorted(asked), similar.MANY):
        rows = session.execute(
            select(Bank.slug, Item.name)
            .join(Item, Item.bank_id == Bank.id)
            .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number))
            .where(ItemVersion.kind.in_(stimulus_kinds()), Item.name.in_([name for _, name in part]))
        )
        asked -= {(slug, name) for slug, name in rows}
    if asked:
        names = ", ".join(sorted(name for _, name in asked)[:20])
        raise Refused(
            "bank.no_case",
            Text(f"题库里没有这些材料：{names}", f"The bank holds no text to read named {names}"),
            Text(
                f"请把材料（题型 {'、'.join(stimulus_kinds())}）一起导入",
                f"Import the texts (kind {', '.join(stimulus_kinds())}) with their questions",
            ),
        )


def stale() -> Refused:
    """The bank is not what the preview compared with."""
    return Refused(
        "bank.import_stale",
        Text(
            "预览之后题库有了变化，没有导入", "The bank has changed since the preview; nothing was imported"
        ),
        Text("请点“重新核对”，看过后再导入", 'Press "Compare again", look, and import then'),
    )


def _items(session: Session, ready: Sequence[Ready]) -> dict[int, int]:
    """New items, by their entries. Many in one statement give no ids in order, so they are asked for."""
    banks: dict[str, int] = {}
    for slug in sorted({each.bank for each in ready}):
        insert_or_ignore(session, Bank, slug=slug, purpose="exam")
        banks[slug] = session.execute(select(Bank.id).where(Bank.slug == slug)).scalar_one()
    made: dict[int, int] = {}
    for part in batched(ready, similar.MANY):
        rows = [
            {"bank_id": banks[each.bank], "name": each.name, "number": 1, "state": "draft", "file_hash": ""}
            for each in part
        ]
        insert_many(session, Item, rows)
        found = session.execute(
            select(Item.bank_id, Item.name, Item.id).where(
                Item.bank_id.in_(banks.values()), Item.name.in_([each.name for each in part])
            )
        )
        ids = {(bank_id, name): id_ for bank_id, name, id_ in found}
        made |= {each.entry_id: ids[banks[each.bank], each.name] for each in part}
    return made


def _versions(session: Session, rows: list[dict[str, Any]]) -> list[int]:
    """New versions; their ids in the order of the rows."""
    made: list[int] = []
    for part in batched(rows, similar.MANY):
        insert_many(session, ItemVersion, part)
        numbers = {row["item_id"]: row["number"] for row in part}
        found = session.execute(
            select(ItemVersion.item_id, ItemVersion.number, ItemVersion.id).where(
                ItemVersion.item_id.in_(numbers)
            )
        )
        ids = {item_id: id_ for item_id, number, id_ in found if numbers[item_id] == number}
        made += [ids[row["item_id"]] for row in part]
    return made


def _next_versions(session: Session, numbers: dict[int, int]) -> None:
    for part in batched(numbers.items(), _PART):
        rows = [{"id": id_, "number": number + 1, "state": "draft"} for id_, number in part]
        session.execute(update(Item), rows)
