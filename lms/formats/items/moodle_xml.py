"""Moodle XML: the one format that takes whole questions to and from Moodle."""

from collections.abc import Sequence

from lms.domain.place import NOWHERE, named
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.containers.safe_xml import first_tag
from lms.formats.item import Draft, Reading
from lms.formats.moodle.carry import lost
from lms.formats.moodle.read import read_moodle
from lms.formats.moodle.write import KINDS, moodle_xml

FORMAT = "moodle_xml"
NAME = Text("Moodle XML", "Moodle XML")
SUFFIXES = (".xml",)
CALLED = (6, Text("Moodle XML", "Moodle XML"))


def recognises(data: bytes, filename: str) -> bool:
    """Its root is <quiz>."""
    return first_tag(data) == "quiz"


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat. Places are lines, with the question's name."""
    reading = read_moodle(data)
    problems = [
        problem if problem.where != NOWHERE else problem.at(named(filename)) for problem in reading.problems
    ]
    if not reading.drafts and not problems:
        what = Text("没有找到试题", "holds no questions")
        problems.append(
            Problem(named(filename), what, Text("请核对导出的分类", "Check which category was exported"))
        )
    return Reading(reading.drafts, tuple(problems))


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. A kind that Moodle does not have is left out."""
    found = [(draft, draft.question()) for draft in drafts]
    return moodle_xml([(d, q) for d, q in found if isinstance(q, Question) and q.kind in KINDS])


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    problems: list[Problem] = []
    for draft in drafts:
        question = draft.question()
        if isinstance(question, list):
            problems += question
        elif question.kind not in KINDS:
            what = Text(
                f"Moodle 没有“{question.kind}”这种题型，没有写出",
                f'Moodle has no kind "{question.kind}"; it was left out',
            )
            problems.append(Problem(draft.by_name, what, Text("请用 Excel 导出", "Export Excel")))
        else:
            problems += lost(draft, question)
    return problems
