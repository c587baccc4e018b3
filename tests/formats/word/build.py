"""Builds small Word files for tests, out of the XML that matters."""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import docx
from lms.questions import dump_question

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; what does not begin with < is plain text."""
    inner = "".join(part if part.startswith("<") else run(part) for part in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def listed(number: int, level: int, text: str) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{''.join(map(p, cell.split('¶')))}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def word(*body: str, numbering: str = "", styles: str = "", namespace: str = W) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in (
            ("document", f"<w:body>{''.join(body)}</w:body>"),
            ("numbering", numbering),
            ("styles", styles),
        ):
            if inner:
                archive.writestr(
                    f"word/{name}.xml", f'<w:{name} xmlns:w="{namespace}" xmlns:m="{M}">{inner}</w:{name}>'
                )
    return out.getvalue()


def read(*body: str, **parts: str) -> Reading:
    return docx.read(word(*body, **parts), "题库.docx")


def only_draft(*body: str, **parts: str) -> Draft:
    reading = read(*body, **parts)
    assert [problem.line("zh") for problem in reading.problems] == []
    assert len(reading.drafts) == 1
    return reading.drafts[0]


def data(draft: Draft) -> dict[str, Any]:
    question = draft.question()
    assert isinstance(question, Question)
    return dump_question(question)["body"]


def right(draft: Draft) -> list[str]:
    return [option["text"] for option in draft.data["options"] if option.get("right")]


CHOICES = [p("A. 甲"), p("B. 乙"), p("答案：B")]


def abstract(number: int, *levels: tuple[str, str]) -> str:
    """A list whose levels have these (form, text)."""
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'


def num(number: int, of: int, *starts: int) -> str:
    inner = "".join(
        f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for at, start in enumerate(starts)
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'
