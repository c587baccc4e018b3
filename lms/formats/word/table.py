"""Turn a table with the columns 题干, 答案 and so on, one question a row, into the lines of a paper."""

import re
from collections.abc import Sequence

from lms.domain.place import TableRow
from lms.formats.numbered_text.line import Line

_LABELS = {
    "题干": "", "题目": "", "试题": "", "题目内容": "", "试题内容": "", "试题题干": "", "答案": "答案：", "正确答案": "答案：",
    "参考答案": "答案：", "标准答案": "答案：", "解析": "解析：", "答案解析": "解析：", "题目解析": "解析：", "题型": "题型：",
    "类型": "题型：", "试题类型": "题型：", "题目类型": "题型：", "难度": "难度：", "分值": "分值：", "分数": "分值：",
    "知识点": "知识点：", "标签": "标签：", "章节": "章节：", "来源": "来源：", "出处": "来源：",
}  # fmt: skip
_OPTION = re.compile(r"(?:选项)?([A-Za-zＡ-Ｚ])(?:选项|项)?")
_OPTIONS = ("选项", "备选项", "选项内容")
_STEMS = ("题干", "题目", "试题", "题目内容", "试题内容", "试题题干")

Cell = Sequence[Line]


def question_lines(rows: Sequence[Sequence[Cell]], table: int) -> list[Line] | None:
    """Return the questions of the table as numbered lines; None if its first row is no header of questions."""
    if len(rows) < 2:
        return None
    titles = [re.sub(r"\s", "", "".join(line.text for line in cell)) for cell in rows[0]]
    if not any(title in _STEMS for title in titles) or "答案：" not in [
        _LABELS.get(title) for title in titles
    ]:
        return None
    lines: list[Line] = []
    for number, row in enumerate(rows[1:], 1):
        texts = ["\n".join(line.text.strip() for line in cell).strip() for cell in row]
        place = TableRow(table, number + 1)
        named = list(zip(titles, texts, strict=False))
        stem = next((text for title, text in named if title in _STEMS), "")
        if stem:
            lines += [Line(line, place) for line in _lines(number, stem, named)]
            lines.append(Line("", place))
    return lines


def _lines(number: int, stem: str, named: Sequence[tuple[str, str]]) -> list[str]:
    lines = f"{number}、{stem}".split("\n")
    for title, text in named:
        option = _OPTION.fullmatch(title)
        if text and option:
            lines += f"{option[1]}. {text}".split("\n")
        elif text and title in _OPTIONS:
            lines += text.split("\n")
    for title, text in named:
        if text and _LABELS.get(title):
            lines += f"{_LABELS[title]}{text}".split("\n")
    return lines
