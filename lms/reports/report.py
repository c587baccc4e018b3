"""What a report is: the protocol of its module, and the filters that it declares."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.formats.table import Cell, Table

Chosen = Mapping[str, str]
"""What a report is narrowed down to: texts, and days as 2026-11-23, by the names of its filters. What is empty or absent
narrows nothing down."""
Options = Callable[[Session, Actor], Sequence[tuple[str, Text | str]]]
"""(value, words) of what this person can choose."""


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """One thing that a report can be narrowed down by: something chosen, or a day where there are no options."""

    name: str
    """Its key in what the report is given, and in the audit trail."""
    label: Text
    options: Options | None = None
    not_before: str = ""
    """The name of the filter with the first day, where this is the last."""
    parameter: str = ""
    """What pages and the command line call it, where that is not its name ("from" for "since")."""

    @property
    def sent_as(self) -> str:
        """The name of its field and of its option (`--from`)."""
        return self.parameter or self.name


class Report(Protocol):
    """Each module of lms.reports.standard is one."""

    NAME: str
    """In addresses, on the command line, and of the file."""
    PURPOSE: Text
    """One sentence for those who look for it: what it answers."""
    PERMISSION: Permission
    """Who may take it, for the units over which they hold it."""
    TABLE: Table
    FILTERS: Sequence[ReportFilter]

    def rows(
        self, session: Session, actor: Actor | None, chosen: Chosen, language: str
    ) -> Generator[Sequence[Cell], None, None]:
        """Rows in the order of the columns, read while they are written.

        Only those of the units over which the actor holds the permission; None is the command line, which sees all.
        """

    def count(self, session: Session, actor: Actor | None, chosen: Chosen) -> int:
        """How many rows there will be."""
