"""lms bank export: the questions of a bank as a file."""

import argparse
import sys
from typing import Any

from lms.bank.exports import export
from lms.cli import Commands, installation, language, t
from lms.cli.terminal import output
from lms.domain.problem import Text
from lms.formats import items


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text(
        "把一个题库导出为文件，停用的题除外；格式带不走的先逐条说明",
        "write the questions of a bank to a file, except retired ones; what the format cannot express is listed first",
    )
    parser = commands.add("bank", "export", doc=doc, run=run_export)
    out = t("要写的文件，- 为标准输出", "the file to write, - for stdout")
    parser.add_argument("out", metavar="OUT", help=out)
    bank = t("题库，即能力的代号", "the bank, which is a competency's id")
    parser.add_argument("--bank", metavar="B", required=True, help=bank)
    parser.add_argument("--to", choices=items.writable(), required=True, help=t("格式", "the format"))
    only = t("只导出最新一版已批准的题", "only questions whose newest version is approved")
    parser.add_argument("--approved", action="store_true", help=only)


def run_export(args: argparse.Namespace) -> Any:
    """Print the losses on stderr, then write the file."""
    _, db = installation(args)
    with db.read() as session:
        exported = export.export_bank(
            session, args.bank, args.to, ("approved",) if args.approved else export.STATES
        )
    if not args.json:
        for problem in exported.losses:
            print(problem.line(language()), file=sys.stderr)
    _write_file(args.out, exported.write())
    losses = [
        {"where": p.where.in_(language()), "what": p.what.in_(language()), "how": p.how.in_(language())}
        for p in exported.losses
    ]
    value = {"items": exported.written, "losses": losses}
    if args.json:
        return None if args.out == "-" else value
    summary = t(
        f"导出 {exported.written} 题，{len(losses)} 处带不走",
        f"questions written: {exported.written}, losses: {len(losses)}",
    )
    print(summary, file=sys.stderr)
    return None


def _write_file(out: str, data: bytes) -> None:
    if out == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    output.write(out, data)
