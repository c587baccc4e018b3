"""The reports: each module of this package is one; a new one needs no other edit."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from lms.domain.access import Actor, Permission
from lms.domain.problem import Refused, Text, not_found
from lms.reports.report import Report


@cache
def reports() -> dict[str, Report]:
    """Every report by its name."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return {module.NAME: cast(Report, module) for module in modules}


def permissions() -> tuple[Permission, ...]:
    """Those of which each lets somebody take at least one report."""
    asked = {report.PERMISSION for report in reports().values()}
    return tuple(permission for permission in Permission if permission in asked)


def offered(actor: Actor) -> list[Report]:
    """The reports that this person may take."""
    return [report for report in reports().values() if actor.may(report.PERMISSION)]


def report_for(actor: Actor | None, name: str) -> Report:
    """The report called `name`, if this person may take it (None: the command line, all). Raises Refused."""
    report = reports().get(name)
    if report is None:
        raise not_found(Text("报表", "report"))
    if actor is not None and not actor.may(report.PERMISSION):
        raise Refused(
            "forbidden",
            Text("您没有导出这份报表的权限", "You may not take this report"),
            Text(
                "如工作需要，请联系安全管理员授予角色",
                "If your work needs it, ask the security administrator for a role",
            ),
            status=403,
        )
    return report
