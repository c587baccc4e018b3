"""lms reports NAME: every report as a file"""

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from lms.cli import Commands, installation, reader, say
from lms.domain.problem import Text
from lms.formats.tables import table_formats
from lms.platform.clock import utcnow
from lms.reports import export
from lms.reports.report import Chosen, Report
from lms.reports.standard import reports


def add(commands: Commands) -> None:
    """A command for each report, with an option for each of its filters."""
    for name, report in sorted(reports().items()):
        doc = report.TABLE.title + Text("：", ": ") + report.PURPOSE
        parser = commands.add("reports", name, doc=doc, run=partial(run, report=report))
        add_file(parser)
        for one in report.FILTERS:
            words = one.label.in_(reader())
            about = say(f"{words}（代码）", f"{words}: its code") if one.options else words
            parser.add_argument(
                f"--{one.sent_as}",
                dest=one.name,
                default="",
                metavar="CODE" if one.options else "D",
                help=about,
            )


def add_file(parser: argparse.ArgumentParser) -> None:
    """What every command that writes a report asks for: where to, and in which format."""
    parser.add_argument("out", metavar="OUT", help=say("写入的文件", "the file to write"))
    parser.add_argument("--to", choices=sorted(table_formats()), required=True, help=say("格式", "format"))


def run(args: argparse.Namespace, report: Report) -> Any:
    """Write the report with the filters of the command."""
    return write_out(args, report.NAME, {one.name: getattr(args, one.name) for one in report.FILTERS})


def write_out(args: argparse.Namespace, name: str, chosen: Chosen) -> Any:
    """Write the file beside its place, then put it there: a failed export leaves no half a file."""
    _settings, db = installation(args)
    out = Path(args.out)
    part = out.with_name(out.name + ".part")
    try:
        with db.read() as session, part.open("w+b") as file:
            rows = export.write(session, None, name, args.to, chosen, reader(), file)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    with db.transaction() as session:
        export.note(session, None, name, args.to, chosen, rows, utcnow())
    return (
        {"rows": rows, "file": str(out)}
        if args.json
        else say(f"已导出 {rows} 条到 {out}", f"{rows} rows to {out}")
    )
