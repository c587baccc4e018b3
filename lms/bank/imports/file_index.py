"""Index the questions of a file while it is classified: names in use, equal texts, similar texts."""

from collections import Counter

from lms.bank.imports.similar import QuestionFingerprint
from lms.bank.models import ImportRow
from lms.domain.question.similarity import SIMILAR_PERCENT, Similarity, jaccard, shingles

_MOST_SHARING = 50


class FileIndex:
    """The rows before the current one."""

    def __init__(self) -> None:
        self._names: set[tuple[str, str]] = set()
        self._by_digest: dict[str, ImportRow] = {}
        self._positions_by_band: dict[int, list[int]] = {}
        self._texts: dict[int, str] = {}

    def reserve_name(self, competency: str, candidates: list[str]) -> str:
        """Return the first candidate that no earlier row uses in the bank of that competency, and reserve it."""
        name = next(name for name in candidates if (competency, name) not in self._names)
        self._names.add((competency, name))
        return name

    def add(self, row: ImportRow, fingerprint: QuestionFingerprint) -> None:
        """Add a row, with which later ones are compared."""
        self._by_digest.setdefault(fingerprint.digest, row)
        self._texts[row.position] = fingerprint.text
        for band in fingerprint.bands:
            positions = self._positions_by_band.setdefault(band, [])
            if len(positions) < _MOST_SHARING:
                positions.append(row.position)

    def find_equal(self, fingerprint: QuestionFingerprint) -> ImportRow | None:
        """Return the first row with the same text."""
        return self._by_digest.get(fingerprint.digest)

    def find_similar(self, position: int, fingerprint: QuestionFingerprint) -> tuple[int, Similarity] | None:
        """Return the position of the most similar row before this position, or None if none is ALIKE percent."""
        shared_bands: Counter[int] = Counter()
        for band in fingerprint.bands:
            shared_bands.update(other for other in self._positions_by_band.get(band, ()) if other < position)
        if not shared_bands:
            return None
        own = shingles(fingerprint.text)
        compared = [
            (other, jaccard(own, shingles(self._texts[other]))) for other, _ in shared_bands.most_common(5)
        ]
        similar = [pair for pair in compared if pair[1].percent >= SIMILAR_PERCENT]
        return max(similar, key=lambda pair: (pair[1].percent, -pair[0])) if similar else None
