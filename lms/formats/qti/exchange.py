"""Do for both versions what an ItemFormat does."""

from collections.abc import Sequence

from lms.domain.problem import Problem
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading, collect_losses, valid_drafts
from lms.formats.qti import messages
from lms.formats.qti.losses import question_losses
from lms.formats.qti.package import write_package
from lms.formats.qti.read import read_qti
from lms.formats.qti.write import KINDS
from lms.questions import get_kind


def read(data: bytes, filename: str) -> Reading:
    """Read every item. Places are files and lines, with the item's title."""
    return read_qti(data).with_filename(filename, *messages.NOT_QTI)


def write(drafts: Sequence[Draft], version: str) -> bytes:
    """Return a package of the version, "2.2" or "3.0". A kind that has no interaction is left out."""
    return write_package([(d, q) for d, q in valid_drafts(drafts) if q.kind in KINDS], version)


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """Return the losses, which are the same for both versions."""
    return collect_losses(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if question.kind in KINDS:
        return question_losses(draft, question)
    return [
        Problem(draft.by_name, messages.no_such_kind(get_kind(question.kind).NAME), messages.EXPORT_EXCEL)
    ]
