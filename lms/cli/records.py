"""lms records export"""

import argparse
from typing import Any

from lms.cli import Commands, say
from lms.cli.reports import add_file, write_out
from lms.domain.problem import Text


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text("导出结业记录", "export completion records")
    parser = commands.add("records", "export", doc=doc, run=run)
    add_file(parser)
    parser.add_argument("--unit", default="", help=say("单位代码，含下级", "unit code, with the units below"))
    parser.add_argument(
        "--from", dest="since", default="", metavar="D", help=say("结业日期从（含）", "first day")
    )
    parser.add_argument(
        "--until", default="", metavar="D", help=say("结业日期到（含）", "last day, included")
    )
    parser.add_argument("--course", default="", help=say("课程代码", "course slug"))


def run(args: argparse.Namespace) -> Any:
    """As `lms reports completions`, which this command is older than."""
    chosen = {name: getattr(args, name) for name in ("unit", "since", "until", "course")}
    return write_out(args, "completions", chosen)
