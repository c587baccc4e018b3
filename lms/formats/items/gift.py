"""GIFT: Moodle's text format, read as Moodle reads it and refused where Moodle would read a wrong key."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats import item_messages
from lms.formats.annotations.comments import with_comments
from lms.formats.containers.decode import decode_text
from lms.formats.excerpts import NO_EXCERPTS, Excerpts, Lines
from lms.formats.gift.losses import question_losses, reason_left_out
from lms.formats.gift.read import read_gift
from lms.formats.gift.write import write_gift
from lms.formats.item import Draft, Reading, collect_losses, valid_drafts
from lms.formats.remarks import Annotated, Remarks

FORMAT = "gift"
NAME = Text("GIFT（Moodle 文本格式）", "GIFT, Moodle's text format")
SUFFIXES = (".gift",)
CALLED = (4, Text("GIFT", "GIFT"))
POINTS_ARE_OPTIONAL = True
IS_TYPED = True

_GIFT_SYNTAX = re.compile(
    r"^[ \t]*::.+?::|^[ \t]*//[^\n]*(?:\[(?:id|tag):|question: \d)|^[ \t]*\$CATEGORY:|(?<!\\)\{\s*(?:[=~]|#\s*[=\d+-]|(?:T|F|TRUE|FALSE)\s*[#}])",
    re.MULTILINE,
)
_OTHER_FORMAT = re.compile(
    r"\A\s*(?:<|[\[{]\s*[\"\[{])|^[ \t]*(?:【?(?:参考|正确)?答案】?|ANSWER|Answer)\s*[:：】]", re.MULTILINE
)
_SAMPLE_SIZE = 200_000


def recognises(data: bytes, filename: str) -> bool:
    """Whether there are answers in braces, a ::name:: or a $CATEGORY:, and no syntax of another format."""
    sample = decode_text(data[:_SAMPLE_SIZE], filename)
    if isinstance(sample, Problem):
        return False
    return _GIFT_SYNTAX.search(sample.text) is not None and _OTHER_FORMAT.search(sample.text) is None


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    text = decode_text(data, filename)
    if isinstance(text, Problem):
        return Reading(problems=[text])
    reading = read_gift(text.text)
    with_notes = Reading(reading.drafts, [*text.notes, *reading.problems])
    return with_notes.with_filename(filename, *item_messages.EMPTY_FILE)


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting. A question begins after an empty line."""
    text = decode_text(data, filename)
    if isinstance(text, Problem):
        return NO_EXCERPTS
    empty = [line.strip() in ("", "0") for line in text.lines]
    starts = [n for n, is_empty in enumerate(empty) if not is_empty and (n == 0 or empty[n - 1])]
    return Lines(text.numbered, starts)


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating."""
    suffix = PurePath(filename).suffix or SUFFIXES[0]
    return with_comments(data, suffix, "// ", excerpts(data, filename), remarks)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. A question that GIFT cannot express is left out."""
    pairs = valid_drafts(drafts)
    return write_gift(
        [(draft, question) for draft, question in pairs if reason_left_out(question) is None]
    ).encode()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return collect_losses(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if reason := reason_left_out(question):
        return [item_messages.left_out_of_gift(draft.by_place, reason)]
    return question_losses(draft, question)
