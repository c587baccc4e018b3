"""The versions of an item with their reviews, and the differences between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank.models import IN_USE, SUPPLIED, ItemVersion, Review

CONTEXT_LINES = 1
"""How many unchanged lines are shown before and after a change."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version with its reviews, oldest first."""

    row: ItemVersion
    reviews: tuple[Review, ...]

    @property
    def supplied(self) -> bool:
        """Whether a file supplied it and nobody has approved it since."""
        return [r.verdict for r in self.reviews if r.verdict in IN_USE][-1:] == [SUPPLIED]

    @property
    def reviewer(self) -> str:
        """Who approved it, or ""."""
        return next((review.reviewer for review in self.reviews if review.verdict == "approved"), "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison: "+" was added, "-" removed, " " is unchanged, "…" marks omitted lines."""

    sign: str
    text: str = ""


def versions(session: Session, item_id: int) -> list[Version]:
    """Return every version of the item, newest first; two queries."""
    rows = session.scalars(
        select(ItemVersion).where(ItemVersion.item_id == item_id).order_by(ItemVersion.number.desc())
    ).all()
    reviews: dict[int, list[Review]] = {row.id: [] for row in rows}
    for review in session.scalars(select(Review).where(Review.version_id.in_(reviews)).order_by(Review.id)):
        reviews[review.version_id].append(review)
    return [Version(row, tuple(reviews[row.id])) for row in rows]


def changes(old: str, new: str) -> list[Line]:
    """Return the differences between two texts, line by line, with some context."""
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    lines: list[Line] = []
    end = 0
    for group in matcher.get_grouped_opcodes(CONTEXT_LINES):
        if group[0][1] > end:
            lines.append(Line("…"))
        for kind, a, b, c, d in group:
            lines.extend(_lines(kind, before[a:b], after[c:d]))
        end = group[-1][2]
    return lines + ([Line("…")] if lines and end < len(before) else [])


def _lines(kind: str, before: list[str], after: list[str]) -> Iterator[Line]:
    if kind == "equal":
        yield from (Line(" ", text) for text in before)
        return
    yield from (Line("-", text) for text in before)
    yield from (Line("+", text) for text in after)
