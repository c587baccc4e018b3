"""Draws a certificate as one A4 page: facts in, the bytes of a PDF out, the same for the same facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import segno
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from lms.certificates.facts import (
    NUMBER,
    OPENING,
    SEAL,
    SIGNATURE,
    TITLE,
    Facts,
    day_words,
)
from lms.platform.pdf.faces import BOLD, ONE_AT_A_TIME, REGULAR, faces, faces_for, load
from lms.platform.pdf.typeset import Block, fit, write

# Points from the lower left corner.
WIDTH, HEIGHT = landscape(A4)
CENTRE = WIDTH / 2
LEFT, RIGHT = 84.0, WIDTH - 84.0
MEASURE = RIGHT - LEFT
QR_SIDE = 62.0

Colour = tuple[float, float, float]
SEAL_RED = (0.64, 0.12, 0.13)
INK = (0.11, 0.12, 0.13)
GREY = (0.40, 0.40, 0.42)
HAIRLINE = (0.80, 0.77, 0.73)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page being drawn: `main` is its first language, `other` the one in small print beneath."""

    canvas: Any
    main: str
    extra: tuple[Path, ...]

    @property
    def other(self) -> str:
        return "zh" if self.main == "en" else "en"

    def block(
        self, text: str, width: float, height: float, size: float, leading: float = 1.5, bold: bool = False
    ) -> Block:
        """Return the text in lines that fit into width x height at `size` or below."""
        chosen = faces(BOLD, self.extra) if bold else faces_for(text, self.extra)
        return fit(text, width, height, size, chosen, leading)

    def show(
        self,
        block: Block,
        x: float,
        top: float,
        colour: Colour = INK,
        align: str = "centre",
        tracking: float = 0,
    ) -> float:
        """Write the block from `top` down and return its foot."""
        self.canvas.setFillColorRGB(*colour)
        return write(self.canvas, block, x, top, align, tracking)

    def line(
        self, text: str, x: float, middle: float, width: float, size: float, colour: Colour = INK
    ) -> None:
        """Write words around the point (x, middle), in up to two lines where one of `size` is too long."""
        block = self.block(text, width, size * 1.5, size, 1.2)
        self.show(block, x, middle + block.height / 2, colour)

    def rule(self, x: float, y: float, width: float, colour: Colour = HAIRLINE) -> None:
        """Draw a thin horizontal line centred on `x`."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(x - width / 2, y, x + width / 2, y)


def draw(facts: Facts, language: str = "zh", extra_fonts: Sequence[Path] = ()) -> bytes:
    """Return the certificate as PDF: A4 landscape, fonts embedded, text that can be copied, a QR code to verify it.

    `language` comes first ("zh" or "en"); the other is in small print beneath. `extra_fonts` are TrueType
    files tried last. Raise MissingGlyph naming every character that no font can print.
    """
    extra = tuple(Path(path) for path in extra_fonts)
    with ONE_AT_A_TIME:
        faces(REGULAR, extra).require(facts.strings())
        out = BytesIO()
        canvas = Canvas(
            out,
            pagesize=(WIDTH, HEIGHT),
            pageCompression=1,
            invariant=1,
            lang="en" if language == "en" else "zh-CN",
            # Otherwise the page refers to Helvetica, which is not embedded.
            initialFontName=load(REGULAR[0].path).fontName,
        )
        sheet = Sheet(canvas, "en" if language == "en" else "zh", extra)
        for part in (_describe, _frame, _head, _person, _statement, _columns, _verification, _signature):
            part(sheet, facts)
        canvas.showPage()
        canvas.save()
        return out.getvalue()


def _describe(sheet: Sheet, facts: Facts) -> None:
    """Set the document's title, issuer and date; the date is that of issue, so that bytes do not depend on the clock."""
    canvas = sheet.canvas
    canvas.setTitle(f"{TITLE.in_(sheet.main)} {facts.number}")
    canvas.setAuthor(facts.issuer.in_(sheet.main))
    canvas.setSubject(facts.course_title.in_(sheet.main))
    canvas.setCreator("五能 Wuneng")
    canvas.setDateFormatter(lambda *_: f"D:{facts.issued_on:%Y%m%d}000000Z")


def _frame(sheet: Sheet, _: Facts) -> None:
    """Draw a seal-red rule, a hairline inside it that steps in at the corners, and a square in each step."""
    canvas = sheet.canvas
    canvas.setStrokeColorRGB(*SEAL_RED)
    canvas.setFillColorRGB(*SEAL_RED)
    canvas.setLineWidth(1.6)
    canvas.rect(25, 25, WIDTH - 50, HEIGHT - 50)
    inset, step = 31.0, 11.0
    path = canvas.beginPath()
    # A quarter of the outline per corner: (x, y) of the corner, and the direction from it into the page.
    for x, y, right, up in (
        (inset, inset, 1, 1),
        (inset, HEIGHT - inset, 1, -1),
        (WIDTH - inset, HEIGHT - inset, -1, -1),
        (WIDTH - inset, inset, -1, 1),
    ):
        inner = [(x + right * step, y), (x + right * step, y + up * step), (x, y + up * step)]
        for point in inner if right == up else reversed(inner):
            (path.lineTo if path.getCode() else path.moveTo)(*point)
        canvas.rect(x + right * 4.75 - 2.25, y + up * 4.75 - 2.25, 4.5, 4.5, stroke=0, fill=1)
    path.close()
    canvas.setLineWidth(0.5)
    canvas.drawPath(path)


