"""lms content check | load"""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms import settings
from lms.bank import load_bank
from lms.catalog import load_courses
from lms.cli import Commands, installation, say
from lms.competency import load_competencies
from lms.content.library import Library, read_library
from lms.domain.place import named
from lms.domain.problem import Problem, Refused, Text
from lms.exams.publish import publish_file
from lms.platform.clock import utcnow
from lms.platform.files import Files


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text(
        "检查 courses/ 和 question_bank/，不需要数据库",
        "check courses/ and question_bank/; needs no database",
    )
    parser = commands.add("content", "check", doc=doc, run=check)
    parser.add_argument("path", nargs="?", help=say("内容所在文件夹", "the folder that holds them"))
    doc = Text(
        "把课程和题库载入数据库，可重复执行",
        "load courses and questions into the database; again is harmless",
    )
    commands.add("content", "load", doc=doc, run=run_load)


def check(args: argparse.Namespace) -> Any:
    """Every problem as `file:line: what; how`."""
    root = Path(args.path).resolve() if args.path else settings.Settings().content_dir
    if not (root / "courses").is_dir() and not (root / "question_bank").is_dir():
        what = Text("这里没有 courses/ 或 question_bank/", "there is no courses/ or question_bank/ here")
        return [
            Problem(
                named(str(args.path or root)),
                what,
                Text("请指定它们所在的文件夹", "Name the folder that holds them"),
            )
        ]
    library = read_library(root)
    if library.problems:
        return library.problems
    counts = _counts(library)
    return counts if args.json else say("内容没有问题：", "No problems: ") + str(counts)


def run_load(args: argparse.Namespace) -> Any:
    """Check everything, then load everything in one transaction, or nothing."""
    found, db = installation(args)
    library = read_library(found.content_dir)
    if library.problems:
        return library.problems
    with db.transaction() as session:
        changed = load(session, library, Files(found.data_dir / "files"), None, utcnow())
    return changed if args.json else say("已载入：", "Loaded: ") + str(changed)


def load(
    session: Session, library: Library, files: Files, actor_id: int | None, now: datetime
) -> dict[str, Any]:
    """Bring the database to what the files say; returns what changed.

    `for_review` names the items that trainers had changed on pages as well: a reviewer decides.
    `on_pages` names the exams that are composed on pages: their files decide nothing any more.
    """
    if library.problems:
        raise Refused(
            "content.problems",
            Text("内容有问题，没有载入", "The content has problems; nothing was loaded"),
            Text("请先用 lms content check 查看并改正", "Run lms content check and mend them first"),
            problems=library.problems,
        )
    competencies = load_competencies.load(session, library.competencies)
    totals = {"added": 0, "changed": 0, "unchanged": 0, "retired": 0}
    banks = [(name, "exam", items) for name, items in library.items.items()]
    banks += [(f"checks:{course.slug}", "practice", list(course.checks)) for course in library.courses]
    waiting: list[str] = []
    for slug, purpose, items in banks:
        loaded = load_bank.load(session, slug, purpose, items, actor_id, now)
        for name in totals:
            totals[name] += getattr(loaded, name)
        waiting += [f"{slug}/{name}" for name in loaded.for_review]
    courses, same = load_courses.load(session, library.courses, files, actor_id, now)
    published = {e.slug: publish_file(session, e.slug, e.plan, actor_id, now) for e in library.exams}
    return {
        "competencies": competencies,
        "items": totals,
        "for_review": waiting,
        "courses": {"changed": courses, "unchanged": same},
        "exams": {
            "changed": sum(made is True for made in published.values()),
            "unchanged": sum(made is False for made in published.values()),
            "on_pages": [slug for slug, made in published.items() if made is None],
        },
    }


def _counts(library: Library) -> dict[str, int]:
    return {
        "competencies": len(library.competencies),
        "courses": len(library.courses),
        "items": sum(len(items) for items in library.items.values()),
        "checks": sum(len(course.checks) for course in library.courses),
        "exams": len(library.exams),
    }
