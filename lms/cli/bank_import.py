"""lms bank import: a file of questions into the database."""

import argparse
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms.bank.imports import find, similar, upload
from lms.bank.imports.commit import commit_directly
from lms.bank.imports.import_rows import problems_from_json
from lms.bank.imports.upload import ParsedFile, UploadedFile
from lms.bank.models import ImportRow
from lms.cli import Commands, Failed, installation, language, messages, t
from lms.competency.find import competency_names
from lms.domain.access import Actor, Permission
from lms.domain.place import named
from lms.domain.problem import Problem, Text
from lms.formats import items
from lms.people import directory
from lms.people.credentials import sign_in
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.files import Files


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text(
        "把试题文件导入题库，存为草稿，审题人批准后才用于考试；有一处问题就什么都不导入，除非 --skip-bad",
        "import a file of questions as drafts, which exams draw once a reviewer approves them; with a single"
        " problem nothing is imported, unless --skip-bad",
    )
    parser = commands.add("bank", "import", doc=doc, run=run_import)
    parser.add_argument("file", metavar="FILE", help=t("要导入的文件", "the file"))
    parser.add_argument("--from", dest="form", choices=items.readable(), default="", help=t(*_FROM))
    parser.add_argument("--bank", metavar="B", default="", help=t(*_BANK))
    level = t(*_LEVEL)
    parser.add_argument("--level", type=int, choices=range(1, 6), default=2, metavar="N", help=level)
    parser.add_argument("--source", default="", metavar="TEXT", help=t(*_SOURCE))
    parser.add_argument("--author", default="", metavar="LOGIN", help=t(*_AUTHOR))
    parser.add_argument("--similar", choices=("add", "version", "skip"), default="", help=t(*_SIMILAR))
    skip = t("跳过有问题的，导入其余", "skip questions with problems, import the others")
    parser.add_argument("--skip-bad", action="store_true", help=skip)
    dry = t("只检查，不写入", "check only, write nothing")
    parser.add_argument("--dry-run", action="store_true", help=dry)


_FROM = "格式，默认自动识别", "its format; detected if not given"
_BANK = (
    "题库，即能力的代号；文件没有写明能力时必填",
    "the bank, which is a competency's id; required unless the file gives the competency",
)
_LEVEL = "文件没有写明的等级，默认 2", "level of questions without one (default: 2)"
_SOURCE = "文件没有写明的依据", "source of questions without one"
_AUTHOR = (
    "命题人工号；不写则记为“命令行导入”",
    "employee number of their author (default: the command line)",
)
_SIMILAR = (
    "与已有题相近的：add 照常新增，version 作为那道题的新版本，skip 跳过；不写则算作问题",
    "for questions much like another: add them, make them the next version of the other, or skip them; without this"
    " option they are problems",
)


def run_import(args: argparse.Namespace) -> Any:
    """Print every problem on stderr, then what was imported; exit code 1 if problems prevented the import."""
    path = Path(args.file)
    try:
        data = path.read_bytes() if path.stat().st_size <= upload.MOST_BYTES else None
    except OSError as error:
        raise messages.file_unreadable(args.file, error) from None
    if data is None:
        return [Problem(named(path.name), *messages.too_large(upload.MOST_BYTES // 1024 // 1024))]
    settings, db = installation(args)
    with db.read() as session:
        author = _author(session, args.author)
        uploaded = UploadedFile(
            path.name, data, args.form, _bank(session, args.bank), args.level, args.source
        )
    while not args.dry_run and _index_some(db):
        pass
    with db.read() as session:
        reading = upload.parse(session, uploaded)
    problems = _decide(reading, args)
    if not args.json:
        for problem in problems:
            print(problem.line(language()), file=sys.stderr)
    sums = Counter(find.outcome(row.state, row.choice) for row in reading.rows)
    refused = bool(problems) and not args.skip_bad
    number = None
    if not (args.dry_run or refused) and sums["add"] + sums["version"]:
        number = _write(db, Files(settings.data_dir / "files"), uploaded, reading, author)
    return _outcome(args, reading, problems, number, refused)


def _index_some(db: Database) -> int:
    with db.transaction() as session:
        return similar.index_missing(session)


def _author(session: Session, login: str) -> Actor | None:
    if not login:
        return None
    actor = sign_in.actor_by_id(session, directory.by_login(session, login).id)
    if actor is None or not actor.may(Permission.WRITE_ITEMS):
        raise messages.not_a_trainer(login)
    return actor


def _bank(session: Session, slug: str) -> str:
    """Return the bank called `slug`; the first one for "", as files may give the bank of each question."""
    banks = list(competency_names(session))
    if not banks or (slug and slug not in banks):
        raise messages.no_bank(slug, banks)
    return slug or banks[0]


def _decide(reading: ParsedFile, args: argparse.Namespace) -> list[Problem]:
    """Decide about similar questions, and return every problem that prevents the import."""
    problems = list(reading.problems)
    for row in reading.rows:
        problems += problems_from_json([p for p in row.problems if not p.get("note")])
        if row.draft is not None and not args.bank and not row.competency_id:
            problems.append(Problem(row.place, *messages.NO_COMPETENCY))
            row.choice = "skip"
        elif row.state == "doubtful":
            problems += _decide_similar(row, args.similar)
    return problems


def _decide_similar(row: ImportRow, choice: str) -> list[Problem]:
    if choice == "skip" or (choice == "add" and row.common != row.pieces):
        row.choice = choice
        return []
    if choice == "version" and row.item_id is not None:
        row.choice = choice
        return []
    percent = (row.common or 0) * 100 // (row.pieces or 1)
    return [Problem(row.place, *messages.similar(percent, row.twin, row.item_id))]


def _write(
    db: Database, files: Files, uploaded: UploadedFile, reading: ParsedFile, author: Actor | None
) -> int:
    now: datetime = utcnow()
    with db.transaction() as session:
        imported = upload.save_preview(session, files, uploaded, reading, author, now, by="命令行导入")
        commit_directly(session, imported, now)
        return imported.id


def _outcome(
    args: argparse.Namespace, reading: ParsedFile, problems: list[Problem], number: int | None, refused: bool
) -> Any:
    becomes = Counter(find.outcome(row.state, row.choice) for row in reading.rows)
    same = sum(row.state == "same" for row in reading.rows)
    skipped = becomes["out"] - same
    rows = [
        {"where": p.where.in_(language()), "what": p.what.in_(language()), "how": p.how.in_(language())}
        for p in problems
    ]
    value = {
        "import": number,
        "added": 0 if refused else becomes["add"],
        "changed": 0 if refused else becomes["version"],
        "unchanged": same,
        "skipped": len(reading.rows) - same if refused else skipped,
        "problems": rows,
    }
    if refused:
        return Failed(
            value,
            t(
                f"{len(problems)} 处问题，没有导入；改好后重试，或加 --skip-bad 只导入没有问题的",
                f"Problems: {len(problems)}, nothing was imported; correct them, or use --skip-bad to import the others",
            ),
        )
    if args.json:
        return value
    prefix = t("没有写入：", "Nothing was written: ") if args.dry_run else ""
    return prefix + t(
        f"新增 {becomes['add']}，新版本 {becomes['version']}，相同 {same}，跳过 {skipped}",
        f"{becomes['add']} added, {becomes['version']} new versions, {same} unchanged, {skipped} skipped",
    )
