"""Read the items of papers. Item versions never change, so each process caches those that it has read."""

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from lms.bank.models import Item, ItemVersion
from lms.domain.question.protocol import Question
from lms.questions import restore_question

MOST_CACHED = 3_000
"""Items that one process caches; some ten kilobytes each."""


@dataclass(frozen=True, slots=True)
class PaperItem:
    """An item version, ready to be shown and scored."""

    version_id: int
    question: Question
    competency: str
    level: int
    rationale: dict[str, str]
    """Why the key is right, by language: not for candidates before release."""
    source: str
    name: str = ""
    case: str = ""
    """The name of the stimulus that it is about."""

    @property
    def kind(self) -> str:
        return self.question.kind


class _ItemCache:
    """When it is full, the least recently used item is removed first."""

    def __init__(self) -> None:
        self._items: OrderedDict[int, PaperItem] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, ids: Collection[int]) -> dict[int, PaperItem]:
        with self._lock:
            cached = {id_: self._items[id_] for id_ in ids if id_ in self._items}
            for id_ in cached:
                self._items.move_to_end(id_)
        return cached

    def add(self, items: dict[int, PaperItem]) -> None:
        with self._lock:
            self._items.update(items)
            while len(self._items) > MOST_CACHED:
                self._items.popitem(last=False)


# By engine and not by id alone: another database has other items under the same ids.
_caches: WeakKeyDictionary[Engine | Connection, _ItemCache] = WeakKeyDictionary()


def paper_items(session: Session, version_ids: Collection[int]) -> dict[int, PaperItem]:
    """Return the items with these version ids; at most one query, none when all are cached."""
    bind = session.get_bind()
    cache = _caches.get(bind) or _caches.setdefault(bind, _ItemCache())
    items = cache.get(version_ids)
    unknown = set(version_ids) - set(items)
    if unknown:
        rows = session.execute(
            select(
                ItemVersion.id,
                ItemVersion.body,
                ItemVersion.competency_id,
                ItemVersion.level,
                ItemVersion.rationale,
                ItemVersion.source,
                ItemVersion.case,
                Item.name,
            )
            .join(Item, Item.id == ItemVersion.item_id)
            .where(ItemVersion.id.in_(unknown))
        )
        read = {
            row.id: PaperItem(
                row.id,
                restore_question(row.body),
                row.competency_id,
                row.level,
                row.rationale,
                row.source,
                row.name,
                row.case,
            )
            for row in rows
        }
        cache.add(read)
        items |= read
    return items
