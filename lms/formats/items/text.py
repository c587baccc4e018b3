"""Plain text: numbered questions as they are typed or pasted, with 答案 and 解析."""

import re

from lms.domain.problem import Problem, Text
from lms.formats.annotations.problem_list import problem_text
from lms.formats.containers.decode import Decoded, decode_text
from lms.formats.excerpts import NO_EXCERPTS, Excerpts
from lms.formats.item import Reading
from lms.formats.numbered_text.excerpts import question_excerpts
from lms.formats.numbered_text.line import Line
from lms.formats.numbered_text.messages import NO_QUESTION
from lms.formats.numbered_text.read import read_numbered_text
from lms.formats.remarks import Annotated, Remarks

FORMAT = "text"
NAME = Text("文本（编号题目，A. B. 选项，答案：）", "Text: numbered questions, A. B. options, 答案：")
SUFFIXES = (".txt", ".text", ".md")
CALLED = (3, Text("文本", "text"))
POINTS_ARE_OPTIONAL = True
IS_TYPED = True

_ANSWER = re.compile(
    r"【\s*(?:参考|正确|标准)?答\s*案\s*】|\[答案\s*[:：]|^[ \t\u3000]*[(（]?(?:参考|正确|标准)?答\s*案\s*[:：]",
    re.MULTILINE,
)
_OTHER_FORMAT = re.compile(r"^\s*(?:<\??[a-zA-Z!]|[\[{]\s*[\"\[{])")
_SAMPLE_SIZE = 200_000


def recognises(data: bytes, filename: str) -> bool:
    """Whether answers are marked in Chinese; no other sign is certain."""
    sample = decode_text(data[:_SAMPLE_SIZE], filename)
    if isinstance(sample, Problem) or _OTHER_FORMAT.match(sample.text):
        return False
    return _ANSWER.search(sample.text) is not None and "," not in sample.text.partition("\n")[0]


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    text = decode_text(data, filename)
    if isinstance(text, Problem):
        return Reading(problems=[text])
    reading = read_numbered_text(_lines(text))
    return Reading(reading.drafts, [*text.notes, *reading.problems]).with_filename(filename, *NO_QUESTION)


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    text = decode_text(data, filename)
    return NO_EXCERPTS if isinstance(text, Problem) else question_excerpts(_lines(text))


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating. Plain text has no comments: return a list of the problems, each with its question."""
    return problem_text(remarks)


def _lines(text: Decoded) -> list[Line]:
    return [Line(line, place) for line, place in text.numbered]
