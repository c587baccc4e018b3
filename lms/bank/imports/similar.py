"""Fingerprints of item versions, and the questions of the bank that another question repeats or resembles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.models import Bank, Fingerprint, FingerprintBand, Item, ItemVersion
from lms.domain.question import similarity
from lms.domain.question.protocol import Question
from lms.domain.question.similarity import Similarity
from lms.platform.db.insert import batched, insert_many
from lms.questions import get_kind, restore_question

BATCH = 1_000
"""Versions, texts or numbers in a statement."""
_MOST_SHARING = 50
"""A band that more versions share than this distinguishes nothing."""
_MOST_CANDIDATES = 5
_SHORT = 500
"""Characters of a text whose fingerprint is cached."""


@dataclass(frozen=True, slots=True)
class QuestionFingerprint:
    """What a question is compared by."""

    text: str
    digest: str
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """The newest version of an item in the bank, as far as comparing needs it."""

    version_id: int
    item_id: int
    name: str
    number: int
    practice: bool
    retired: bool
    text: str


def fingerprint_of(question: Question) -> QuestionFingerprint:
    """Return the fingerprint of the stem and options in the first language."""
    words = get_kind(question.kind).search_text(question.body)
    return _cached(words) if len(words) <= _SHORT else _compute(words)


def _compute(words: str) -> QuestionFingerprint:
    text = similarity.compared_text(words)
    digest = sha256(text.encode("utf-8", "replace")).hexdigest()
    return QuestionFingerprint(text, digest, similarity.bands(similarity.shingles(text)))


_cached = lru_cache(20_000)(_compute)
"""As many as an import may have: its rows are compared repeatedly, and once more when it is committed."""


def count_missing(session: Session) -> int:
    """Return how many newest versions have no fingerprint yet."""
    return session.scalar(select(func.count()).select_from(_without_fingerprint().subquery())) or 0


def index_missing(session: Session, most: int = BATCH) -> int:
    """Add the fingerprints of up to `most` newest versions that have none; return how many were added."""
    rows = session.execute(_without_fingerprint().limit(most)).all()
    save_fingerprints(session, [(row.id, fingerprint_of(restore_question(row.body))) for row in rows])
    return len(rows)


def _without_fingerprint() -> Select[int, dict[str, Any]]:
    """Return the query of the newest versions without a fingerprint."""
    return (
        select(ItemVersion.id, ItemVersion.body)
        .join(Item, find.newest_version())
        .outerjoin(Fingerprint, Fingerprint.version_id == ItemVersion.id)
        .where(Fingerprint.version_id.is_(None))
    )


def save_fingerprints(session: Session, fingerprints: Sequence[tuple[int, QuestionFingerprint]]) -> None:
    """Save fingerprints with the ids of their versions."""
    for batch in batched(fingerprints, BATCH):
        rows = [{"version_id": id_, "digest": each.digest, "text": each.text} for id_, each in batch]
        bands = [{"version_id": id_, "band": band} for id_, each in batch for band in set(each.bands)]
        insert_many(session, Fingerprint, rows)
        insert_many(session, FingerprintBand, bands)


def find_equal(session: Session, digests: Iterable[str]) -> dict[str, list[StoredQuestion]]:
    """Return the newest versions whose text has one of these digests, by digest."""
    equal: dict[str, list[StoredQuestion]] = {}
    for batch in batched(digests, BATCH):
        query = _stored_query().add_columns(Fingerprint.digest).where(Fingerprint.digest.in_(batch))
        for *columns, digest in session.execute(query):
            equal.setdefault(digest, []).append(_as_stored_question(columns))
    return equal


def find_similar(
    session: Session, fingerprints: Sequence[QuestionFingerprint]
) -> Iterator[list[tuple[StoredQuestion, Similarity]]]:
    """Yield for each fingerprint the newest versions that are ALIKE percent like it, the most similar first."""
    for batch in batched(fingerprints, BATCH // 10):
        versions = _versions_by_band(session, {band for each in batch for band in each.bands})
        candidates = [_candidates(each, versions) for each in batch]
        stored = _stored_questions(session, {id_ for ids in candidates for id_ in ids})
        for each, ids in zip(batch, candidates, strict=True):
            yield _alike(each, [stored[id_] for id_ in ids if id_ in stored])


def _versions_by_band(session: Session, bands: set[int]) -> dict[int, list[int]]:
    """Return the versions that share each band, up to a limit that only bands shared by too many reach."""
    query = (
        select(FingerprintBand.band, FingerprintBand.version_id)
        .where(FingerprintBand.band.in_(bands))
        .limit(BATCH * _MOST_SHARING)
    )
    versions: dict[int, list[int]] = {}
    for band, version_id in session.execute(query):
        versions.setdefault(band, []).append(version_id)
    return versions


def _candidates(fingerprint: QuestionFingerprint, versions_by_band: dict[int, list[int]]) -> list[int]:
    shared_bands: Counter[int] = Counter()
    for band in fingerprint.bands:
        shared_bands.update(islice(versions_by_band.get(band, ()), _MOST_SHARING))
    return [id_ for id_, _ in shared_bands.most_common(_MOST_CANDIDATES)]


def _stored_questions(session: Session, ids: set[int]) -> dict[int, StoredQuestion]:
    rows = [
        row
        for batch in batched(ids, BATCH)
        for row in session.execute(_stored_query().where(Fingerprint.version_id.in_(batch)))
    ]
    return {row.version_id: _as_stored_question(row) for row in rows}


def _alike(
    fingerprint: QuestionFingerprint, stored: Sequence[StoredQuestion]
) -> list[tuple[StoredQuestion, Similarity]]:
    if not stored:
        return []
    own = similarity.shingles(fingerprint.text)
    compared = [(other, similarity.jaccard(own, similarity.shingles(other.text))) for other in stored]
    alike = [pair for pair in compared if pair[1].percent >= similarity.SIMILAR_PERCENT]
    return sorted(alike, key=lambda pair: (-pair[1].percent, pair[0].version_id))


def _stored_query() -> Any:
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
        .join(Item, find.newest_version())
        .join(Bank, Bank.id == Item.bank_id)
    )


def _as_stored_question(columns: Any) -> StoredQuestion:
    version_id, item_id, name, number, purpose, state, text = columns
    return StoredQuestion(version_id, item_id, name, number, purpose == "practice", state == "retired", text)
