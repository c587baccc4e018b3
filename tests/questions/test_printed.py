"""What is printed of every sample: all that a candidate sees, and no mark-up."""

import io
import re
from decimal import Decimal
from html import unescape

import docx
import pytest
from pypdf import PdfReader

from lms.domain.place import TextLine
from lms.domain.problem import Text
from lms.domain.question.protocol import NEVER
from lms.domain.question.visible import visible_notes, visible_passages
from lms.formats.item import Draft
from lms.formats.items import docx_paper
from lms.platform.clock import utcnow
from lms.questions import get_kind, show_question
from lms.sittings.printing.exam_paper import Sheet, print_exams
from lms.sittings.serve import ShownQuestion
from tests.exam_data import drawing, plan
from tests.questions import samples

TAG = re.compile(r"</?(?:p|strong|em|ul|ol|li|br|span|sup|sub|table)\b[^>]*>")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def visible(sample: samples.Sample, language: str) -> list[str]:
    """Return all that a candidate sees of the question, in words, without white space."""
    own, shown = get_kind(sample.kind), show_question(sample.question, 7, language)
    html = [
        shown["stem"],
        *visible_passages(own.FORM, shown),
        *(row.html for row in own.paper_layout(shown).rows),
    ]
    notes = [note.in_(language) for note in visible_notes(own.FORM, shown)]
    return [squeezed(text) for text in [*map(words_of, html), *notes]]


def words_of(html: str) -> str:
    """Return the longest piece of text between the tags: gaps, pictures and formulae are drawn in their own ways."""
    return max(map(unescape, re.split(r"<[^<>]*>|（\d+）_+|_{3,}", html)), key=len)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}")
def test_the_paper_of_an_exam_prints_all_that_a_candidate_sees(sample: samples.Sample, language: str) -> None:
    body = show_question(sample.question, 7, language)
    own = get_kind(sample.kind)
    points = Decimal(0) if own.SCORING == NEVER else Decimal(2)
    item = ShownQuestion(1, Text("一", "One"), sample.kind, own.NAME, points, body)
    data = print_exams([Sheet(plan(drawing(1)), "exam", [item])], language, utcnow())
    text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
    assert [words for words in visible(sample, language) if words not in text] == []
    assert TAG.findall(text) == []


@pytest.mark.parametrize("sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}")
def test_the_word_paper_prints_all_that_a_candidate_sees(sample: samples.Sample) -> None:
    data = docx_paper.write([Draft(TextLine(1), sample.kind, sample.data)])
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "".join([paragraph.text for paragraph in document.paragraphs] + cells)
    assert [words for words in visible(sample, "zh") if words not in squeezed(text)] == []
    assert TAG.findall(text) == []
