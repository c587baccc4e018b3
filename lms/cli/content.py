"""lms content check | load: courses and questions as files."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms.bank import load_bank
from lms.catalog import load_courses
from lms.cli import Commands, installation, messages, t
from lms.competency import load_competencies
from lms.content.library import Library, read_library
from lms.domain.place import named
from lms.domain.problem import Problem, Text
from lms.exams.publish import publish_file
from lms.platform.clock import utcnow
from lms.platform.files import Files
from lms.settings import Settings


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text(
        "检查 courses/ 和 question_bank/，不需要数据库",
        "check courses/ and question_bank/; needs no database",
    )
    parser = commands.add("content", "check", doc=doc, run=check)
    parser.add_argument("path", nargs="?", help=t("内容所在文件夹", "the folder that contains them"))
    doc = Text(
        "把课程和题库载入数据库，可重复执行",
        "load courses and questions into the database; may be repeated",
    )
    commands.add("content", "load", doc=doc, run=run_load)


def check(args: argparse.Namespace) -> Any:
    """Return every problem, or the numbers of what is there."""
    root = Path(args.path).resolve() if args.path else Settings().content_dir
    if not (root / "courses").is_dir() and not (root / "question_bank").is_dir():
        return [Problem(named(str(args.path or root)), *messages.NO_CONTENT)]
    library = read_library(root)
    if library.problems:
        return library.problems
    counts = _counts(library)
    return counts if args.json else _counted(counts)


def run_load(args: argparse.Namespace) -> Any:
    """Check everything, then load everything in one transaction."""
    settings, db = installation(args)
    library = read_library(settings.content_dir)
    if library.problems:
        return library.problems
    with db.transaction() as session:
        changed = load_content(session, library, Files(settings.data_dir / "files"), None, utcnow())
    return changed if args.json else _loaded(changed)


def load_content(
    session: Session, library: Library, files: Files, actor_id: int | None, now: datetime
) -> dict[str, Any]:
    """Update the database from the files; return what changed. Raise Refused if the files have problems.

    `for_review` names the items that trainers had changed on pages as well: a reviewer decides.
    `on_pages` names the exams that are composed on pages: their files are ignored.
    """
    if library.problems:
        raise messages.content_problems(library.problems)
    competencies = load_competencies.load(session, library.competencies)
    totals = {"added": 0, "changed": 0, "unchanged": 0, "retired": 0}
    banks = [(name, "exam", items) for name, items in library.items.items()]
    banks += [(f"checks:{course.slug}", "practice", list(course.checks)) for course in library.courses]
    for_review: list[str] = []
    for slug, purpose, items in banks:
        loaded = load_bank.load(session, slug, purpose, items, actor_id, now)
        for name in totals:
            totals[name] += getattr(loaded, name)
        for_review += [f"{slug}/{name}" for name in loaded.for_review]
    courses, unchanged = load_courses.load(session, library.courses, files, actor_id, now)
    changed = {e.slug: publish_file(session, e.slug, e.plan, actor_id, now) for e in library.exams}
    return {
        "competencies": competencies,
        "items": totals,
        "for_review": for_review,
        "courses": {"changed": courses, "unchanged": unchanged},
        "exams": {
            "changed": sum(new is True for new in changed.values()),
            "unchanged": sum(new is False for new in changed.values()),
            "on_pages": [slug for slug, new in changed.items() if new is None],
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


def _counted(counts: dict[str, int]) -> str:
    return t(
        f"内容没有问题：能力 {counts['competencies']} 项，课程 {counts['courses']} 门，试题 {counts['items']} 道，"
        f"练习题 {counts['checks']} 道，考试 {counts['exams']} 场",
        f"No problems. Competencies: {counts['competencies']}, courses: {counts['courses']},"
        f" questions: {counts['items']}, check questions: {counts['checks']}, exams: {counts['exams']}",
    )


def _loaded(changed: dict[str, Any]) -> str:
    items, courses, exams = changed["items"], changed["courses"], changed["exams"]
    lines = [
        t(
            f"试题：新增 {items['added']}，修改 {items['changed']}，不变 {items['unchanged']}，停用 {items['retired']}",
            f"Questions: {items['added']} added, {items['changed']} changed, {items['unchanged']} unchanged,"
            f" {items['retired']} retired",
        ),
        t(
            f"课程：新增或修改 {courses['changed']}，不变 {courses['unchanged']}",
            f"Courses: {courses['changed']} added or changed, {courses['unchanged']} unchanged",
        ),
        t(
            f"考试：新增或修改 {exams['changed']}，不变 {exams['unchanged']}",
            f"Exams: {exams['changed']} added or changed, {exams['unchanged']} unchanged",
        ),
    ]
    if changed["for_review"]:
        lines.append(
            t("在网页上也改过、须审核的试题：", "Changed on pages too, for a reviewer to decide: ")
            + t("、", ", ").join(changed["for_review"])
        )
    if exams["on_pages"]:
        lines.append(
            t("在网页上组卷、文件不再决定的考试：", "Composed on pages, so that their files decide nothing: ")
            + t("、", ", ").join(exams["on_pages"])
        )
    return "\n".join(lines)
