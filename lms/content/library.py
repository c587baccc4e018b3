"""Reads all content files of courses/ and question_bank/ and checks them as a whole."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lms.content import messages
from lms.content.courses import CompetencyContent, CourseContent, read_competencies, read_course
from lms.content.items import ItemContent, read_items
from lms.content.toml_file import TomlFile, read_toml
from lms.domain.exam import blueprint
from lms.domain.exam.blueprint import Plan
from lms.domain.exam.pool import PoolItem, build_pool
from lms.domain.place import FieldPath, FileLine, Place
from lms.domain.problem import Problem, Text
from lms.domain.text.typed import comparison_key
from lms.questions import get_kind, search_text, stimulus_kinds


@dataclass(frozen=True, slots=True)
class ExamContent:
    """A blueprint of question_bank/exams."""

    place: Place
    slug: str
    plan: Plan
    file: TomlFile


@dataclass(slots=True)
class Library:
    """All content. `problems` is empty when it may be loaded."""

    competencies: list[CompetencyContent] = field(default_factory=list)
    courses: list[CourseContent] = field(default_factory=list)
    items: dict[str, list[ItemContent]] = field(default_factory=dict)
    """By bank: the folder's name, which is a competency."""
    exams: list[ExamContent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_library(root: Path) -> Library:
    """Return the content of courses/ and question_bank/ below `root`. Never raises, whatever the files contain."""
    library = Library()
    library.competencies = read_competencies(root / "courses", root, library.problems)
    known = {competency.id for competency in library.competencies}
    for folder in sorted(path for path in (root / "courses").glob("*/*") if path.is_dir()):
        _check_competency(folder, root, known, library.problems)
        if (course := read_course(folder, root, library.problems)) is not None:
            library.courses.append(course)
    for folder in sorted(path for path in (root / "question_bank").glob("*") if path.is_dir()):
        if folder.name == "exams":
            library.exams = [
                exam for path in sorted(folder.glob("*.toml")) for exam in _read_exam(path, root, library)
            ]
            continue
        _check_competency(folder / "x", root, known, library.problems)
        library.items[folder.name] = _read_bank(folder, root, library.problems)
    _check_names(library)
    _check_exams(library)
    _check_practice(library)
    return library


def _read_bank(folder: Path, root: Path, problems: list[Problem]) -> list[ItemContent]:
    items: list[ItemContent] = []
    for path in sorted(folder.glob("*.toml")):
        file = read_toml(path, root)
        if isinstance(file, TomlFile):
            items.extend(read_items(file, folder.name, problems))
        else:
            problems.append(file)
    return items


def _read_exam(path: Path, root: Path, library: Library) -> list[ExamContent]:
    file = read_toml(path, root)
    if isinstance(file, Problem):
        library.problems.append(file)
        return []
    plan = blueprint.load(file.data)
    if isinstance(plan, list):
        for problem in plan:
            place = FileLine(file.shown, _exam_line(file, problem.where.path))
            library.problems.append(
                Problem(place, Text(*[f"{problem.where.path} "] * 2) + problem.what, problem.how)
            )
        return []
    return [ExamContent(file.place(), path.stem, plan, file)]


def _exam_line(file: TomlFile, where: str) -> int:
    steps = FieldPath(where).steps
    if steps and steps[0][0] == "section" and steps[0][1]:
        return file.line("section", steps[0][1] - 1)
    return file.line("", 0, where)


def _check_competency(folder: Path, root: Path, known: set[str], problems: list[Problem]) -> None:
    name = folder.parent.name
    if name not in known:
        problems.append(
            Problem(
                FileLine(folder.parent.relative_to(root).as_posix(), 1),
                *messages.no_competency(name, sorted(known)),
            )
        )


def _check_names(library: Library) -> None:
    groups = [*library.items.values(), *(list(course.checks) for course in library.courses)]
    for items in groups:
        by_name: dict[str, ItemContent] = {}
        for item in items:
            if item.name in by_name:
                library.problems.append(
                    Problem(
                        item.place,
                        *messages.name_used_twice(item.name, by_name[item.name].place),
                    )
                )
            by_name.setdefault(item.name, item)
        _check_cases(items, library.problems)
    for slug, count in Counter(course.slug for course in library.courses).items():
        if count > 1:
            place = next(course.place for course in library.courses if course.slug == slug)
            library.problems.append(
                Problem(
                    place,
                    *messages.course_name_used_twice(slug),
                )
            )


def _check_cases(items: list[ItemContent], problems: list[Problem]) -> None:
    kinds = stimulus_kinds()
    stimuli = [item.name for item in items if item.question.kind in kinds]
    for item in items:
        if item.case and item.case not in stimuli:
            problems.append(Problem(item.place, *messages.no_case(item.name, item.case, kinds, stimuli)))


def _check_exams(library: Library) -> None:
    names = {exam.slug for exam in library.exams}
    for course in library.courses:
        if course.exam and course.exam not in names:
            library.problems.append(
                Problem(
                    course.place,
                    *messages.no_exam(course.exam, sorted(names)),
                )
            )
    if library.problems:
        return  # a bank with broken files would seem to have too few questions
    candidates = _candidates(library)
    for exam in library.exams:
        for problem in build_pool(exam.plan, candidates)[1]:
            place = FileLine(exam.file.shown, _exam_line(exam.file, problem.where.path))
            what = Text(*[f"{problem.where.path} "] * 2) + problem.what
            library.problems.append(Problem(place, what, problem.how))


def _candidates(library: Library) -> list[PoolItem]:
    items = [(bank, item) for bank, items in library.items.items() for item in items]
    return [
        PoolItem(
            number,
            f"{bank}/{item.name}",
            item.question.kind,
            bank,
            item.area,
            item.level,
            item.points,
            f"{bank}/{item.case}" if item.case else "",
            frozenset(item.enemies),
            number,
            get_kind(item.question.kind).SCORING,
            item.practice,
        )
        for number, (bank, item) in enumerate(items)
    ]


def _check_practice(library: Library) -> None:
    """Check that no exam question is also a check question, whose key is shown after practice."""
    asked = {
        comparison_key(search_text(item.question)): item for items in library.items.values() for item in items
    }
    for course in library.courses:
        for check in course.checks:
            twin = asked.get(comparison_key(search_text(check.question)))
            if twin is not None:
                library.problems.append(
                    Problem(
                        check.place,
                        *messages.practised_exam_question(check.name, twin.name),
                    )
                )
