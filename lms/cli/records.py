"""lms records export"""

import argparse
from pathlib import Path
from typing import Any

from lms.cli import Commands, installation, reader, say
from lms.domain.problem import Text
from lms.formats.tables import table_formats
from lms.platform import audit
from lms.platform.clock import utcnow
from lms.records.find import Filter, read_day
from lms.reports import export


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text("导出结业记录", "export completion records")
    parser = commands.add("records", "export", doc=doc, run=run)
    parser.add_argument("out", metavar="OUT", help=say("写入的文件", "the file to write"))
    parser.add_argument("--to", choices=sorted(table_formats()), required=True, help=say("格式", "format"))
    parser.add_argument("--unit", default="", help=say("单位代码，含下级", "unit code, with the units below"))
    parser.add_argument(
        "--from", dest="since", default="", metavar="D", help=say("结业日期从（含）", "first day")
    )
    parser.add_argument(
        "--until", default="", metavar="D", help=say("结业日期到（含）", "last day, included")
    )
    parser.add_argument("--course", default="", help=say("课程代码", "course slug"))


def run(args: argparse.Namespace) -> Any:
    """Write the file beside its place, then put it there: a failed export leaves no half a file."""
    _settings, db = installation(args)
    chosen = Filter(args.unit, read_day(args.since, "--from"), read_day(args.until, "--until"), args.course)
    out = Path(args.out)
    part = out.with_name(out.name + ".part")
    try:
        with db.read() as session, part.open("w+b") as file:
            rows = export.write(session, None, "completions", args.to, chosen, reader(), file)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    with db.transaction() as session:
        audit.record(session, "reports.export", "report:completions", None, utcnow(), to=args.to, rows=rows)
    return (
        {"rows": rows, "file": str(out)}
        if args.json
        else say(f"已导出 {rows} 条到 {out}", f"{rows} rows to {out}")
    )
