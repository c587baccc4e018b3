"""Write the three documents of a printed exam: the questions, the answer sheet, the key with explanations."""

from collections.abc import Sequence

from lms.domain.question.protocol import MARKER
from lms.domain.text.numbers import decimal_text
from lms.formats.item import Draft
from lms.formats.markup.html_blocks import Paragraph, Picture, blocks_of, picture_placeholder, printed_line
from lms.formats.printed.document_writer import DocumentWriter
from lms.formats.printed.questions import (
    PrintedQuestion,
    notes,
    number_questions,
    printed_key,
    rubric,
    sections,
    texts_above_rows,
    total_points,
)

TITLE = "测评试卷"
RULES = (
    "1. 请先在试卷和答题纸上填写单位、姓名、工号。",
    "2. 答案一律写在答题纸上，写在试卷上无效。选择题、排序题写字母，判断题写“正确”或“错误”，配对题写成 1-B 2-A。",
    "3. 字迹清楚，修改处划去重写。",
    "4. 考试结束时试卷、答题纸一并交回，不得带出考场。",
)
INDENT = 420


def write_exam(document: DocumentWriter, drafts: Sequence[Draft]) -> None:
    """Write 试卷: the rules, then the questions by kind, without the key."""
    numbered = number_questions(drafts)
    document.add_paragraph(TITLE, style="Title")
    document.add_table([["单位：", "姓名：", "工号："]], min_height=480)
    scored = [printed for printed in numbered if printed.is_scored]
    points = decimal_text(total_points(scored))
    document.add_paragraph(f"注意事项（共 {len(scored)} 题，满分 {points} 分）", style="Heading 1")
    for rule in RULES:
        document.add_paragraph(rule, style="Rule")
    for title, section in sections(numbered):
        document.add_paragraph(title, style="Heading 1")
        for printed in section:
            how = printed.printable.how
            _write_question(document, printed, [*notes(printed), *([how.zh] if how else [])])
            document.add_paragraph("", style="Small")


def write_answer_sheet(document: DocumentWriter, drafts: Sequence[Draft]) -> None:
    """Write 答题纸: cells for letters and numbers, lines for words."""
    numbered = [printed for printed in number_questions(drafts) if printed.is_scored]
    document.add_paragraph("答 题 纸", style="Title")
    document.add_table(
        [["单位：", "姓名：", "工号："], ["考试时间：", "考生签名：", "得分："]], min_height=480
    )
    for title, section in sections(numbered):
        document.add_paragraph(title, style="Heading 1")
        if short := [printed for printed in section if printed.printable.is_short]:
            document.add_table(_cells(short), [1, 3, 1, 3, 1, 3], min_height=520)
        for printed in section:
            if not printed.printable.is_short:
                _write_answer_space(document, printed)


def write_key(document: DocumentWriter, drafts: Sequence[Draft]) -> None:
    """Write 参考答案: each question with key, points and explanation, so that it can be imported into a bank."""
    numbered = number_questions(drafts)
    document.add_paragraph("参考答案及评分标准", style="Title")
    for title, section in sections(numbered):
        document.add_paragraph(title, style="Heading 1")
        for printed in section:
            _write_question(document, printed)
            _write_answer(document, printed)
            document.add_paragraph("", style="Small")


def _write_question(document: DocumentWriter, printed: PrintedQuestion, notes: Sequence[str] = ()) -> None:
    """Write the stem and further passages, notes and options."""
    before = f"{printed.number}. " if printed.is_scored else ""
    printable = printed.printable
    rows = printable.rows
    for part in (part for text in texts_above_rows(printed) for part in blocks_of(text)):
        if isinstance(part, Paragraph):
            document.add_paragraph(before + part.text, keep_with_next=bool(rows), indent=part.depth * INDENT)
        elif isinstance(part, Picture):
            if before:
                document.add_paragraph(before, keep_with_next=True)
            data = printed.pictures.get(part.address)
            if data is None or not document.add_picture(data, part.words):
                document.add_paragraph(picture_placeholder(part))
        else:
            if before:
                document.add_paragraph(before, keep_with_next=True)
            document.add_table(part.rows)
        before = ""
    if notes:
        document.add_paragraph(f"（{'；'.join(notes)}）", style="Rule", keep_with_next=bool(rows))
    for row in printable.prompts:
        document.add_paragraph(
            f"({row.mark}) {printed_line(row.html)}", indent=INDENT, keep_with_next=row is not rows[-1]
        )
    for row in printable.choices:
        document.add_paragraph(
            f"{row.mark}. {printed_line(row.html)}", indent=INDENT, keep_with_next=row is not rows[-1]
        )


def _write_answer(document: DocumentWriter, printed: PrintedQuestion) -> None:
    if answer := printed_key(printed).answer:
        is_html = "<" in answer and printed.kind.SCORING == MARKER
        document.add_paragraph(f"答案：{printed_line(answer) if is_html else answer}", style="Rule")
    if printed.draft.feedback:
        document.add_paragraph(f"解析：{printed.draft.feedback}", style="Rule")
    if criteria := rubric(printed):
        document.add_paragraph(f"评分标准：{criteria}", style="Rule")
    if printed.is_scored:
        document.add_paragraph(f"分值：{decimal_text(printed.draft.points)}", style="Rule")


def _cells(section: Sequence[PrintedQuestion]) -> list[list[str]]:
    """Return rows of numbers, each with an empty cell: three to a row, numbered down the columns."""
    height = (len(section) + 2) // 3
    columns = [section[start : start + height] for start in (0, height, 2 * height)]
    rows = []
    for index in range(height):
        cells: list[str] = []
        for column in columns:
            cells += [str(column[index].number) if index < len(column) else "", ""]
        rows.append(cells)
    return rows


def _write_answer_space(document: DocumentWriter, printed: PrintedQuestion) -> None:
    document.add_paragraph(f"{printed.number}.", keep_with_next=True)
    cells = [f"({row.mark})" for row in printed.printable.prompts]
    cells += [f"（{gap}）" for gap in range(1, printed.printable.gaps + 1)]
    if not cells:
        document.add_lines(max(4, min(40, printed.printable.characters // 25)))
        return
    rows = [cells[start : start + 2] for start in range(0, len(cells), 2)]
    document.add_table(rows, [1, 1], min_height=520)