def _head(sheet: Sheet, facts: Facts) -> None:
    """Write the number in the corner, the title in the middle."""
    number = f"{NUMBER.in_(sheet.main)} {facts.number}"
    sheet.show(sheet.block(number, MEASURE, 14, 9), RIGHT, 543, GREY, "right")
    if sheet.main == "zh":
        sheet.show(
            sheet.block(TITLE.zh, MEASURE, 54, 44, 1.2, bold=True), CENTRE, 522, SEAL_RED, tracking=0.3
        )
        sheet.show(sheet.block(TITLE.en.upper(), MEASURE, 18, 10.5), CENTRE, 464, GREY, tracking=0.24)
    else:
        sheet.show(
            sheet.block(TITLE.en, MEASURE, 54, 34, 1.2, bold=True), CENTRE, 516, SEAL_RED, tracking=0.02
        )
        sheet.show(sheet.block(TITLE.zh, MEASURE, 22, 13), CENTRE, 468, GREY, tracking=0.5)


def _person(sheet: Sheet, facts: Facts) -> None:
    """Write the name, the largest words after the title, over the unit."""
    sheet.line(OPENING.in_(sheet.main), CENTRE, 424, MEASURE, 13)
    sheet.line(OPENING.in_(sheet.other), CENTRE, 407, MEASURE, 9, GREY)
    name = sheet.block(facts.name, MEASURE - 24, 48, 36, 1.2)
    sheet.show(name, CENTRE, 370 + name.height / 2)
    sheet.rule(CENTRE, 343, max(300, *(24 + name.faces.width(line, name.size) for line in name.lines)))
    sheet.line(facts.belonging(sheet.main), CENTRE, 327, MEASURE, 12.5)


def _statement(sheet: Sheet, facts: Facts) -> None:
    """Write the sentence in both languages, as one group centred in its area."""
    statement = facts.statement()
    main = sheet.block(statement.in_(sheet.main), MEASURE - 40, 48, 16 if sheet.main == "zh" else 14)
    other = sheet.block(statement.in_(sheet.other), MEASURE - 80, 28, 9.5, 1.4)
    gap = 5
    foot = sheet.show(main, CENTRE, 270 + (main.height + gap + other.height) / 2)
    sheet.show(other, CENTRE, foot - gap, GREY)


def _columns(sheet: Sheet, facts: Facts) -> None:
    """Write label, value, and value in the other language in columns between two hairlines."""
    columns = facts.columns()
    width = MEASURE / len(columns)
    sheet.rule(CENTRE, 224, MEASURE)
    sheet.rule(CENTRE, 160, MEASURE)
    for number, (label, value) in enumerate(columns):
        x = LEFT + width * (number + 0.5)
        main, other = value.in_(sheet.main), value.in_(sheet.other)
        sheet.line(f"{label.in_(sheet.main)} {label.in_(sheet.other)}", x, 212, width - 14, 8.5, GREY)
        sheet.line(main, x, 192, width - 14, 14)
        sheet.line("" if other == main else other, x, 173, width - 14, 8.5, GREY)


def _verification(sheet: Sheet, facts: Facts) -> None:
    """Draw the QR code with the address under it, which is also a link."""
    foot, width = 80.0, 250.0
    _qr(sheet, facts.verify_url, LEFT, foot)
    left, available = LEFT + QR_SIDE + 12, width - QR_SIDE - 12
    beside = facts.beside_code()
    main = sheet.block(beside.in_(sheet.main), available, 26, 9, 1.3)
    other = sheet.block(beside.in_(sheet.other), available, 22, 7.5, 1.3)
    top = foot + (QR_SIDE + main.height + 3 + other.height) / 2
    sheet.show(other, left, sheet.show(main, left, top, align="left") - 3, GREY, "left")
    # Eight points below the code, because scanners need four modules of white around it.
    bottom = sheet.show(sheet.block(facts.verify_url, width, 27, 7, 1.25), LEFT, foot - 8, GREY, "left")
    sheet.canvas.linkURL(facts.verify_url, (LEFT, bottom, LEFT + width, foot + QR_SIDE), relative=0)


def _qr(sheet: Sheet, text: str, x: float, y: float) -> None:
    """Draw the code as one filled path, a few kB; ReportLab's own widget draws every module and takes eight times that."""
    # Any mask can be read; comparing all eight takes half of the whole page's time.
    rows = [list(row) for row in segno.make(text, error="m", micro=False, mask=3).matrix]
    module = QR_SIDE / len(rows)
    path = sheet.canvas.beginPath()
    for number, row in enumerate(rows):
        start = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                path.rect(x + start * module, y + QR_SIDE - (number + 1) * module, length * module, module)
            start += length
    sheet.canvas.setFillColorRGB(*INK)
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def _signature(sheet: Sheet, facts: Facts) -> None:
    """Draw a line to sign on, and the issuer with the date, with space around them for a seal of 42 mm."""
    signer, issuer, width = 446.0, 652.0, 212.0
    sheet.rule(signer, 90, 140, GREY)
    sheet.line(SIGNATURE.in_(sheet.main), signer, 80, 140, 9)
    sheet.line(SIGNATURE.in_(sheet.other), signer, 68, 140, 7.5, GREY)
    main = sheet.block(facts.issuer.in_(sheet.main), width, 30, 14, 1.3)
    other = sheet.block(facts.issuer.in_(sheet.other), width, 20, 8.5, 1.3)
    foot = sheet.show(main, issuer, 125 + (main.height + 2 + other.height) / 2)
    sheet.show(other, issuer, foot - 2, GREY)
    sheet.line(day_words(facts.issued_on).in_(sheet.main), issuer, 88, width, 12)
    sheet.line(SEAL.in_(sheet.main), issuer, 71, width, 8, GREY)
