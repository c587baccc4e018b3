"""What both versions do as a format of questions: see ItemFormat."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading, good_ones, losses_of
from lms.formats.qti.carry import lost
from lms.formats.qti.package import package_of
from lms.formats.qti.read import read_qti
from lms.formats.qti.write import KINDS
from lms.questions import get_kind


def read(data: bytes, filename: str) -> Reading:
    """Places are files and lines, with the item's title."""
    what = Text("不是 QTI，或里面没有试题", "is not QTI, or holds no items")
    how = Text("请重新导出 QTI 包", "Export the QTI package again")
    return read_qti(data).of_file(filename, what, how)


def write(drafts: Sequence[Draft], version: str) -> bytes:
    """A package of the version, "2.2" or "3.0". A kind that has no interaction is left out."""
    return package_of([(d, q) for d, q in good_ones(drafts) if q.kind in KINDS], version)


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """The same for both versions."""
    return losses_of(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if question.kind in KINDS:
        return lost(draft, question)
    name = get_kind(question.kind).NAME
    what = Text(
        f"QTI 没有“{name.zh}”这种题型，没有写出",
        f'QTI has no kind "{name.en}"; it was left out',
    )
    return [Problem(draft.by_name, what, Text("请用 Excel 导出", "Export Excel"))]
