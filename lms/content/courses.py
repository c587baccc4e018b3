"""Reads courses/: competencies.toml, and a folder for each course with its lessons and their files."""

import mimetypes
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from lms.content import messages, parse_values
from lms.content.items import ItemContent, read_items
from lms.content.toml_file import TomlFile, read_toml
from lms.domain.fields import Fields
from lms.domain.place import FileLine, Place
from lms.domain.problem import Problem, Text

FILE_TYPES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".webm", ".vtt", ".pdf"}
_LINKED = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class CompetencyContent:
    """One [[competency]] of competencies.toml."""

    id: str
    order: int
    name: dict[str, str]
    summary: dict[str, str]
    levels: tuple[dict[str, Any], ...]
    areas: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the content areas of its items are called, by the name that items give."""


@dataclass(frozen=True, slots=True)
class LessonContent:
    """One lesson: its Markdown by language, and the names of its check questions."""

    slug: str
    title: dict[str, str]
    minutes: int
    body: dict[str, str]
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseContent:
    """A course folder."""

    place: Place
    slug: str
    competency: str
    title: dict[str, str]
    summary: dict[str, str]
    objectives: tuple[dict[str, str], ...]
    level: int
    hours: Decimal
    order: int
    exam: str
    lessons: tuple[LessonContent, ...]
    checks: tuple[ItemContent, ...]
    files: dict[str, Path] = field(default_factory=dict)


def media_type(name: str) -> str:
    """Return the media type of a file of a course."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def read_competencies(folder: Path, root: Path, problems: list[Problem]) -> list[CompetencyContent]:
    """Return every competency; each needs the levels 1 to 5. Append what is wrong to `problems`."""
    file = read_toml(folder / "competencies.toml", root)
    if isinstance(file, Problem):
        problems.append(file)
        return []
    competencies = []
    for index, row in enumerate(file.data.get("competency", [])):
        fields = Fields(row, ("id", "order", "name", "summary", "level", "area"))
        competency = CompetencyContent(
            parse_values.slug(fields, "id"),
            fields.whole("order") or index + 1,
            parse_values.both(fields, "name"),
            parse_values.both(fields, "summary"),
            tuple(
                _level(level)
                for level in fields.rows("level", ("level", "name", "indicator"), least=5, most=5)
            ),
            {
                parse_values.slug(area, "id"): parse_values.both(area, "name")
                for area in fields.rows("area", ("id", "name"), most=100)
            },
        )
        _add_problems(file, "competency", index, fields.problems, problems)
        competencies.append(competency)
    return competencies


def _level(fields: Fields) -> dict[str, Any]:
    return {
        "level": parse_values.level(fields),
        "name": parse_values.both(fields, "name"),
        "indicator": parse_values.both(fields, "indicator"),
    }


def read_course(folder: Path, root: Path, problems: list[Problem]) -> CourseContent | None:
    """Return the course in `folder`; None if its course.toml cannot be read. Append what is wrong to `problems`."""
    file = read_toml(folder / "course.toml", root)
    if isinstance(file, Problem):
        problems.append(file)
        return None
    fields = Fields(
        file.data, ("title", "summary", "level", "hours", "order", "objectives", "exam", "lesson")
    )
    checks = _read_checks(folder, root, problems)
    lessons = _read_lessons(file, folder, checks, problems)
    objectives = file.data.get("objectives", [])
    course = CourseContent(
        place=file.place(),
        slug=folder.name,
        competency=folder.parent.name,
        title=parse_values.both(fields, "title"),
        summary=parse_values.both(fields, "summary"),
        objectives=tuple(
            parse_values.both_of(row, f"objectives[{n}]", fields.problems)
            for n, row in enumerate(objectives, 1)
        ),
        level=parse_values.level(fields),
        hours=fields.points("hours"),
        order=fields.whole("order") or 1,
        exam=fields.text("exam", required=False),
        lessons=lessons,
        checks=tuple(checks),
        files={path.name: path for path in sorted(folder.iterdir()) if path.suffix.lower() in FILE_TYPES},
    )
    _add_problems(file, "", 0, fields.problems, problems)
    _check_links(course, folder, root, problems)
    return course


def _read_checks(folder: Path, root: Path, problems: list[Problem]) -> list[ItemContent]:
    if not (folder / "checks.toml").exists():
        return []
    file = read_toml(folder / "checks.toml", root)
    if isinstance(file, Problem):
        problems.append(file)
        return []
    return read_items(file, folder.parent.name, problems)


def _read_lessons(
    file: TomlFile, folder: Path, checks: list[ItemContent], problems: list[Problem]
) -> tuple[LessonContent, ...]:
    rows = file.data.get("lesson", [])
    slugs = [str(row.get("slug")) for row in rows if isinstance(row, dict)]
    for check in checks:
        if check.lesson not in slugs:
            problems.append(
                Problem(
                    check.place,
                    *messages.check_without_lesson(check.name, check.lesson, slugs),
                )
            )
    if not rows:
        problems.append(
            Problem(
                file.place(),
                *messages.NO_LESSON,
            )
        )
    lessons = []
    for index, row in enumerate(rows):
        fields = Fields(row, ("slug", "title", "minutes"))
        slug = parse_values.slug(fields, "slug")
        lesson = LessonContent(
            slug,
            parse_values.both(fields, "title"),
            fields.whole("minutes") or 45,
            {"zh": _body(folder, slug, "zh", fields), "en": _english_body(folder, slug, fields)},
            tuple(check.name for check in checks if check.lesson == slug),
        )
        _add_problems(file, "lesson", index, fields.problems, problems)
        lessons.append(lesson)
    return tuple(lessons)


def _body(folder: Path, slug: str, language: str, fields: Fields) -> str:
    path = folder / f"{slug}.{language}.md"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        fields.add_problem("slug", *messages.no_lesson_text(path.name))
        return ""
    return text


def _english_body(folder: Path, slug: str, fields: Fields) -> str:
    """Return the English text; "" if there is none, and readers see the Chinese one."""
    return _body(folder, slug, "en", fields) if (folder / f"{slug}.en.md").exists() else ""


def _check_links(course: CourseContent, folder: Path, root: Path, problems: list[Problem]) -> None:
    relative = folder.relative_to(root).as_posix()
    for lesson in course.lessons:
        for language, body in lesson.body.items():
            for number, line in enumerate(body.splitlines(), 1):
                for target in _LINKED.findall(line):
                    if "://" in target or target.startswith(("#", "/", "mailto:")) or target in course.files:
                        continue
                    problems.append(
                        Problem(
                            FileLine(f"{relative}/{lesson.slug}.{language}.md", number),
                            *messages.no_linked_file(target),
                        )
                    )


def _add_problems(
    file: TomlFile, table: str, index: int, noted: list[Problem], problems: list[Problem]
) -> None:
    problems.extend(
        Problem(file.place(table, index, p.where.path), Text(*[f"{p.where.path} "] * 2) + p.what, p.how)
        for p in noted
    )
