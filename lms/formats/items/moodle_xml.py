"""Moodle XML: the one format that takes whole questions to and from Moodle."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.containers.safe_xml import first_tag
from lms.formats.item import Draft, Reading, good_ones, losses_of
from lms.formats.moodle.carry import lost
from lms.formats.moodle.read import read_moodle
from lms.formats.moodle.write import KINDS, moodle_xml
from lms.questions import get_kind

FORMAT = "moodle_xml"
NAME = Text("Moodle XML", "Moodle XML")
SUFFIXES = (".xml",)
CALLED = (6, Text("Moodle XML", "Moodle XML"))


def recognises(data: bytes, filename: str) -> bool:
    """Its root is <quiz>."""
    return first_tag(data) == "quiz"


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat. Places are lines, with the question's name."""
    what = Text("没有找到试题", "holds no questions")
    how = Text("请核对导出的分类", "Check which category was exported")
    return read_moodle(data).of_file(filename, what, how)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. A kind that Moodle does not have is left out."""
    return moodle_xml([(d, q) for d, q in good_ones(drafts) if q.kind in KINDS])


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return losses_of(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if question.kind in KINDS:
        return lost(draft, question)
    name = get_kind(question.kind).NAME
    what = Text(
        f"Moodle 没有“{name.zh}”这种题型，没有写出",
        f'Moodle has no kind "{name.en}"; it was left out',
    )
    return [Problem(draft.by_name, what, Text("请用 Excel 导出", "Export Excel"))]
