"""lms bank convert"""

import argparse
import sys
from pathlib import Path
from typing import Any

from lms.cli import Commands, Failed, reader, say
from lms.domain.place import Named, named
from lms.domain.problem import Problem, Text
from lms.formats import items
from lms.formats.items import json

MOST_BYTES = 128 * 1024 * 1024


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
    data = _taken(source)
    if isinstance(data, Problem):
        return [data]
    form = args.to or items.recognise(b"", args.out) or "json"
    if form not in items.writable():
        what = Text(f"不能写成 {form} 格式", f"{form} cannot be written")
        return [Problem(Named(args.out), what, Text("请用 --to 指明格式", "Name a format with --to"))]
    reading = items.read(data, source.name, args.form)
    losses = items.item_formats()[form].losses(reading.drafts)
    problems = [*reading.problems, *losses]
    made = b""
    if form == "json":
        made = json.render(reading.drafts, problems, reader())
    elif reading.drafts:
        made = items.item_formats()[form].write(reading.drafts)
    refusal = _put(args, made) if made else None
    if refusal is not None:
        return [refusal]
    return _outcome(args, reading.drafts, problems, made)


def _taken(source: Path) -> bytes | Problem:
    """The bytes of a file, no more of them than any format takes."""
    how = Text("请检查路径和权限", "Check its path and whether it may be read")
    if source.is_dir():
        what = Text("这是文件夹", "is a folder")
        return Problem(named(str(source)), what, Text("请指明其中的一个文件", "Name a file in it"))
    try:
        with source.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Problem(named(str(source)), Text("没有这个文件", "there is no such file"), how)
    except OSError:
        return Problem(named(str(source)), Text("读不了这个文件", "cannot be read"), how)
    if len(data) <= MOST_BYTES:
        return data
    most = MOST_BYTES // 1024 // 1024
    what = Text(f"文件超过 {most} MB", f"the file is larger than {most} MB")
    return Problem(named(str(source)), what, Text("请分成几个文件", "Split it into several files"))


def _put(args: argparse.Namespace, made: bytes) -> Problem | None:
    """Writes the file, all of it or nothing; says why it cannot."""
    if args.out == "-":
        sys.stdout.buffer.write(made)
        sys.stdout.flush()
        return None
    out = Path(args.out)
    if out.exists() and out.resolve() == Path(args.source).resolve():
        what = Text("要写的就是正在读的文件", "is the very file that is read")
        return Problem(Named(args.out), what, Text("请换一个文件名", "Choose another name"))
    try:
        _write(out.resolve(), made)
    except OSError:
        what = Text("写不了这个文件", "cannot be written")
        return Problem(
            Named(args.out),
            what,
            Text("请检查文件夹和权限", "Check its folder and whether it may be written"),
        )
    return None


def _write(out: Path, made: bytes) -> None:
    if out.exists() and not out.is_file():  # /dev/null, a pipe
        out.write_bytes(made)
        return
    aside = out.with_name(f".{out.name}.part")
    try:
        aside.write_bytes(made)
        aside.replace(out)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def _outcome(args: argparse.Namespace, drafts: Any, problems: list[Problem], made: bytes) -> Any:
    """The one thing on stdout is the file where it goes there, else what --json asks for."""
    if not args.json or (args.out == "-" and made):
        for problem in problems:
            print(problem.line(reader()), file=sys.stderr)
    value = {"items": len(drafts), "problems": [problem.as_json(reader()) for problem in problems]}
    notices = sum(problem.notice for problem in problems)
    wrong = len(problems) - notices
    words = say(
        f"{len(drafts)} 道题，{wrong} 处问题，{notices} 处提示",
        f"{len(drafts)} questions, {wrong} problems, {notices} notices",
    )
    if args.out == "-" and made:
        args.json = False
        print(words, file=sys.stderr)
        return None if drafts else Failed(None, "")
    if not drafts:
        return Failed(value, words)
    return value if args.json else print(words, file=sys.stderr)
