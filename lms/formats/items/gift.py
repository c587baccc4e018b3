"""GIFT: Moodle's text format, read as Moodle reads it and refused where Moodle would get the key wrong."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.annotations.commented import commented
from lms.formats.containers.decode import decoded
from lms.formats.excerpts import NO_EXCERPTS, Excerpts, Lines
from lms.formats.gift.losses import question_losses, reason_left_out
from lms.formats.gift.read import read_gift
from lms.formats.gift.write import write_gift
from lms.formats.item import Draft, Reading, good_ones, losses_of
from lms.formats.remarks import Annotated, Remarks

FORMAT = "gift"
NAME = Text("GIFT（Moodle 文本格式）", "GIFT, Moodle's text format")
SUFFIXES = (".gift",)
CALLED = (4, Text("GIFT", "GIFT"))
POINTS_ARE_OPTIONAL = True
IS_TYPED = True

_SURE = re.compile(
    r"^[ \t]*::.+?::|^[ \t]*//[^\n]*(?:\[(?:id|tag):|question: \d)|^[ \t]*\$CATEGORY:|(?<!\\)\{\s*(?:[=~]|#\s*[=\d+-]|(?:T|F|TRUE|FALSE)\s*[#}])",
    re.MULTILINE,
)
_OTHER = re.compile(
    r"\A\s*(?:<|[\[{]\s*[\"\[{])|^[ \t]*(?:【?(?:参考|正确)?答案】?|ANSWER|Answer)\s*[:：】]", re.MULTILINE
)
_LOOKED_AT = 200_000
_LEFT_OUT = Text("，这道题没有写出", "; the question was left out")
_MOODLE_XML = Text("请改用 Moodle XML 导出这道题", "Export this question as Moodle XML")


def recognises(data: bytes, filename: str) -> bool:
    """An answer section in braces, a ::name:: or a $CATEGORY:, and nothing of another format."""
    found = decoded(data[:_LOOKED_AT], filename)
    if isinstance(found, Problem):
        return False
    return _SURE.search(found.text) is not None and _OTHER.search(found.text) is None


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    found = decoded(data, filename)
    if isinstance(found, Problem):
        return Reading(problems=[found])
    reading = read_gift(found.text)
    what = Text("文件里没有题目", "the file holds no question")
    how = Text("请核对文件内容和格式", "Check the file and its format")
    return Reading(reading.drafts, [*found.notes, *reading.problems]).of_file(filename, what, how)


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting. A question begins behind an empty line."""
    found = decoded(data, filename)
    if isinstance(found, Problem):
        return NO_EXCERPTS
    empty = [line.strip() in ("", "0") for line in found.lines]
    starts = [n for n, here in enumerate(empty) if not here and (n == 0 or empty[n - 1])]
    return Lines(found.numbered, starts)


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating."""
    suffix = PurePath(filename).suffix or SUFFIXES[0]
    return commented(data, suffix, "// ", excerpts(data, filename), remarks)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. A question that GIFT has no form for is left out."""
    pairs = good_ones(drafts)
    return write_gift(
        [(draft, question) for draft, question in pairs if reason_left_out(question) is None]
    ).encode()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return losses_of(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if reason := reason_left_out(question):
        return [Problem(draft.by_place, reason + _LEFT_OUT, _MOODLE_XML)]
    return question_losses(draft, question)
