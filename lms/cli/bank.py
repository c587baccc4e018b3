"""lms bank convert: questions from one format to another."""

import argparse
import sys
from pathlib import Path
from typing import Any

from lms.cli import Commands, Failed, language, messages, t
from lms.cli.terminal import output
from lms.domain.place import Named, named
from lms.domain.problem import Problem, Refused, Text
from lms.formats import items
from lms.formats.items import json

MOST_BYTES = 128 * 1024 * 1024


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text("在各种试题格式之间转换，不需要数据库", "convert questions between formats; needs no database")
    parser = commands.add("bank", "convert", doc=doc, run=convert)
    parser.add_argument("source", metavar="IN", help=t("要读的文件", "the file to read"))
    parser.add_argument(
        "out", metavar="OUT", help=t("要写的文件，- 为标准输出", "the file to write, - for stdout")
    )
    parser.add_argument(
        "--from", dest="form", choices=items.readable(), default="", help=t("原格式", "its format")
    )
    parser.add_argument(
        "--to", choices=items.writable(), default="", help=t("目标格式", "the format to write")
    )


def convert(args: argparse.Namespace) -> Any:
    """Write what can be read, and report the rest; exit code 1 if no question could be converted."""
    source = Path(args.source)
    data = _read_source(source)
    if isinstance(data, Problem):
        return [data]
    form = args.to or items.recognise(b"", args.out) or "json"
    if form not in items.writable():
        return [Problem(Named(args.out), *messages.format_not_written(form))]
    reading = items.read(data, source.name, args.form)
    losses = items.item_formats()[form].losses(reading.drafts)
    problems = [*reading.problems, *losses]
    converted = b""
    if form == "json":
        converted = json.render(reading.drafts, problems, language())
    elif reading.drafts:
        converted = items.item_formats()[form].write(reading.drafts)
    refusal = _write_result(args, converted) if converted else None
    if refusal is not None:
        return [refusal]
    return _outcome(args, reading.drafts, problems, converted)


def _read_source(source: Path) -> bytes | Problem:
    """Return the bytes of a file; a Problem if it cannot be read or is larger than any format allows."""
    if source.is_dir():
        return Problem(named(str(source)), *messages.IS_A_FOLDER)
    try:
        with source.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Problem(named(str(source)), *messages.NO_SUCH_FILE)
    except OSError:
        return Problem(named(str(source)), *messages.UNREADABLE)
    if len(data) <= MOST_BYTES:
        return data
    return Problem(named(str(source)), *messages.too_large(MOST_BYTES // 1024 // 1024))


def _write_result(args: argparse.Namespace, data: bytes) -> Problem | None:
    """Write the file; return the problem if it cannot be written."""
    if args.out == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return None
    out = Path(args.out)
    if out.exists() and out.resolve() == Path(args.source).resolve():
        return Problem(Named(args.out), *messages.SAME_FILE)
    try:
        output.write(args.out, data)
    except Refused:
        return Problem(Named(args.out), *messages.UNWRITABLE)
    return None


def _outcome(args: argparse.Namespace, drafts: Any, problems: list[Problem], converted: bytes) -> Any:
    """Return what to print on stdout: None if the file itself went there."""
    if not args.json or (args.out == "-" and converted):
        for problem in problems:
            print(problem.line(language()), file=sys.stderr)
    value = {"items": len(drafts), "problems": [problem.as_json(language()) for problem in problems]}
    notices = sum(problem.notice for problem in problems)
    wrong = len(problems) - notices
    summary = t(
        f"{len(drafts)} 道题，{wrong} 处问题，{notices} 处提示",
        f"questions: {len(drafts)}, problems: {wrong}, notices: {notices}",
    )
    if args.out == "-" and converted:
        args.json = False
        print(summary, file=sys.stderr)
        return None if drafts else Failed(None, "")
    if not drafts:
        return Failed(value, summary)
    return value if args.json else print(summary, file=sys.stderr)
