"""Everything the files say, checked as a whole: what courses/ and question_bank/ hold and how they fit."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lms.content.courses import CompetencyContent, CourseContent, read_competencies, read_course
from lms.content.items import ItemContent, read_items
from lms.content.toml_file import TomlFile, read_toml
from lms.domain.exam import blueprint
from lms.domain.exam.blueprint import Plan
from lms.domain.exam.pool import PoolItem, build_pool
from lms.domain.place import FieldPath, FileLine, Place
from lms.domain.problem import Problem, Text
from lms.domain.text.typed import comparison_key
from lms.questions import kind, stimulus_kinds, words


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
    """What the folders courses/ and question_bank/ below `root` say. Never raises for what they hold."""
    found = Library()
    found.competencies = read_competencies(root / "courses", root, found.problems)
    known = {competency.id for competency in found.competencies}
    for folder in sorted(path for path in (root / "courses").glob("*/*") if path.is_dir()):
        _check_competency(folder, root, known, found.problems)
        if (course := read_course(folder, root, found.problems)) is not None:
            found.courses.append(course)
    for folder in sorted(path for path in (root / "question_bank").glob("*") if path.is_dir()):
        if folder.name == "exams":
            found.exams = [
                exam for path in sorted(folder.glob("*.toml")) for exam in _read_exam(path, root, found)
            ]
            continue
        _check_competency(folder / "x", root, known, found.problems)
        found.items[folder.name] = _read_bank(folder, root, found.problems)
    _check_names(found)
    _check_exams(found)
    _check_practice(found)
    return found


def _read_bank(folder: Path, root: Path, problems: list[Problem]) -> list[ItemContent]:
    items: list[ItemContent] = []
    for path in sorted(folder.glob("*.toml")):
        file = read_toml(path, root)
        if isinstance(file, TomlFile):
            items.extend(read_items(file, folder.name, problems))
        else:
            problems.append(file)
    return items


def _read_exam(path: Path, root: Path, found: Library) -> list[ExamContent]:
    file = read_toml(path, root)
    if isinstance(file, Problem):
        found.problems.append(file)
        return []
    plan = blueprint.load(file.data)
    if isinstance(plan, list):
        for problem in plan:
            place = FileLine(file.shown, _exam_line(file, problem.where.path))
            found.problems.append(
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
        names = "、".join(sorted(known))
        problems.append(
            Problem(
                FileLine(folder.parent.relative_to(root).as_posix(), 1),
                Text(f"没有“{name}”这项能力", f'there is no competency "{name}"'),
                Text(
                    f"文件夹须以能力命名：{names}",
                    f"Name the folder after a competency: {', '.join(sorted(known))}",
                ),
            )
        )


def _check_names(found: Library) -> None:
    groups = [*found.items.values(), *(list(course.checks) for course in found.courses)]
    for items in groups:
        seen: dict[str, ItemContent] = {}
        for item in items:
            if item.name in seen:
                found.problems.append(
                    Problem(
                        item.place,
                        Text(
                            f"题名 {item.name} 与 {seen[item.name].place.in_('zh')} 重复",
                            f"the name {item.name} is already at {seen[item.name].place.in_('en')}",
                        ),
                        Text("同一题库中题名须各不相同", "Names must differ within a bank"),
                    )
                )
            seen.setdefault(item.name, item)
        _check_cases(items, found.problems)
    for slug, count in Counter(course.slug for course in found.courses).items():
        if count > 1:
            place = next(course.place for course in found.courses if course.slug == slug)
            found.problems.append(
                Problem(
                    place,
                    Text(f"课程名 {slug} 重复", f"the course name {slug} is used twice"),
                    Text("请给文件夹换名", "Rename one folder"),
                )
            )


def _check_cases(items: list[ItemContent], problems: list[Problem]) -> None:
    stimuli = [item.name for item in items if item.question.kind in stimulus_kinds()]
    kinds = "、".join(stimulus_kinds()), ", ".join(stimulus_kinds())
    for item in items:
        if not item.case or item.case in stimuli:
            continue
        what = Text(
            f"{item.name} case 本题库没有材料 {item.case}",
            f"{item.name} case there is no text to read named {item.case} in this bank",
        )
        here = "、".join(stimuli), ", ".join(stimuli)
        how = Text(
            f"请改为题型 {kinds[0]} 的题名：{here[0] or '（还没有）'}",
            f"Name an item of the kind {kinds[1]}: {here[1] or '(there is none yet)'}",
        )
        problems.append(Problem(item.place, what, how))


def _check_exams(found: Library) -> None:
    names = {exam.slug for exam in found.exams}
    for course in found.courses:
        if course.exam and course.exam not in names:
            found.problems.append(
                Problem(
                    course.place,
                    Text(f"考试 {course.exam} 不存在", f"there is no exam {course.exam}"),
                    Text(
                        f"请改为 question_bank/exams 中的：{'、'.join(sorted(names))}",
                        f"Use one of question_bank/exams: {', '.join(sorted(names))}",
                    ),
                )
            )
    if found.problems:
        return  # a bank with broken files would seem to hold too little
    candidates = _candidates(found)
    for exam in found.exams:
        for problem in build_pool(exam.plan, candidates)[1]:
            place = FileLine(exam.file.shown, _exam_line(exam.file, problem.where.path))
            what = Text(*[f"{problem.where.path} "] * 2) + problem.what
            found.problems.append(Problem(place, what, problem.how))


def _candidates(found: Library) -> list[PoolItem]:
    items = [(bank, item) for bank, items in found.items.items() for item in items]
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
            kind(item.question.kind).SCORED,
        )
        for number, (bank, item) in enumerate(items)
    ]


def _check_practice(found: Library) -> None:
    """What is practised with its key shown would give an exam question away."""
    asked = {comparison_key(words(item.question)): item for items in found.items.values() for item in items}
    for course in found.courses:
        for check in course.checks:
            twin = asked.get(comparison_key(words(check.question)))
            if twin is not None:
                found.problems.append(
                    Problem(
                        check.place,
                        Text(
                            f"练习题 {check.name} 与考题 {twin.name} 相同",
                            f"the check question {check.name} is the exam question {twin.name}",
                        ),
                        Text("请改写其中一道", "Rewrite one of them"),
                    )
                )
