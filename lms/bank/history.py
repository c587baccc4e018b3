"""The versions of an item, what was decided about each, and what one changed in the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank.models import ItemVersion, Review

AROUND = 1
"""How many unchanged lines stand around what was changed."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version with what was decided about it, oldest decision first."""

    row: ItemVersion
    reviews: tuple[Review, ...]

    @property
    def reviewer(self) -> str:
        """Who approved it; "" for nobody."""
        return next((review.reviewer for review in self.reviews if review.verdict == "approved"), "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison: "+" was added, "-" removed, " " stayed, "…" stands for lines left out."""

    sign: str
    text: str = ""


def versions(session: Session, item_id: int) -> list[Version]:
    """Every version of the item, the newest first; two queries."""
    rows = session.scalars(
        select(ItemVersion).where(ItemVersion.item_id == item_id).order_by(ItemVersion.number.desc())
    ).all()
    said: dict[int, list[Review]] = {row.id: [] for row in rows}
    for review in session.scalars(select(Review).where(Review.version_id.in_(said)).order_by(Review.id)):
        said[review.version_id].append(review)
    return [Version(row, tuple(said[row.id])) for row in rows]


def changes(old: str, new: str) -> list[Line]:
    """What turns one text into the other, line by line, with a little of what stands around it."""
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Line] = []
    end = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        if group[0][1] > end:
            found.append(Line("…"))
        for kind, a, b, c, d in group:
            found.extend(_lines(kind, before[a:b], after[c:d]))
        end = group[-1][2]
    return found + ([Line("…")] if found and end < len(before) else [])


def _lines(kind: str, before: list[str], after: list[str]) -> Iterator[Line]:
    if kind == "equal":
        yield from (Line(" ", text) for text in before)
        return
    yield from (Line("-", text) for text in before)
    yield from (Line("+", text) for text in after)
