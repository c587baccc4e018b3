"""What an entry is to the bank, as a value, and which decision of its importer still makes sense with it."""

from dataclasses import dataclass

from lms.bank.models import ImportEntry, Item, ItemVersion
from lms.domain.question.similarity import Similarity

Base = tuple[Item, ItemVersion]
"""An item with its newest version."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """new, changed, same or doubtful."""

    state: str = "new"
    item_id: int | None = None
    """The item that it changes, repeats or is like."""
    number: int | None = None
    """Of that item's version at this moment."""
    twin: int | None = None
    """The position of the entry that it repeats or is like."""
    alike: Similarity | None = None
    """How like the other one it is; None where the two are known by their name alone."""
    base: Base | None = None
    """What it was compared with word by word."""


NEW = Verdict()


def settle(entry: ImportEntry, verdict: Verdict) -> None:
    """Keep the verdict with its entry."""
    entry.state, entry.choice = verdict.state, choice_left(entry.choice, verdict)
    entry.item_id, entry.base_number, entry.twin = verdict.item_id, verdict.number, verdict.twin
    entry.common = verdict.alike.common if verdict.alike else None
    entry.pieces = verdict.alike.all if verdict.alike else None


def choice_left(choice: str, verdict: Verdict) -> str:
    """The decision made before, or "" where it makes no sense with the verdict."""
    if verdict.state == "new":
        impossible = choice == "version"
    elif verdict.alike is None:
        impossible = choice in ("add", "version")
    elif verdict.state == "same":
        impossible = True
    else:
        equal = verdict.alike.common == verdict.alike.all
        impossible = (choice == "version" and verdict.item_id is None) or (choice == "add" and equal)
    return "" if impossible else choice
