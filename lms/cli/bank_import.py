"""lms bank import: a file of questions into the database."""

import argparse
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms.bank.imports import begin, find, similar
from lms.bank.imports.begin import Asked, Read
from lms.bank.imports.commit import commit_all
from lms.bank.imports.entries import untold
from lms.bank.models import ImportEntry
from lms.cli import Commands, Failed, installation, reader, say
from lms.competency import profile
from lms.domain.access import Actor, Permission
from lms.domain.place import named
from lms.domain.problem import Problem, Refused, Text
from lms.formats import items
from lms.people import directory, sign_in
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.files import Files


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text(
        "把试题文件导入题库，存为草稿，审题人批准后才用于考试；有一处问题就什么都不导入，除非 --skip-bad",
        "import a file of questions as drafts, which exams draw once a reviewer approves them; with a single"
        " problem nothing is imported, unless --skip-bad",
    )
    parser = commands.add("bank", "import", doc=doc, run=run_import)
    parser.add_argument("file", metavar="FILE", help=say("要导入的文件", "the file"))
    parser.add_argument("--from", dest="form", choices=items.readable(), default="", help=say(*_FROM))
    parser.add_argument("--bank", metavar="B", default="", help=say(*_BANK))
    level = say(*_LEVEL)
    parser.add_argument("--level", type=int, choices=range(1, 6), default=2, metavar="N", help=level)
    parser.add_argument("--source", default="", metavar="TEXT", help=say(*_SOURCE))
    parser.add_argument("--author", default="", metavar="LOGIN", help=say(*_AUTHOR))
    parser.add_argument("--similar", choices=("add", "version", "skip"), default="", help=say(*_SIMILAR))
    skip = say("跳过有问题的，导入其余", "leave out what has problems, import the rest")
    parser.add_argument("--skip-bad", action="store_true", help=skip)
    dry = say("只检查，不写入", "check only, write nothing")
    parser.add_argument("--dry-run", action="store_true", help=dry)


_FROM = "格式，默认自动识别", "its format; found out if not said"
_BANK = (
    "题库，即能力的代号；文件没有写明能力时必填",
    "the bank, which is a competency's id; needed unless the file says the competency",
)
_LEVEL = "文件没有写明的等级，默认 2", "level of questions that do not say it; 2"
_SOURCE = "文件没有写明的依据", "source of questions that do not say it"
_AUTHOR = (
    "命题人工号；不写则记为“命令行导入”",
    "employee number of their author; otherwise the command line",
)
_SIMILAR = (
    "与已有题相近的：add 照常新增，version 作为那道题的新版本，skip 跳过；不写则算作问题",
    "what is much like another question: add it, make it that one's next version, or skip it; a problem if not said",
)


def run_import(args: argparse.Namespace) -> Any:
    """Every problem on stderr, then what went in; exit code 1 if nothing did."""
    path = Path(args.file)
    try:
        data = path.read_bytes() if path.stat().st_size <= begin.MOST_BYTES else None
    except OSError as error:
        raise Refused(
            "file.unreadable",
            Text(f"读不了 {args.file}：{error.strerror}", f"{args.file} cannot be read: {error.strerror}"),
            Text("请检查文件名和权限", "Check its name and whether it may be read"),
        ) from None
    if data is None:
        what = Text("文件超过 32 MB", "is larger than 32 MB")
        return [Problem(named(path.name), what, Text("请分成几个文件", "Split it into several files"))]
    settings, db = installation(args)
    with db.read() as session:
        author = _author(session, args.author)
        asked = Asked(path.name, data, args.form, _bank(session, args.bank), args.level, args.source)
    while not args.dry_run and _caught_up(db):
        pass
    with db.read() as session:
        found = begin.read(session, asked)
    problems = _decide(found, args)
    if not args.json:
        for problem in problems:
            print(problem.line(reader()), file=sys.stderr)
    sums = Counter(find.what_becomes(entry.state, entry.choice) for entry in found.entries)
    refused = bool(problems) and not args.skip_bad
    number = None
    if not (args.dry_run or refused) and sums["add"] + sums["version"]:
        number = _write(db, Files(settings.data_dir / "files"), asked, found, author)
    return _outcome(args, found, problems, number, refused)


