"""The three documents of a paper exam: the paper, the sheet for answers, the key with reasons."""

from collections.abc import Sequence
from decimal import Decimal

from lms.domain.question.protocol import MARKER
from lms.domain.text.numbers import decimal_text
from lms.formats.item import Draft
from lms.formats.markup.shown_html import Picture, Words, blocks, instead, line
from lms.formats.printed.paper import Paper
from lms.formats.printed.questions import Printed, notes, printed, printed_key, rubric, sections, stem

TITLE = "测评试卷"
RULES = (
    "1. 请先在试卷和答题纸上填写单位、姓名、工号。",
    "2. 答案一律写在答题纸上，写在试卷上无效。选择题、排序题写字母，判断题写“正确”或“错误”，配对题写成 1-B 2-A。",
    "3. 字迹清楚，修改处划去重写。",
    "4. 考试结束时试卷、答题纸一并交回，不得带出考场。",
)
INDENT = 420


def paper(page: Paper, drafts: Sequence[Draft]) -> None:
    """试卷: rules, then the questions by kind; nothing of the key."""
    made = printed(drafts)
    page.words(TITLE, style="Title")
    page.table([["单位：", "姓名：", "工号："]], least=480)
    page.words(f"注意事项（共 {_count(made)} 题，满分 {_points(made)} 分）", style="Heading 1")
    for rule in RULES:
        page.words(rule, style="Rule")
    for title, own in sections(made):
        page.words(title, style="Heading 1")
        for one in own:
            how = one.form.how
            _put(page, one, [*notes(one), *([how.zh] if how else [])])
            page.words("", style="Small")


def sheet(page: Paper, drafts: Sequence[Draft]) -> None:
    """答题纸: cells for letters and numbers, lines for words."""
    made = [one for one in printed(drafts) if one.asks]
    page.words("答 题 纸", style="Title")
    page.table([["单位：", "姓名：", "工号："], ["考试时间：", "考生签名：", "得分："]], least=480)
    for title, own in sections(made):
        page.words(title, style="Heading 1")
        if short := [one for one in own if one.form.is_short]:
            page.table(_cells(short), [1, 3, 1, 3, 1, 3], least=520)
        for one in own:
            if not one.form.is_short:
                _space(page, one)


def key(page: Paper, drafts: Sequence[Draft]) -> None:
    """参考答案: each question with its key, marks and reasons, so that it can be read into a bank again."""
    made = printed(drafts)
    page.words("参考答案及评分标准", style="Title")
    for title, own in sections(made):
        page.words(title, style="Heading 1")
        for one in own:
            _put(page, one)
            _key(page, one)
            page.words("", style="Small")


def _put(page: Paper, one: Printed, notes: Sequence[str] = ()) -> None:
    """Stem, notes and options."""
    before = f"{one.number}. " if one.asks else ""
    form = one.form
    rows = form.rows
    for part in blocks(stem(one.question)):
        if isinstance(part, Words):
            page.words(before + part.text, keep=bool(rows), indent=part.depth * INDENT)
        elif isinstance(part, Picture):
            if before:
                page.words(before, keep=True)
            data = one.pictures.get(part.address)
            if data is None or not page.picture(data, part.words):
                page.words(instead(part))
        else:
            if before:
                page.words(before, keep=True)
            page.table(part.rows)
        before = ""
    if notes:
        page.words(f"（{'；'.join(notes)}）", style="Rule", keep=bool(rows))
    for row in form.prompts:
        page.words(f"({row.mark}) {line(row.html)}", indent=INDENT, keep=row is not rows[-1])
    for row in form.choices:
        page.words(f"{row.mark}. {line(row.html)}", indent=INDENT, keep=row is not rows[-1])


def _key(page: Paper, one: Printed) -> None:
    said = printed_key(one).answer
    if said:
        is_text = "<" in said and one.kind.SCORING == MARKER
        page.words(f"答案：{line(said) if is_text else said}", style="Rule")
    if one.draft.feedback:
        page.words(f"解析：{one.draft.feedback}", style="Rule")
    if criteria := rubric(one):
        page.words(f"评分标准：{criteria}", style="Rule")
    if one.asks:
        page.words(f"分值：{decimal_text(one.draft.points)}", style="Rule")


def _cells(own: Sequence[Printed]) -> list[list[str]]:
    """Number and empty cell, three to a row, counting down the columns."""
    rows = (len(own) + 2) // 3
    made = []
    for at in range(rows):
        row: list[str] = []
        for column in range(3):
            place = at + column * rows
            row += [str(own[place].number) if place < len(own) else "", ""]
        made.append(row)
    return made


def _space(page: Paper, one: Printed) -> None:
    page.words(f"{one.number}.", keep=True)
    cells = [f"({row.mark})" for row in one.form.prompts]
    cells += [f"（{place}）" for place in range(1, one.form.gaps + 1)]
    if not cells:
        page.lines(max(4, min(40, one.form.characters // 25)))
        return
    page.table([cells[at : at + 2] for at in range(0, len(cells), 2)], [1, 1], least=520)


def _count(made: Sequence[Printed]) -> int:
    return sum(one.asks for one in made)


def _points(made: Sequence[Printed]) -> str:
    return decimal_text(sum((one.draft.points for one in made if one.asks), Decimal(0)))
