"""Plain text: a question paper as it is typed or pasted, with 答案 and 解析."""

import re

from lms.domain.problem import Problem, Text
from lms.formats.annotations.problem_list import problem_text
from lms.formats.containers.decode import Decoded, decode_text
from lms.formats.excerpts import NO_EXCERPTS, Excerpts
from lms.formats.item import Reading
from lms.formats.papers.excerpts import paper_excerpts
from lms.formats.papers.line import Line
from lms.formats.papers.read import NO_QUESTION, read_paper
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
    found = decode_text(data[:_LOOKED_AT], filename)
    if isinstance(found, Problem) or _OTHER.match(found.text):
        return False
    return _ANSWER.search(found.text) is not None and "," not in found.text.partition("\n")[0]


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    found = decode_text(data, filename)
    if isinstance(found, Problem):
        return Reading(problems=[found])
    reading = read_paper(_lines(found))
    return Reading(reading.drafts, [*found.notes, *reading.problems]).with_filename(filename, *NO_QUESTION)


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    found = decode_text(data, filename)
    return NO_EXCERPTS if isinstance(found, Problem) else paper_excerpts(_lines(found))


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating. A paper has no comments: the questions that have problems, below these."""
    return problem_text(remarks)


def _lines(found: Decoded) -> list[Line]:
    return [Line(text, place) for text, place in found.numbered]
