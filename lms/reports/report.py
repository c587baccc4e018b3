"""Defines what a report is: the protocol of its module, and the filters that it declares."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.formats.table import Cell, Table

FilterValues = Mapping[str, str]
"""The values of a report's filters by their names: texts, and days as 2026-11-23. An empty or absent value does not
filter."""
Options = Callable[[Session, Actor], Sequence[tuple[str, Text | str]]]
"""Return (value, label) of the options of this person."""


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """A filter of a report: a choice, or a day if there are no options."""

    name: str
    """Its key in the values given to the report, and in the audit trail."""
    label: Text
    options: Options | None = None
    not_before: str = ""
    """The name of the filter with the first day, if this is the last."""
    exists: Callable[[Session, str], bool] | None = None
    """Returns whether there is such a value, also one that is no option any more, such as a closed course. Without it the
    report itself refuses an unknown value."""
    parameter: str = ""
    """Its name on pages and the command line, if different ("from" for "since")."""

    @property
    def sent_as(self) -> str:
        """The name of its field and of its option (`--from`)."""
        return self.parameter or self.name


class Report(Protocol):
    """Each module of lms.reports.standard is one."""

    NAME: str
    """In addresses, on the command line, and of the file."""
    PURPOSE: Text
    """One sentence that says which question it answers."""
    PERMISSION: Permission
    """Who may export it, for the units over which they hold the permission."""
    TABLE: Table
    FILTERS: Sequence[ReportFilter]

    def rows(
        self, session: Session, actor: Actor | None, chosen: FilterValues, language: str
    ) -> Generator[Sequence[Cell], None, None]:
        """Yield rows in the order of the columns, read while they are written.

        Only rows of the units over which the actor holds the permission; None is the command line, which sees all.
        """

    def count(self, session: Session, actor: Actor | None, chosen: FilterValues) -> int:
        """Return how many rows there will be."""
