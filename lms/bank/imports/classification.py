"""How a question of an import compares with the bank, and which earlier decision about it still makes sense."""

from dataclasses import dataclass

from lms.bank.models import ImportRow, Item, ItemVersion
from lms.domain.question.similarity import Similarity

Base = tuple[Item, ItemVersion]
"""An item with its newest version."""


@dataclass(frozen=True, slots=True)
class Classification:
    """The state is new, changed, same or doubtful."""

    state: str = "new"
    item_id: int | None = None
    """The item that it changes, repeats or resembles."""
    number: int | None = None
    """The number of that item's version at this moment."""
    twin: int | None = None
    """The position of the row that it repeats or resembles."""
    likeness: Similarity | None = None
    """How much it resembles the other one; None where the two share only their name."""
    base: Base | None = None
    """What it was compared with word by word."""


NEW = Classification()


def apply_classification(row: ImportRow, classification: Classification) -> None:
    """Store the classification in its row."""
    row.state, row.choice = classification.state, remaining_choice(row.choice, classification)
    row.item_id, row.base_number = classification.item_id, classification.number
    row.twin = classification.twin
    row.common = classification.likeness.common if classification.likeness else None
    row.pieces = classification.likeness.all if classification.likeness else None


def remaining_choice(choice: str, classification: Classification) -> str:
    """Return the earlier decision, or "" where it makes no sense with the classification."""
    if classification.state == "new":
        impossible = choice == "version"
    elif classification.likeness is None:
        impossible = choice in ("add", "version")
    elif classification.state == "same":
        impossible = True
    else:
        equal = classification.likeness.common == classification.likeness.all
        impossible = (choice == "version" and classification.item_id is None) or (choice == "add" and equal)
    return "" if impossible else choice
