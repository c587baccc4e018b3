"""What stands before a question in the same file: names that are taken, equal words, words that are alike."""

from collections import Counter

from lms.bank.imports.similar import Print
from lms.bank.models import ImportEntry
from lms.domain.question import similarity
from lms.domain.question.similarity import Similarity

_MOST_SHARING = 50


class Earlier:
    """Grows entry by entry."""

    def __init__(self) -> None:
        self._names: set[tuple[str, str]] = set()
        self._equal: dict[str, ImportEntry] = {}
        self._bands: dict[int, list[int]] = {}
        self._texts: dict[int, str] = {}

    def take_name(self, competency: str, tried: list[str]) -> str:
        """The first of these names that is free in the bank of that competency, which is taken then."""
        name = next(name for name in tried if (competency, name) not in self._names)
        self._names.add((competency, name))
        return name

    def remember(self, entry: ImportEntry, print_: Print) -> None:
        """The words of an entry, for those behind it."""
        self._equal.setdefault(print_.digest, entry)
        self._texts[entry.position] = print_.text
        for band in print_.bands:
            sharing = self._bands.setdefault(band, [])
            if len(sharing) < _MOST_SHARING:
                sharing.append(entry.position)

    def equal(self, print_: Print) -> ImportEntry | None:
        """The first entry with the same words."""
        return self._equal.get(print_.digest)

    def near(self, position: int, print_: Print) -> tuple[int, Similarity] | None:
        """The position of the entry before this one that is most like it, if one is much like it."""
        counted: Counter[int] = Counter()
        for band in print_.bands:
            counted.update(place for place in self._bands.get(band, ()) if place < position)
        if not counted:
            return None
        own = similarity.shingles(print_.text)
        found = [
            (place, similarity.jaccard(own, similarity.shingles(self._texts[place])))
            for place, _ in counted.most_common(5)
        ]
        good = [pair for pair in found if pair[1].percent >= similarity.SIMILAR_PERCENT]
        return max(good, key=lambda pair: (pair[1].percent, -pair[0])) if good else None
