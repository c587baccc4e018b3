"""lms certificate verify"""

import argparse
from pathlib import Path
from typing import Any

from lms.certificates import verify
from lms.cli import Commands, Failed, installation, reader, say
from lms.domain.place import Named
from lms.domain.problem import Problem, Text


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text("核验证书 PDF 是否与签发时一致", "tell whether a certificate PDF is as it was issued")
    parser = commands.add("certificate", "verify", doc=doc, run=run)
    parser.add_argument("file", metavar="FILE.pdf", help=say("要核验的文件", "the file"))


def run(args: argparse.Namespace) -> Any:
    """The verdict, its reason, and what was certified; exit code 1 unless it is valid."""
    try:
        data = Path(args.file).read_bytes()
    except OSError:
        what = Text("读不了这个文件", "cannot be read")
        return [
            Problem(
                Named(args.file), what, Text("请检查路径和权限", "Check its path and whether it may be read")
            )
        ]
    _settings, db = installation(args)
    with db.read() as session:
        found = verify.by_file(session, data)
    value = found.as_json(reader())
    words = found.reason.in_(reader()) + (f"\n{value['certified']}" if found.number else "")
    if found.verdict != "valid":
        return Failed(value, words)
    return value if args.json else words
