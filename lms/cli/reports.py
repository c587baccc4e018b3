"""lms reports NAME: every report as a file."""

import argparse
from functools import partial
from typing import Any

from lms.cli import Commands, installation, language, t
from lms.cli.terminal import output
from lms.domain.problem import Text
from lms.formats.tables import table_formats
from lms.platform.clock import utcnow
from lms.reports import export
from lms.reports.report import FilterValues, Report
from lms.reports.standard import reports


def add(commands: Commands) -> None:
    """Add a command for each report, with an option for each of its filters."""
    for name, report in sorted(reports().items()):
        doc = report.TABLE.title + Text("：", ": ") + report.PURPOSE
        parser = commands.add("reports", name, doc=doc, run=partial(run, report=report))
        add_file(parser)
        for declared in report.FILTERS:
            label = declared.label.in_(language())
            parser.add_argument(
                f"--{declared.sent_as}",
                dest=declared.name,
                default="",
                metavar="CODE" if declared.options else "D",
                help=t(f"{label}（代码）", f"{label}: its code") if declared.options else label,
            )


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of every command that writes a report: the file and its format."""
    parser.add_argument("out", metavar="OUT", help=t("写入的文件", "the file to write"))
    parser.add_argument("--to", choices=sorted(table_formats()), required=True, help=t("格式", "format"))


def run(args: argparse.Namespace, report: Report) -> Any:
    """Write the report with the filters of the command."""
    chosen = {declared.name: getattr(args, declared.name) for declared in report.FILTERS}
    return write_report(args, report.NAME, chosen)


def write_report(args: argparse.Namespace, name: str, chosen: FilterValues) -> Any:
    """Write the file, and record who exported what."""
    _settings, db = installation(args)
    with db.read() as session, output.writing(args.out) as file:
        rows = export.write(session, None, name, args.to, chosen, language(), file)
    with db.transaction() as session:
        export.record_export(session, None, name, args.to, chosen, rows, utcnow())
    return (
        {"rows": rows, "file": args.out}
        if args.json
        else t(f"已导出 {rows} 条到 {args.out}", f"{rows} rows to {args.out}")
    )
