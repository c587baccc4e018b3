"""Constraints on an order: which entry is first or last, and which comes before which, each with a weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.domain.fields import Fields
from lms.domain.question import messages


@dataclass(frozen=True, slots=True)
class Constraint:
    """`relation` is "first" or "last" (of `entry`), or "before": `entry` comes somewhere before `other`."""

    relation: str
    entry: str
    other: str
    weight: Decimal

    @property
    def label(self) -> str:
        """Return how `Part.what` names it: "a<b", "first a"."""
        return f"{self.entry}<{self.other}" if self.relation == "before" else f"{self.relation} {self.entry}"

    def holds(self, places: Mapping[str, int], last: int) -> bool:
        """Return whether the places meet the constraint; not if it is about an entry without a place."""
        if self.relation == "before":
            both = self.entry in places and self.other in places
            return both and places[self.entry] < places[self.other]
        return places.get(self.entry) == (1 if self.relation == "first" else last)


def read_constraints(fields: Fields, ids: Mapping[str, str], order: Sequence[str]) -> tuple[Constraint, ...]:
    """Return the `constraints` of a table. `ids` gives the id of each entry by what an author may call it.

    Add a problem for each constraint that `order`, the right order, does not meet.
    """
    constraints = []
    places = {id_: place for place, id_ in enumerate(order, 1)}
    for row in fields.rows("constraints", ("first", "last", "before", "after", "weight"), most=100):
        constraint = _read_constraint(row, ids)
        if constraint and not constraint.holds(places, len(order)):
            row.add_problem("", *messages.CONSTRAINT_NOT_MET)
        constraints += [constraint] if constraint else []
    return tuple(constraints)


def _read_constraint(row: Fields, ids: Mapping[str, str]) -> Constraint | None:
    weight = row.number("weight", Decimal(1))
    if weight <= 0:
        row.add_problem("weight", *messages.NOT_A_WEIGHT)
    used = tuple(name for name in ("first", "last", "before", "after") if row.has(name))
    if used not in (("first",), ("last",), ("before", "after")):
        row.add_problem("", *messages.NOT_A_CONSTRAINT)
        return None
    entries = []
    for name in used:
        text = row.text(name)
        if text and text not in ids:
            row.add_problem(name, *messages.UNKNOWN_ENTRY)
        entries.append(ids.get(text, ""))
    if "" in entries:
        return None
    if len(entries) == 2 and entries[0] == entries[1]:
        row.add_problem("after", *messages.BEFORE_ITSELF)
        return None
    return Constraint(used[0], entries[0], entries[1] if len(entries) == 2 else "", weight)