def _caught_up(db: Database) -> int:
    with db.transaction() as session:
        return similar.catch_up(session)


def _author(session: Session, login: str) -> Actor | None:
    if not login:
        return None
    actor = sign_in.by_id(session, directory.by_login(session, login).id)
    if actor is None or not actor.may(Permission.WRITE_ITEMS):
        raise Refused(
            "bank.no_author",
            Text(f"{login} 不是教员", f"{login} is not a trainer"),
            Text("请写一位教员的工号", "Name a trainer"),
        )
    return actor


def _bank(session: Session, slug: str) -> str:
    """The bank asked for; the first one if none is, for files that say it question by question."""
    known = list(profile.names(session))
    if not known or (slug and slug not in known):
        raise Refused(
            "bank.unknown",
            Text(f"没有题库 {slug}", f"There is no bank {slug}"),
            Text(f"可选：{'、'.join(known)}", f"One of: {', '.join(known)}"),
        )
    return slug or known[0]


def _decide(found: Read, args: argparse.Namespace) -> list[Problem]:
    """Settles what is alike, and collects what stands against the import."""
    problems = list(found.problems)
    for entry in found.entries:
        problems += untold([p for p in entry.problems if not p.get("note")])
        if entry.draft is not None and not args.bank and not entry.competency_id:
            what = Text("没有写明能力", "does not say its competency")
            problems.append(
                Problem(entry.place, what, Text("请用 --bank 指明题库", "Name the bank with --bank"))
            )
            entry.choice = "skip"
        elif entry.state == "doubtful":
            problems += _settle(entry, args.similar)
    return problems


def _settle(entry: ImportEntry, choice: str) -> list[Problem]:
    if choice == "skip" or (choice == "add" and entry.common != entry.pieces):
        entry.choice = choice
        return []
    if choice == "version" and entry.item_id is not None:
        entry.choice = choice
        return []
    percent = (entry.common or 0) * 100 // (entry.pieces or 1)
    other = (
        Text(f"文件里第 {entry.twin} 题", f"question {entry.twin} of the file")
        if entry.twin
        else Text(f"题库中编号 {entry.item_id} 的题", f"item {entry.item_id} of the bank")
    )
    what = Text(f"与{other.zh}相似度 {percent}%", f"is {percent}% like {other.en}")
    how = Text("请改写，或用 --similar 说明怎么办", "Write it differently, or say with --similar what to do")
    return [Problem(entry.place, what, how)]


def _write(db: Database, files: Files, asked: Asked, found: Read, author: Actor | None) -> int:
    now: datetime = utcnow()
    with db.transaction() as session:
        imported = begin.keep(session, files, asked, found, author, now, by="命令行导入")
        commit_all(session, imported, now)
        return imported.id


def _outcome(
    args: argparse.Namespace, found: Read, problems: list[Problem], number: int | None, refused: bool
) -> Any:
    becomes = Counter(find.what_becomes(entry.state, entry.choice) for entry in found.entries)
    same = sum(entry.state == "same" for entry in found.entries)
    skipped = becomes["out"] - same
    language = reader()
    told = [
        {"where": p.where.in_(language), "what": p.what.in_(language), "how": p.how.in_(language)}
        for p in problems
    ]
    value = {
        "import": number,
        "added": 0 if refused else becomes["add"],
        "changed": 0 if refused else becomes["version"],
        "unchanged": same,
        "skipped": len(found.entries) - same if refused else skipped,
        "problems": told,
    }
    if refused:
        return Failed(
            value,
            say(
                f"{len(problems)} 处问题，没有导入；改好后重试，或加 --skip-bad 只导入没有问题的",
                f"{len(problems)} problems, nothing was imported; mend them, or import what is good with --skip-bad",
            ),
        )
    if args.json:
        return value
    begun = say("没有写入：", "Nothing written: ") if args.dry_run else ""
    return begun + say(
        f"新增 {becomes['add']}，新版本 {becomes['version']}，相同 {same}，跳过 {skipped}",
        f"{becomes['add']} added, {becomes['version']} new versions, {same} unchanged, {skipped} skipped",
    )
