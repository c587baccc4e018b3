"""Lay flowables out on numbered A4 pages: 第 x 页 共 y 页 at the foot, counted for each part of a file."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ActionFlowable, BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate

from lms.domain.problem import Text
from lms.platform.pdf.faces import REGULAR, Faces, load
from lms.platform.pdf.paragraph import printable
from lms.platform.pdf.typeset import fit, write

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, FOOT = 62.0, WIDTH - 62.0, HEIGHT - 68.0, 68.0
MEASURE, BODY = RIGHT - LEFT, TOP - FOOT
GREY = Color(0.40, 0.40, 0.42)


class NumberedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """Keeps its pages until their number is known, then writes the foot of each."""

    def __init__(
        self, *args: Any, language: str, made_at: datetime, footer: str, faces: Faces, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.setDateFormatter(lambda *_: f"D:{made_at:%Y%m%d%H%M%S}Z")
        self._language, self._footer, self._faces = language, printable(footer, faces), faces
        self.part = 0
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Finish the page; called by ReportLab."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Number the pages and write the file."""
        counts, numbers = Counter(page["part"] for page in self._pages), Counter[int]()
        for page in self._pages:
            self.__dict__.update(page)
            numbers[self.part] += 1
            self._number(numbers[self.part], counts[self.part])
            super().showPage()
        super().save()

    def _number(self, number: int, count: int) -> None:
        words = Text(f"第 {number} 页 共 {count} 页", f"Page {number} of {count}").in_(self._language)
        self.setFillColor(GREY)
        for text, x, align, wide in (
            (words, (LEFT + RIGHT) / 2, "centre", MEASURE),
            (self._footer, LEFT, "left", MEASURE / 2 - 50),
        ):
            if text:
                write(self, fit(text, wide, 8 * 1.4, 8, self._faces, 1.4), x, FOOT - 20, align)


class NewPart(ActionFlowable):  # type: ignore[misc]
    """Counts pages from 1 from here on."""

    def apply(self, doc: Any) -> None:
        doc.canv.part += 1


class Together(KeepTogether):  # type: ignore[misc]
    """Keeps its content on one page if it fits on one; otherwise it starts here and continues on the next."""

    def split(self, aW: float, aH: float) -> list[Flowable]:
        if self._H > BODY:
            return list(self._content)
        return list(super().split(aW, aH))


def lay_out(
    story: Sequence[Flowable], title: str, language: str, made_at: datetime, footer: str, faces: Faces
) -> bytes:
    """Return the PDF of these flowables; the same bytes for the same story."""
    raw = BytesIO()
    frame = Frame(LEFT, FOOT, MEASURE, BODY, 0, 0, 0, 0)
    document = BaseDocTemplate(
        raw,
        pagesize=A4,
        pageTemplates=[PageTemplate("page", [frame])],
        pageCompression=1,
        invariant=1,
        lang="en" if language == "en" else "zh-CN",
        # Without it every page would name Helvetica, which is not embedded.
        initialFontName=load(REGULAR[0].path).fontName,
        title=title,
        creator="五能 Wuneng",
    )
    canvas = partial(NumberedCanvas, language=language, made_at=made_at, footer=footer, faces=faces)
    document.build(list(story), canvasmaker=canvas)
    return raw.getvalue()
