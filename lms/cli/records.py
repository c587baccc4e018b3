"""lms records export: completion records as a file."""

import argparse
from typing import Any

from lms.cli import Commands, t
from lms.cli.reports import add_file, write_report
from lms.domain.problem import Text


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text("导出结业记录", "export completion records")
    parser = commands.add("records", "export", doc=doc, run=run)
    add_file(parser)
    parser.add_argument("--unit", default="", help=t("单位代码，含下级", "unit code, with the units below"))
    parser.add_argument(
        "--from", dest="since", default="", metavar="D", help=t("结业日期从（含）", "first day")
    )
    parser.add_argument("--until", default="", metavar="D", help=t("结业日期到（含）", "last day, included"))
    parser.add_argument("--course", default="", help=t("课程代码", "course slug"))


def run(args: argparse.Namespace) -> Any:
    """Export as `lms reports completions` does; this command is older and stays for scripts that use it."""
    chosen = {name: getattr(args, name) for name in ("unit", "since", "until", "course")}
    return write_report(args, "completions", chosen)
