"""Prints a paper as its candidate would see it, and a sheet for the answers: for when the power fails.

Letters on paper are those of the same seed on the screen; each kind turns them back into answers (Kind.from_hand).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from lms.domain.exam.blueprint import Plan
from lms.domain.problem import Text
from lms.domain.question.paper import Printable
from lms.domain.text.numbers import decimal_text
from lms.platform.pdf import shown
from lms.platform.pdf.paper import GREY, Cell, Paper, Pictures, no_picture
from lms.questions import kind
from lms.sittings.serve import ShownQuestion

NUMERALS = "一二三四五六七八九十"
RULES = Text(
    "答案写在答题纸上，写在试卷上无效；选择题写字母，判断题写“对”或“错”，配对题写成 1-B 2-A。\n"
    "试卷和答题纸交卷时一并交回，不得带出考场。",
    "Write on the answer sheet; what is written on the paper does not count. Write letters for choices, true or"
    " false, and 1-B 2-A for pairs.\nHand in the paper with the sheet; neither leaves the room.",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper to print, and whose it is."""

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
    """Every paper with its answer sheet, each from a page of its own; `pictures` gives files by their address."""
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


def _title(paper: Paper, sheet: Sheet, more: str) -> None:
    language = paper.language
    paper.words(sheet.plan.title.in_(language) + more, 18, bold=True, align="centre", after=2)
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
    asked = [item for item in sheet.items if item.points]
    total = decimal_text(sum((item.points for item in asked), Decimal(0)))
    head = Text(
        f"注意事项：限时 {sheet.plan.minutes} 分钟，共 {len(asked)} 题，满分 {total} 分。",
        f"Rules: {sheet.plan.minutes} minutes, {len(asked)} questions, {total} points.",
    )
    paper.words(head.in_(language), 10, bold=True)
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
        shown.put(paper, item.body["stem"], 10.5)
        paper.gap(6)
        return
    points = decimal_text(item.points)
    name = item.kind_name.in_(language)
    head = Text(f"{item.position}.（{name}，{points} 分）", f"{item.position}. ({name}, {points} points) ")
    shown.put(paper, item.body["stem"], 10.5, before=head.in_(language))
    form = _form(item)
    if form.how:
        paper.words(form.how.in_(language), 9.5, indent=18, colour=GREY)
    for row in form.rows:
        shown.put(paper, row.html, 10.5, indent=18, before=f"{row.mark}. ")
    paper.gap(8)


def _form(item: ShownQuestion) -> Printable:
    return kind(item.kind).printable(item.body)


def _answer_sheet(paper: Paper, sheet: Sheet) -> None:
    language = paper.language
    _title(paper, sheet, Text(" 答题纸", " · answer sheet").in_(language))
    colon = Text("：", ": ").in_(language)
    signed = (Text("考生（签名）", "Candidate"), Text("交卷时间", "Handed in at"))
    paper.table([1, 1], [[f"{words.in_(language)}{colon}" for words in signed]], size=10.5, least=28)
    paper.gap(8)
    short = [item for item in sheet.items if item.points and _form(item).is_short]
    long = [item for item in sheet.items if item.points and not _form(item).is_short]
    number, answer = Text("题号", "No.").in_(language), Text("答案", "Answer").in_(language)
    if short:
        rows = []
        half = (len(short) + 1) // 2
        for place in range(half):
            left, right = short[place], short[place + half : place + half + 1]
            rows.append([str(left.position), "", str(right[0].position) if right else "", ""])
        paper.table([1, 4, 1, 4], rows, [number, answer, number, answer], size=10.5, least=28)
        paper.gap(10)
    for item in long:
        _long_answer(paper, item)


def _long_answer(paper: Paper, item: ShownQuestion) -> None:
    """Lines for what does not fit a cell: one for each prompt or gap, and for running text what its length asks."""
    form, language = _form(item), paper.language
    name = item.kind_name.in_(language)
    parts = [f"{row.mark} —" for row in form.prompts]
    parts += [f"（{place}）" for place in range(1, form.gaps + 1)]
    with paper.together():
        paper.need(60)
        head = Text(f"{item.position}.（{name}）", f"{item.position}. ({name})")
        paper.words(head.in_(language), 10.5, bold=True)
        if parts:
            pairs = [
                parts[at : at + 2] + [""] * (2 - len(parts[at : at + 2])) for at in range(0, len(parts), 2)
            ]
            paper.table([1, 1], pairs, size=10.5, least=28)
        else:
            paper.rules(max(4, min(60, form.characters // 25)))
        paper.gap(10)
