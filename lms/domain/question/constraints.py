"""Rules about an order: what comes first or last, and what comes before what; each with its weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.domain.fields import Fields
from lms.domain.problem import Text


@dataclass(frozen=True, slots=True)
class Constraint:
    """`form` is "first" or "last" (`one` stands there) or "before" (`one` somewhere before `other`)."""

    form: str
    one: str
    other: str
    weight: Decimal

    @property
    def label(self) -> str:
        return f"{self.one}<{self.other}" if self.form == "before" else f"{self.form} {self.one}"

    def holds(self, order: Sequence[str]) -> bool:
        if self.form == "before":
            return order.index(self.one) < order.index(self.other)
        return order[0 if self.form == "first" else -1] == self.one


def read_constraints(
    fields: Fields, names: Mapping[str, str], order: Sequence[str]
) -> tuple[Constraint, ...]:
    """The `constraints` of a table, which the right order keeps; `names` leads to the id of an entry."""
    found = []
    for row in fields.rows("constraints", ("first", "last", "before", "after", "weight"), most=100):
        constraint = _read_constraint(row, names)
        if constraint and not constraint.holds(order):
            what = Text("标准顺序自身不满足这一条", "is not kept by the right order itself")
            row.add_problem("", what, Text("请改正这一条，或改正 order", "Correct it, or correct order"))
        found += [constraint] if constraint else []
    return tuple(found)


def _read_constraint(row: Fields, names: Mapping[str, str]) -> Constraint | None:
    weight = row.number("weight", Decimal(1))
    if weight <= 0:
        row.add_problem(
            "weight",
            Text("应大于 0", "must be above 0"),
            Text("请写 weight = 2 这样的数", "Write a number such as weight = 2"),
        )
    used = tuple(name for name in ("first", "last", "before", "after") if row.has(name))
    if used not in (("first",), ("last",), ("before", "after")):
        what = Text(
            "应恰写 first、last，或 before 和 after", "needs exactly first, or last, or before with after"
        )
        row.add_problem(
            "",
            what,
            Text(
                '例如 {before = "甲", after = "乙"}：甲在乙前',
                'For example {before = "A", after = "B"}: A stands before B',
            ),
        )
        return None
    ids = []
    for name in used:
        text = row.text(name)
        if text and text not in names:
            what = Text("order 中没有这一项", "is not in order")
            row.add_problem(name, what, Text("请照抄 order 中的文字", "Copy the words from order"))
        ids.append(names.get(text, ""))
    if "" in ids or (len(ids) == 2 and ids[0] == ids[1]):
        if "" not in ids:
            row.add_problem(
                "after",
                Text("与 before 相同", "is the same as before"),
                Text("请写另一项", "Name another entry"),
            )
        return None
    return Constraint(used[0], ids[0], ids[1] if len(ids) == 2 else "", weight)
