"""Fingerprints of item versions, and what in the bank a question repeats or is much like."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.models import Bank, Fingerprint, FingerprintBand, Item, ItemVersion
from lms.domain.question import similarity
from lms.domain.question.protocol import Question
from lms.domain.question.similarity import Similarity
from lms.platform.db.insert import batched, insert_many
from lms.questions import get_kind, restore_question

MANY = 1_000
"""Versions, texts or numbers to a statement."""
_HOT = 50
"""A number that more versions share than this tells nothing."""
_CANDIDATES = 5
_SHORT = 500
"""Characters of a text whose print is remembered."""


@dataclass(frozen=True, slots=True)
class Print:
    """A question as it is compared."""

    text: str
    digest: str
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The newest version of an item in the bank, as far as comparing needs it."""

    version_id: int
    item_id: int
    name: str
    number: int
    practice: bool
    retired: bool
    text: str


def print_of(question: Question) -> Print:
    """Of its stem and options in the first language."""
    words = get_kind(question.kind).search_text(question.body)
    return _known(words) if len(words) <= _SHORT else _print(words)


def _print(words: str) -> Print:
    text = similarity.compared_text(words)
    digest = sha256(text.encode("utf-8", "replace")).hexdigest()
    return Print(text, digest, similarity.bands(similarity.shingles(text)))


_known = lru_cache(20_000)(_print)
"""A preview is compared again and again, and once more on its way in: as many as an import may have."""


def backlog(session: Session) -> int:
    """How many newest versions have no fingerprint yet."""
    return session.scalar(select(func.count()).select_from(_without_print().subquery())) or 0


def catch_up(session: Session, most: int = MANY) -> int:
    """Fingerprints for up to `most` newest versions that have none; how many there were."""
    rows = session.execute(_without_print().limit(most)).all()
    keep(session, [(row.id, print_of(restore_question(row.body))) for row in rows])
    return len(rows)


def _without_print() -> Any:
    return (
        select(ItemVersion.id, ItemVersion.body)
        .join(Item, find.newest())
        .outerjoin(Fingerprint, Fingerprint.version_id == ItemVersion.id)
        .where(Fingerprint.version_id.is_(None))
    )


def keep(session: Session, prints: Sequence[tuple[int, Print]]) -> None:
    """The fingerprints of these versions."""
    for some in batched(prints, MANY):
        rows = [{"version_id": id_, "digest": each.digest, "text": each.text} for id_, each in some]
        bands = [{"version_id": id_, "band": band} for id_, each in some for band in set(each.bands)]
        insert_many(session, Fingerprint, rows)
        insert_many(session, FingerprintBand, bands)


def equal(session: Session, digests: Iterable[str]) -> dict[str, list[Held]]:
    """The newest versions whose text is exactly one of these, by its digest."""
    found: dict[str, list[Held]] = {}
    for some in batched(digests, MANY):
        query = _held().add_columns(Fingerprint.digest).where(Fingerprint.digest.in_(some))
        for *held, digest in session.execute(query):
            found.setdefault(digest, []).append(_as_held(held))
    return found


def near(session: Session, prints: Sequence[Print]) -> Iterator[list[tuple[Held, Similarity]]]:
    """For each print the newest versions that are ALIKE percent like it, the most alike first."""
    for some in batched(prints, MANY // 10):
        shared = _sharing(session, {band for each in some for band in each.bands})
        asked = [_likely(each, shared) for each in some]
        held = _texts(session, {id_ for ids in asked for id_ in ids})
        for each, ids in zip(some, asked, strict=True):
            yield _alike(each, [held[id_] for id_ in ids if id_ in held])


def _sharing(session: Session, bands: set[int]) -> dict[int, list[int]]:
    """Versions by band, without bands that too many share."""
    query = (
        select(FingerprintBand.band, FingerprintBand.version_id)
        .where(FingerprintBand.band.in_(bands))
        .limit(MANY * _HOT)
    )
    shared: dict[int, list[int]] = {}
    for band, version_id in session.execute(query):
        shared.setdefault(band, []).append(version_id)
    return shared


def _likely(each: Print, shared: dict[int, list[int]]) -> list[int]:
    counted: Counter[int] = Counter()
    for band in each.bands:
        counted.update(islice(shared.get(band, ()), _HOT))
    return [id_ for id_, _ in counted.most_common(_CANDIDATES)]


def _texts(session: Session, ids: set[int]) -> dict[int, Held]:
    rows = [
        row
        for some in batched(ids, MANY)
        for row in session.execute(_held().where(Fingerprint.version_id.in_(some)))
    ]
    return {row.version_id: _as_held(row) for row in rows}


def _alike(each: Print, held: Sequence[Held]) -> list[tuple[Held, Similarity]]:
    if not held:
        return []
    own = similarity.shingles(each.text)
    found = [(other, similarity.jaccard(own, similarity.shingles(other.text))) for other in held]
    good = [(other, how) for other, how in found if how.percent >= similarity.SIMILAR_PERCENT]
    return sorted(good, key=lambda pair: (-pair[1].percent, pair[0].version_id))


def _held() -> Any:
    return (
        select(
            Fingerprint.version_id,
            Item.id.label("item_id"),
            Item.name,
            Item.number,
            Bank.purpose,
            Item.state,
            Fingerprint.text,
        )
        .join(ItemVersion, ItemVersion.id == Fingerprint.version_id)
        .join(Item, find.newest())
        .join(Bank, Bank.id == Item.bank_id)
    )


def _as_held(row: Any) -> Held:
    version_id, item_id, name, number, purpose, state, text = row
    return Held(version_id, item_id, name, number, purpose == "practice", state == "retired", text)
