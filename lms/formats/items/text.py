"""Plain text: a question paper as it is typed or pasted, with 答案 and 解析."""

import re

from lms.domain.problem import Problem, Text
from lms.formats.annotations.listed import listed_as_text
from lms.formats.containers.decode import Decoded, decoded
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
_OTHER = re.compile(r"^\s*(?:<\??[a-zA-Z!]|[\[{]\s*[\"\[{])")
_LOOKED_AT = 200_000


def recognises(data: bytes, filename: str) -> bool:
    """Answers marked in Chinese; nothing else is sure."""
    found = decoded(data[:_LOOKED_AT], filename)
    if isinstance(found, Problem) or _OTHER.match(found.text):
        return False
    return _ANSWER.search(found.text) is not None and "," not in found.text.partition("\n")[0]


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    found = decoded(data, filename)
    if isinstance(found, Problem):
        return Reading(problems=[found])
    reading = read_numbered_text(_lines(found))
    return Reading(reading.drafts, [*found.notes, *reading.problems]).of_file(filename, *NO_QUESTION)


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    found = decoded(data, filename)
    return NO_EXCERPTS if isinstance(found, Problem) else question_excerpts(_lines(found))


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating. A paper has no comments: the questions that have problems, below these."""
    return listed_as_text(remarks)


def _lines(found: Decoded) -> list[Line]:
    return [Line(text, place) for text, place in found.numbered]
