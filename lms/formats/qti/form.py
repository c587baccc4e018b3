"""What both versions do as a format of questions: see ItemFormat."""

from collections.abc import Sequence

from lms.domain.place import NOWHERE, named
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.qti.carry import lost
from lms.formats.qti.package import package_of
from lms.formats.qti.read import read_qti
from lms.formats.qti.write import KINDS


def read(data: bytes, filename: str) -> Reading:
    """Places are files and lines, with the item's title."""
    reading = read_qti(data)
    problems = [
        problem if problem.where != NOWHERE else problem.at(named(filename)) for problem in reading.problems
    ]
    if not reading.drafts and not problems:
        what = Text("不是 QTI，或里面没有试题", "is not QTI, or holds no items")
        problems.append(
            Problem(named(filename), what, Text("请重新导出 QTI 包", "Export the QTI package again"))
        )
    return Reading(reading.drafts, tuple(problems))


def write(drafts: Sequence[Draft], version: str) -> bytes:
    """A package of the version, "2.2" or "3.0". A kind that has no interaction is left out."""
    found = [(draft, draft.question()) for draft in drafts]
    return package_of([(d, q) for d, q in found if isinstance(q, Question) and q.kind in KINDS], version)


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """The same for both versions."""
    problems: list[Problem] = []
    for draft in drafts:
        question = draft.question()
        if isinstance(question, list):
            problems += question
        elif question.kind not in KINDS:
            what = Text(
                f"QTI 没有“{question.kind}”这种题型，没有写出",
                f'QTI has no kind "{question.kind}"; it was left out',
            )
            problems.append(Problem(draft.by_name, what, Text("请用 Excel 导出", "Export Excel")))
        else:
            problems += lost(draft, question)
    return problems
