"""Moodle XML: the format that exchanges whole questions with Moodle."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats import item_messages
from lms.formats.containers.safe_xml import first_tag
from lms.formats.item import Draft, Reading, collect_losses, valid_drafts
from lms.formats.moodle.losses import question_losses
from lms.formats.moodle.read import read_moodle
from lms.formats.moodle.write import KINDS, write_moodle
from lms.questions import get_kind

FORMAT = "moodle_xml"
NAME = Text("Moodle XML", "Moodle XML")
SUFFIXES = (".xml",)
CALLED = (6, Text("Moodle XML", "Moodle XML"))


def recognises(data: bytes, filename: str) -> bool:
    """Whether its root is <quiz>."""
    return first_tag(data) == "quiz"


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat. Places are lines, with the question's name."""
    return read_moodle(data).with_filename(filename, *item_messages.NO_MOODLE_QUESTIONS)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. A kind that Moodle does not have is left out."""
    pairs = valid_drafts(drafts)
    return write_moodle([(draft, question) for draft, question in pairs if question.kind in KINDS])


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return collect_losses(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if question.kind in KINDS:
        return question_losses(draft, question)
    return [item_messages.not_a_kind_of_moodle(draft.by_name, get_kind(question.kind).NAME)]
