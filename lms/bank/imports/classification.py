"""What an entry is to the bank, as a value, and which decision of its importer still makes sense with it."""

from dataclasses import dataclass

from lms.bank.models import ImportRow, Item, ItemVersion
from lms.domain.question.likeness import Likeness

Base = tuple[Item, ItemVersion]
"""An item with its newest version."""


@dataclass(frozen=True, slots=True)
class Classification:
    """new, changed, same or doubtful."""

    state: str = "new"
    item_id: int | None = None
    """The item that it changes, repeats or is like."""
    number: int | None = None
    """Of that item's version at this moment."""
    twin: int | None = None
    """The position of the entry that it repeats or is like."""
    alike: Likeness | None = None
    """How like the other one it is; None where the two are known by their name alone."""
    base: Base | None = None
    """What it was compared with word by word."""


NEW = Classification()


def apply_classification(row: ImportRow, verdict: Classification) -> None:
    """Keep the verdict with its entry."""
    row.state, row.choice = verdict.state, remaining_choice(row.choice, verdict)
    row.item_id, row.base_number, row.twin = verdict.item_id, verdict.number, verdict.twin
    row.common = verdict.alike.common if verdict.alike else None
    row.pieces = verdict.alike.all if verdict.alike else None


def remaining_choice(choice: str, verdict: Classification) -> str:
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
