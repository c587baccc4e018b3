"""The reports: each module of this package is one; a new one needs no other edit."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from lms.domain.access import Actor, Permission
from lms.reports import messages
from lms.reports.report import Report


@cache
def reports() -> dict[str, Report]:
    """Return every report by its name."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {module.NAME: cast(Report, module) for module in modules}


def permissions() -> tuple[Permission, ...]:
    """Return the permissions of which each allows at least one report."""
    required = {report.PERMISSION for report in reports().values()}
    return tuple(permission for permission in Permission if permission in required)


def available_reports(actor: Actor) -> list[Report]:
    """Return the reports that this person may export."""
    return [report for report in reports().values() if actor.may(report.PERMISSION)]


def report_for(actor: Actor | None, name: str) -> Report:
    """Return the report called `name`. Raise Refused if this person may not export it (None: the command line, all)."""
    report = reports().get(name)
    if report is None:
        raise messages.no_report()
    if actor is not None and not actor.may(report.PERMISSION):
        raise messages.may_not_export()
    return report
