"""lms bank export: the questions of a bank as a file."""

import argparse
import sys
from pathlib import Path
from typing import Any

from lms.bank.exports import export
from lms.cli import Commands, installation, reader, say
from lms.domain.problem import Refused, Text
from lms.formats import items


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text(
        "把一个题库导出为文件，停用的题除外；格式带不走的先逐条说明",
        "write the questions of a bank to a file, but for retired ones; what the format cannot carry is told first",
    )
    parser = commands.add("bank", "export", doc=doc, run=run_export)
    out = say("要写的文件，- 为标准输出", "the file to write, - for stdout")
    parser.add_argument("out", metavar="OUT", help=out)
    bank = say("题库，即能力的代号", "the bank, which is a competency's id")
    parser.add_argument("--bank", metavar="B", required=True, help=bank)
    parser.add_argument("--to", choices=items.writable(), required=True, help=say("格式", "the format"))
    only = say("只导出最新一版已批准的题", "only questions whose newest version is approved")
    parser.add_argument("--approved", action="store_true", help=only)


def run_export(args: argparse.Namespace) -> Any:
    """The losses on stderr, then the file."""
    _, db = installation(args)
    with db.read() as session:
        found = export.export(session, args.bank, args.to, ("approved",) if args.approved else export.STATES)
    language = reader()
    if not args.json:
        for problem in found.losses:
            print(problem.line(language), file=sys.stderr)
    _put(args.out, found.write())
    told = [
        {"where": p.where.in_(language), "what": p.what.in_(language), "how": p.how.in_(language)}
        for p in found.losses
    ]
    value = {"items": len(found.drafts), "losses": told}
    if args.json:
        return None if args.out == "-" else value
    words = say(
        f"导出 {len(found.drafts)} 题，{len(told)} 处带不走",
        f"{len(found.drafts)} questions written, {len(told)} losses",
    )
    print(words, file=sys.stderr)
    return None


def _put(out: str, made: bytes) -> None:
    if out == "-":
        sys.stdout.buffer.write(made)
        sys.stdout.flush()
        return
    try:
        Path(out).write_bytes(made)
    except OSError as error:
        raise Refused(
            "file.unwritable",
            Text(f"写不了 {out}：{error.strerror}", f"{out} cannot be written: {error.strerror}"),
            Text("请检查路径和权限", "Check the path and whether it may be written"),
        ) from None
