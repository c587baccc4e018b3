"""Draws a certificate as one A4 page: facts in, the bytes of a PDF out, the same for the same facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import segno
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from lms.certificates.faces import REGULAR, Faces, faces, load
from lms.certificates.facts import (
    NUMBER,
    OPENING,
    SEAL,
    SIGNATURE,
    TITLE,
    VERIFY,
    Facts,
    day_words,
)
from lms.certificates.typeset import fit, write
from lms.domain.problem import Text

# Points from the lower left corner.
WIDTH, HEIGHT = landscape(A4)
CENTRE = WIDTH / 2
LEFT, RIGHT = 84.0, WIDTH - 84.0
MEASURE = RIGHT - LEFT
QR_SIDE = 62.0

SEAL_RED = (0.64, 0.12, 0.13)
INK = (0.11, 0.12, 0.13)
GREY = (0.40, 0.40, 0.42)
HAIRLINE = (0.80, 0.77, 0.73)

# ReportLab's faces keep a read position while they cut a subset; two threads would cut each other's.
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page being drawn: `main` is its first language, `other` the one that goes small beneath."""

    canvas: Any
    main: str
    regular: Faces
    bold: Faces

    @property
    def other(self) -> str:
        return "zh" if self.main == "en" else "en"

    def put(self, text: str, x: float, top: float, width: float, height: float, size: float,
            colour: tuple[float, float, float] = INK, align: str = "centre", bold: bool = False,
            tracking: float = 0, leading: float = 1.5) -> float:
        """Fits the text into width x height below `top`, centred in the height; returns the ink's foot."""
        faces_ = self.bold if bold else self.regular
        block = fit(text, width, height, size, faces_, leading)
        self.canvas.setFillColorRGB(*colour)
        return write(self.canvas, block, x, top - (height - block.height) / 2, align, tracking)

    def rule(self, x: float, y: float, width: float, colour: tuple[float, float, float], thick: float) -> None:
        """A horizontal line around `x`."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(thick)
        self.canvas.line(x - width / 2, y, x + width / 2, y)


def draw(facts: Facts, language: str = "zh", extra_fonts: Sequence[Path] = ()) -> bytes:
    """The certificate as PDF: A4 landscape, fonts embedded, text that can be copied, a QR code to verify it.

    `language` is the one that leads ("zh" or "en"); the other stands small beneath. `extra_fonts` are
    TrueType files tried last. Raises MissingGlyph naming every character that no font can print.
    """
    extra = tuple(Path(path) for path in extra_fonts)
    with _one_at_a_time:
        regular, bold = faces(False, extra), faces(True, extra)
        regular.require(facts.strings())
        raw = BytesIO()
        # The first font is set so that the page does not name Helvetica, which is not embedded.
        canvas = Canvas(raw, pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1,
                        lang="en" if language == "en" else "zh-CN",
                        initialFontName=load(REGULAR[0].path).fontName)
        sheet = Sheet(canvas, "en" if language == "en" else "zh", regular, bold)
        _describe(sheet, facts)
        for part in (_frame, _head, _person, _statement, _columns, _verification, _signature):
            part(sheet, facts)
        canvas.showPage()
        canvas.save()
        return raw.getvalue()


def _describe(sheet: Sheet, facts: Facts) -> None:
    """The document's own title, issuer and day; the day is the issue's, not the clock's."""
    canvas = sheet.canvas
    canvas.setTitle(f"{TITLE.in_(sheet.main)} {facts.number}")
    canvas.setAuthor(facts.issuer.in_(sheet.main))
    canvas.setSubject(facts.course_title.in_(sheet.main))
    canvas.setCreator("五能 Wuneng")
    canvas.setDateFormatter(lambda *_: f"D:{facts.issued_on:%Y%m%d}000000Z")


def _frame(sheet: Sheet, _: Facts) -> None:
    """A seal-red rule, a hairline inside it that steps in at the corners, and a square in each step."""
    canvas = sheet.canvas
    canvas.setStrokeColorRGB(*SEAL_RED)
    canvas.setFillColorRGB(*SEAL_RED)
    canvas.setLineJoin(0)
    canvas.setLineWidth(1.6)
    canvas.rect(25, 25, WIDTH - 50, HEIGHT - 50)
    canvas.setLineWidth(0.5)
    inset, step = 31.0, 11.0
    path = canvas.beginPath()
    right, top = WIDTH - inset, HEIGHT - inset
    path.moveTo(inset + step, inset)
    for x, y in ((right - step, inset), (right - step, inset + step), (right, inset + step),
                 (right, top - step), (right - step, top - step), (right - step, top),
                 (inset + step, top), (inset + step, top - step), (inset, top - step),
                 (inset, inset + step), (inset + step, inset + step)):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path)
    for x in (inset + 2.5, right - 7):
        for y in (inset + 2.5, top - 7):
            canvas.rect(x, y, 4.5, 4.5, stroke=0, fill=1)


