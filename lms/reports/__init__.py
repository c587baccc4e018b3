"""Reports for HR: each module with a NAME is one; every table format carries it."""

from collections.abc import Generator, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.formats.table import Cell, Table
from lms.records.find import Filter


class Report(Protocol):
    """A module of this package with these names is a report."""

    NAME: str
    TABLE: Table

    def rows(
        self, session: Session, actor: Actor | None, chosen: Filter, language: str
    ) -> Generator[Sequence[Cell], None, None]:
        """Rows in the order of the columns, read while they are written."""


@cache
def reports() -> dict[str, Report]:
    """Every report by its name."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return {module.NAME: cast(Report, module) for module in modules if hasattr(module, "NAME")}
