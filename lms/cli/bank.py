"""lms bank convert"""

import argparse
import sys
from pathlib import Path
from typing import Any

from lms.cli import Commands, Failed, reader, say
from lms.domain.problem import Problem, Text
from lms.formats import items
from lms.formats.items import json as contract


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text("在各种试题格式之间转换，不需要数据库", "convert questions between formats; needs no database")
    parser = commands.add("bank", "convert", doc=doc, run=convert)
    parser.add_argument("source", metavar="IN", help=say("要读的文件", "the file to read"))
    parser.add_argument(
        "out", metavar="OUT", help=say("要写的文件，- 为标准输出", "the file to write, - for stdout")
    )
    parser.add_argument(
        "--from", dest="form", choices=items.readable(), default="", help=say("原格式", "its format")
    )
    parser.add_argument(
        "--to", choices=items.writable(), default="", help=say("目标格式", "the format to write")
    )


def convert(args: argparse.Namespace) -> Any:
    """Write what can be read, tell what cannot; exit code 1 when not a single question came through."""
    source = Path(args.source)
    try:
        data = source.read_bytes()
    except OSError:
        what = Text("读不了这个文件", "cannot be read")
        return [
            Problem(args.source, what, Text("请检查路径和权限", "Check its path and whether it may be read"))
        ]
    form = args.to or items.recognise(b"", args.out) or "json"
    if form not in items.writable():
        what = Text(f"不能写成 {form} 格式", f"{form} cannot be written")
        return [Problem(args.out, what, Text("请用 --to 指明格式", "Name a format with --to"))]
    reading = items.read(data, source.name, args.form)
    losses = items.item_formats()[form].losses(reading.drafts)
    problems = [*reading.problems, *losses]
    if form == "json":
        made = contract.render(reading.drafts, problems, reader())
    else:
        made = items.item_formats()[form].write(reading.drafts)
    if reading.drafts or form == "json":
        _put(args.out, made)
    return _outcome(args, reading.drafts, problems)


def _put(out: str, made: bytes) -> None:
    if out == "-":
        sys.stdout.buffer.write(made)
        sys.stdout.flush()
    else:
        Path(out).write_bytes(made)


def _outcome(args: argparse.Namespace, drafts: Any, problems: list[Problem]) -> Any:
    if not args.json:
        for problem in problems:
            print(problem.line(reader()), file=sys.stderr)
    told = [{"where": p.where, "what": p.what.in_(reader()), "how": p.how.in_(reader())} for p in problems]
    value = {"items": len(drafts), "problems": told}
    words = say(
        f"{len(drafts)} 道题，{len(problems)} 处问题", f"{len(drafts)} questions, {len(problems)} problems"
    )
    if not drafts:
        return Failed(value, words)
    if args.json:
        return value
    if args.out != "-":
        print(words, file=sys.stderr)
    return None