def _head(sheet: Sheet, facts: Facts) -> None:
    number = f"{NUMBER.in_(sheet.main)} {facts.number}"
    sheet.put(number, RIGHT, HEIGHT - 50, MEASURE / 2, 16, 9, GREY, "right")
    zh = sheet.main == "zh"
    sheet.put(TITLE.in_(sheet.main), CENTRE, 524, MEASURE, 56, 44 if zh else 36, SEAL_RED, bold=True,
              tracking=0.3 if zh else 0.02, leading=1.2)
    if zh:
        sheet.put(TITLE.en.upper(), CENTRE, 467, MEASURE, 18, 10.5, GREY, tracking=0.24)
    else:
        sheet.put(TITLE.zh, CENTRE, 470, MEASURE, 22, 14, GREY, tracking=0.5)


def _person(sheet: Sheet, facts: Facts) -> None:
    sheet.put(OPENING.in_(sheet.main), CENTRE, 436, MEASURE, 20, 13)
    sheet.put(OPENING.in_(sheet.other), CENTRE, 418, MEASURE, 14, 9, GREY)
    sheet.put(facts.name, CENTRE, 402, MEASURE - 40, 50, 36, leading=1.25)
    sheet.rule(CENTRE, 350, 300, HAIRLINE, 0.6)
    sheet.put(facts.belonging(sheet.main), CENTRE, 345, MEASURE, 22, 12.5)


def _statement(sheet: Sheet, facts: Facts) -> None:
    statement = facts.statement()
    sheet.put(statement.in_(sheet.main), CENTRE, 314, MEASURE - 40, 52, 16)
    sheet.put(statement.in_(sheet.other), CENTRE, 262, MEASURE - 60, 28, 9.5, GREY, leading=1.4)


def _columns(sheet: Sheet, facts: Facts) -> None:
    """What was reached: label over value over the value in the other language, between two hairlines."""
    columns = facts.columns()
    wide = MEASURE / len(columns)
    for y in (224, 160):
        sheet.rule(CENTRE, y, MEASURE, HAIRLINE, 0.6)
    for number, (label, value) in enumerate(columns):
        x = LEFT + wide * (number + 0.5)
        sheet.put(f"{label.in_(sheet.main)} {label.in_(sheet.other)}", x, 219, wide - 14, 14, 8.5, GREY)
        sheet.put(value.in_(sheet.main), x, 204, wide - 14, 24, 14, leading=1.3)
        if value.in_(sheet.other) != value.in_(sheet.main):
            sheet.put(value.in_(sheet.other), x, 180, wide - 14, 16, 8.5, GREY, leading=1.3)


def _verification(sheet: Sheet, facts: Facts) -> None:
    """The QR code with the address under it, which is also a link."""
    foot = 82.0
    _qr(sheet, facts.verify_url, LEFT, foot)
    words = LEFT + QR_SIDE + 12
    sheet.put(VERIFY.in_(sheet.main), words, foot + 46, 170, 16, 9, align="left")
    sheet.put(VERIFY.in_(sheet.other), words, foot + 30, 170, 22, 7.5, GREY, "left", leading=1.3)
    bottom = sheet.put(facts.verify_url, LEFT, foot - 4, 250, 26, 7, GREY, "left", leading=1.25)
    sheet.canvas.linkURL(facts.verify_url, (LEFT, bottom, LEFT + 250, foot + QR_SIDE), relative=0)


def _qr(sheet: Sheet, words: str, x: float, y: float) -> None:
    """The code as one filled path: about 2 kB, sharp at any size, and none of an image's overhead."""
    rows = list(segno.make(words, error="m", micro=False).matrix)
    module = QR_SIDE / len(rows)
    path = sheet.canvas.beginPath()
    for number, row in enumerate(rows):
        top = y + QR_SIDE - (number + 1) * module
        start = 0
        for at in range(1, len(row) + 1):
            if at == len(row) or row[at] != row[start]:
                if row[start]:
                    path.rect(x + start * module, top, (at - start) * module, module)
                start = at
    sheet.canvas.setFillColorRGB(*INK)
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def _signature(sheet: Sheet, facts: Facts) -> None:
    """A line to sign on, and the issuer with the day, with room around for a seal of 42 mm."""
    signer, issuer = 440.0, 650.0
    sheet.rule(signer, 92, 140, GREY, 0.6)
    sheet.put(SIGNATURE.in_(sheet.main), signer, 88, 140, 15, 9)
    sheet.put(SIGNATURE.in_(sheet.other), signer, 74, 140, 12, 7.5, GREY)
    day = day_words(facts.issued_on)
    sheet.put(facts.issuer.in_(sheet.main), issuer, 138, 216, 24, 14, leading=1.3)
    sheet.put(facts.issuer.in_(sheet.other), issuer, 113, 216, 14, 8.5, GREY, leading=1.3)
    sheet.put(day.in_(sheet.main), issuer, 96, 216, 20, 12)
    sheet.put(Text(SEAL.zh, SEAL.en).in_(sheet.main), issuer, 74, 216, 12, 8, GREY)
