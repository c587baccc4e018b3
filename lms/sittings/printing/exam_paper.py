"""Prints a paper as its candidate would see it, and an answer sheet: for power failures.

Letters on paper are those of the same seed on the screen; each kind turns them back into answers (Kind.raw_from_paper).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from lms.domain.exam.blueprint import Plan
from lms.domain.problem import Text
from lms.domain.question.paper import PaperLayout
from lms.domain.question.visible import visible_notes, visible_passages
from lms.domain.text.numbers import decimal_text
from lms.platform.pdf import shown
from lms.platform.pdf.paper import GREY, Cell, Paper, Pictures, no_picture
from lms.questions import get_kind
from lms.sittings.serve import ShownQuestion

NUMERALS = "一二三四五六七八九十"
RULES = Text(
    "答案写在答题纸上，写在试卷上无效；选择题写字母，判断题写“对”或“错”，配对题写成 1-B 2-A。\n"
    "试卷和答题纸交卷时一并交回，不得带出考场。",
    "Write on the answer sheet; what is written on the paper does not count. Write letters for choices, true or"
    " false, and 1-B 2-A for pairs.\nReturn the paper together with the sheet; do not take either out of the exam hall.",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper to print, and its candidate."""

    plan: Plan
    label: str
    """Exam, version and seed: from them the same paper is drawn again."""
    items: Sequence[ShownQuestion]
    login: str = ""
    name: str = ""
    seat: str = ""


def print_exams(
    sheets: Sequence[Sheet],
    language: str,
    now: datetime,
    extra_fonts: Sequence[Path] = (),
    pictures: Pictures = no_picture,
) -> bytes:
    """Return a PDF of every paper with its answer sheet, each on new pages; `pictures` gives files by address."""
    title = sheets[0].plan.title.in_(language)
    footer = sheets[0].label if len(sheets) == 1 else ""
    paper = Paper(title, language, now, tuple(extra_fonts), footer, pictures)
    for number, sheet in enumerate(sheets):
        if number:
            paper.begin()
        _questions(paper, sheet)
        paper.page()
        _answer_sheet(paper, sheet)
    return paper.bytes()


def _counted(number: object, noun: str) -> str:
    """Return "1 point" or "2 points"."""
    return f"{number} {noun}" if str(number) == "1" else f"{number} {noun}s"


def _title(paper: Paper, sheet: Sheet, suffix: str) -> None:
    language = paper.language
    paper.words(sheet.plan.title.in_(language) + suffix, 18, bold=True, align="centre", after=2)
    paper.words(sheet.label, 8, align="centre", colour=GREY, after=6)
    colon = Text("：", ": ").in_(language)
    labels = (Text("工号", "No."), Text("姓名", "Name"), Text("座位", "Seat"))
    cells = [
        Cell(f"{label.in_(language)}{colon}{value}")
        for label, value in zip(labels, (sheet.login, sheet.name, sheet.seat), strict=True)
    ]
    paper.table([1, 1, 1], [cells], size=10.5, least=26)
    paper.gap(8)


def _questions(paper: Paper, sheet: Sheet) -> None:
    language = paper.language
    _title(paper, sheet, "")
    scored = [item for item in sheet.items if item.points]
    total = decimal_text(sum((item.points for item in scored), Decimal(0)))
    rules = Text(
        f"注意事项：限时 {sheet.plan.minutes} 分钟，共 {len(scored)} 题，满分 {total} 分。",
        f"Rules: {_counted(sheet.plan.minutes, 'minute')}, {_counted(len(scored), 'question')},"
        f" {_counted(total, 'point')}.",
    )
    paper.words(rules.in_(language), 10, bold=True)
    paper.words(sheet.plan.instructions.in_(language), 10)
    paper.words(RULES.in_(language), 10, after=6)
    section = ""
    part = 0
    for item in sheet.items:
        with paper.together():
            if item.section.in_(language) != section:
                section = item.section.in_(language)
                mark = f"{NUMERALS[part % 10]}、" if language == "zh" else f"{part + 1}. "
                paper.heading(mark + section, 13)
                part += 1
            _question(paper, item)


def _question(paper: Paper, item: ShownQuestion) -> None:
    language = paper.language
    if not item.points:
        paper.words(Text("〔阅读材料〕", "[To read]").in_(language), 10, bold=True)
        shown.print_html(paper, item.body["stem"], 10.5)
        paper.gap(6)
        return
    points = decimal_text(item.points)
    name = item.kind_name.in_(language)
    heading = Text(
        f"{item.position}.（{name}，{points} 分）", f"{item.position}. ({name}, {_counted(points, 'point')}) "
    )
    shown.print_html(paper, item.body["stem"], 10.5, before=heading.in_(language))
    kind, form = get_kind(item.kind), _form(item)
    for passage in visible_passages(kind.FORM, item.body):
        shown.print_html(paper, passage, 10.5, indent=18)
    for note in [*visible_notes(kind.FORM, item.body), *([form.how] if form.how else [])]:
        paper.words(note.in_(language), 9.5, indent=18, colour=GREY)
    for row in form.rows:
        shown.print_html(paper, row.html, 10.5, indent=18, before=f"{row.mark}. ")
    paper.gap(8)


def _form(item: ShownQuestion) -> PaperLayout:
    return get_kind(item.kind).paper_layout(item.body)


def _answer_sheet(paper: Paper, sheet: Sheet) -> None:
    language = paper.language
    _title(paper, sheet, Text(" 答题纸", " · answer sheet").in_(language))
    colon = Text("：", ": ").in_(language)
    labels = (Text("考生（签名）", "Candidate (signature)"), Text("交卷时间", "Submitted at"))
    paper.table([1, 1], [[f"{label.in_(language)}{colon}" for label in labels]], size=10.5, least=28)
    paper.gap(8)
    short = [item for item in sheet.items if item.points and _form(item).is_short]
    long = [item for item in sheet.items if item.points and not _form(item).is_short]
    number, answer = Text("题号", "No.").in_(language), Text("答案", "Answer").in_(language)
    if short:
        rows = []
        half = (len(short) + 1) // 2
        for row in range(half):
            left, right = short[row], short[row + half : row + half + 1]
            rows.append([str(left.position), "", str(right[0].position) if right else "", ""])
        paper.table([1, 4, 1, 4], rows, [number, answer, number, answer], size=10.5, least=28)
        paper.gap(10)
    for item in long:
        _long_answer(paper, item)


def _long_answer(paper: Paper, item: ShownQuestion) -> None:
    """Print space for an answer that does not fit a cell: a cell for each prompt or gap, or lines for a text."""
    form, language = _form(item), paper.language
    name = item.kind_name.in_(language)
    parts = [f"{row.mark} —" for row in form.prompts]
    parts += [f"（{gap}）" for gap in range(1, form.gaps + 1)]
    with paper.together():
        paper.need(60)
        heading = Text(f"{item.position}.（{name}）", f"{item.position}. ({name})")
        paper.words(heading.in_(language), 10.5, bold=True)
        if parts:
            pairs = [
                parts[at : at + 2] + [""] * (2 - len(parts[at : at + 2])) for at in range(0, len(parts), 2)
            ]
            paper.table([1, 1], pairs, size=10.5, least=28)
        else:
            paper.rules(max(4, min(60, form.characters // 25)))
        paper.gap(10)
