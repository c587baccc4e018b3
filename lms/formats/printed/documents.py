"""The three documents of a paper exam: the paper, the sheet for answers, the key with reasons."""

from collections.abc import Sequence
from decimal import Decimal

from lms.domain.text.numbers import decimal_text
from lms.formats.item import Draft
from lms.formats.markup.shown_html import Picture, Words, blocks, instead, line
from lms.formats.printed.paper import Paper
from lms.formats.printed.questions import Printed, answer, notes, printed, rubric, sections, stem

TITLE = "测评试卷"
RULES = (
    "1. 请先在试卷和答题纸上填写单位、姓名、工号。",
    "2. 答案一律写在答题纸上，写在试卷上无效。选择题、排序题写字母，判断题写“正确”或“错误”，配对题写成 1-B 2-A。",
    "3. 字迹清楚，修改处划去重写。",
    "4. 考试结束时试卷、答题纸一并交回，不得带出考场。",
)
INDENT = 420
SHORT = {"single_choice", "multiple_choice", "true_false", "numeric", "ordering", "short_text"}


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
            _put(page, one, notes(one))
            page.words("", style="Small")


def sheet(page: Paper, drafts: Sequence[Draft]) -> None:
    """答题纸: cells for letters and numbers, lines for words."""
    made = [one for one in printed(drafts) if one.kind != "description"]
    page.words("答 题 纸", style="Title")
    page.table([["单位：", "姓名：", "工号："], ["考试时间：", "考生签名：", "得分："]], least=480)
    for title, own in sections(made):
        page.words(title, style="Heading 1")
        if own[0].kind in SHORT:
            page.table(_cells(own), [1, 3, 1, 3, 1, 3], least=520)
            continue
        for one in own:
            _room(page, one)


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
    before = "" if one.kind == "description" else f"{one.number}. "
    for part in blocks(stem(one.question)):
        if isinstance(part, Words):
            page.words(before + part.text, keep=bool(one.options), indent=part.depth * INDENT)
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
        page.words(f"（{'；'.join(notes)}）", style="Rule", keep=bool(one.options))
    for place, row in enumerate(one.shown.get("left", ()), 1):
        page.words(f"({place}) {line(row['text'])}", indent=INDENT, keep=True)
    for place, (name, _, html) in enumerate(one.options, 1):
        page.words(f"{name}. {line(html)}", indent=INDENT, keep=place < len(one.options))


def _key(page: Paper, one: Printed) -> None:
    said = answer(one)
    if said:
        page.words(f"答案：{line(said) if '<' in said and one.kind == 'essay' else said}", style="Rule")
    if one.draft.feedback:
        page.words(f"解析：{one.draft.feedback}", style="Rule")
    if criteria := rubric(one):
        page.words(f"评分标准：{criteria}", style="Rule")
    if one.kind != "description":
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


def _room(page: Paper, one: Printed) -> None:
    body = one.shown
    page.words(f"{one.number}.", keep=True)
    if "left" in body:
        cells = [f"({place})" for place, _ in enumerate(body["left"], 1)]
    elif "blanks" in body:
        cells = [f"（{place}）" for place in range(1, body["blanks"] + 1)]
    else:
        longest = body.get("max_chars") or body.get("min_chars") or 300
        page.lines(max(4, min(40, longest // 25)))
        return
    page.table([cells[at : at + 2] for at in range(0, len(cells), 2)], [1, 1], least=520)


def _count(made: Sequence[Printed]) -> int:
    return sum(one.kind != "description" for one in made)


def _points(made: Sequence[Printed]) -> str:
    return decimal_text(sum((one.draft.points for one in made if one.kind != "description"), Decimal(0)))
