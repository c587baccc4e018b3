"""Pair given answers with accepted ones as favourably as possible, where their order does not count."""

from collections.abc import Sequence
from fractions import Fraction


def best_pairing(worth: Sequence[Sequence[Fraction]]) -> list[int]:
    """Return the column for each row, each column once, with the highest sum of `worth`, which is square.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957): exact, O(n³).
    """
    size = len(worth)
    row_potential = [Fraction(0)] * (size + 1)
    column_potential = [Fraction(0)] * (size + 1)
    row_of = [0] * (size + 1)  # row_of[column]; row 0 and column 0 mean "none"
    for row in range(1, size + 1):
        row_of[0] = row
        came_from = _shortest_path(worth, row_potential, column_potential, row_of)
        column = came_from.pop()
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    column_of = [0] * size
    for column in range(1, size + 1):
        column_of[row_of[column] - 1] = column - 1
    return column_of


def _shortest_path(
    worth: Sequence[Sequence[Fraction]],
    row_potential: list[Fraction],
    column_potential: list[Fraction],
    row_of: list[int],
) -> list[int]:
    """Return the column from which each column was reached, and as last element the free column at the end."""
    size = len(worth)
    slack: list[Fraction | None] = [None] * (size + 1)
    came_from = [0] * (size + 1)
    used = [False] * (size + 1)
    column = 0
    while row_of[column]:
        used[column] = True
        row = row_of[column]
        step, following = None, 0
        for other in range(1, size + 1):
            if used[other]:
                continue
            cost = -worth[row - 1][other - 1] - row_potential[row] - column_potential[other]
            known = slack[other]
            if known is None or cost < known:
                slack[other], came_from[other], known = cost, column, cost
            if step is None or known < step:
                step, following = known, other
        for other in range(size + 1):
            known = slack[other]
            if used[other]:
                row_potential[row_of[other]] += step or 0
                column_potential[other] -= step or 0
            elif known is not None:
                slack[other] = known - (step or 0)
        column = following
    return [*came_from, column]
