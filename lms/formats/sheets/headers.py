"""Find the header rows of a sheet, and the meaning of each column."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from lms.formats.drafts.spellings import kind_of
from lms.formats.workbooks.grid import Row, Sheet

_SEARCHED_ROWS = 40
"""The first header is within so many rows; above it may be a title and advice."""

_NAMES = {
    "type": "题型 类型 题目类型 试题类型 题类 题型名称 试题题型 题目题型 type questiontype kind",
    "stem": "题干 题目 试题 试题内容 题目内容 问题 题目描述 题干内容 试题题干 题目题干 题目名称 题目标题 试题标题 试题名称 问题内容"
    " 问题描述 标题 内容 question stem content title questiontext",
    "options": "选项 备选项 选项内容 备选答案 候选项 全部选项 题目选项 试题选项 options choices",
    "answer": "答案 正确答案 参考答案 标准答案 对/错 正确选项 题目答案 试题答案 正误 对错 是否正确 判断 判断结果 答案选项 标答"
    " answer answers correct correctanswer key rightanswer",
    "feedback": "解析 答案解析 题目解析 解析说明 试题解析 试题分析 详解 答案说明 解释 答题解析 解题思路 analysis explanation feedback"
    " rationale",
    "difficulty": "难度 难易度 难度等级 题目难度 难易程度 难度系数 试题难度 难易 difficulty",
    "points": "分值 分数 得分 题目分值 题目分数 本题分值 试题分值 试题分数 每题分值 满分 分 score points point mark marks",
    "blank_points": "单空分数 单空分值 每空分数 每空分值 每空得分",
    "area": "知识点 知识点名称 所属知识点 考点 考查点 内容领域 area",
    "tags": "标签 题目标签 试题标签 关键词 关键字 tags tag labels",
    "category": "分类 题目分类 章节 试题分类 所属分类 题库 目录 科目 专业 类别 所属章节 课程 category chapter",
    "competency": "能力项 能力 胜任力 考查能力 competency",
    "level": "能力等级 层级 级别 能力级别 level",
    "source": "来源 出处 依据 题目来源 命题依据 出题依据 参考文献 法规依据 source reference",
    "name": "编号 题目编号 试题编号 题目id 试题id id 代码 题目代码 name code",
    "rule": "计分规则 评分规则 计分方式 得分规则 rule",
    "tolerance": "误差 允许误差 误差范围 tolerance",
    "unit": "单位 unit",
    "extra": "干扰项 多余项 干扰选项 extra distractors",
    "rubric": "评分标准 评分要点 评分细则 采分点 得分点 rubric",
    "least": "最少字数 字数下限",
    "most": "最多字数 字数上限 字数限制",
    "sidecar": "附加数据",
    "counter": "序号 题号 no no. # 行号 number",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
_NUMERALS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)}
_OPTION = re.compile(
    r"(?:选项|备选项|备选答案|选择项|候选项|选择|答案|option|choice|item)?[_\-:]?([a-z])(?:选项|项|答案)?"
)
_COUNTED = re.compile(
    r"(选项|备选项|备选答案|option|choice|第?空|填空|答案|空格|blank|左项|左|right|右项|右|left|排序项|步骤|排序|第|附加数据)"
    r"[_\-:]?(\d{1,2}|[一二三四五六七八九十])(?:空|项|步)?"
)
_TITLES_ABOVE = ("", "选项", "备选项", "备选答案", "空", "填空", "options", "choices")
"""Titles that may be above the letters or numbers of a second line."""
_COUNTED_FIELDS = {
    "选项": "option", "备选项": "option", "备选答案": "option", "option": "option", "choice": "option",
    "空": "blank", "第空": "blank", "填空": "blank", "答案": "blank", "空格": "blank", "blank": "blank",
    "左项": "left", "左": "left", "left": "left", "右项": "right", "右": "right", "right": "right",
    "附加数据": "sidecar", "排序项": "entry", "步骤": "entry", "排序": "entry", "第": "entry",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last` are its rows. A field is "stem", "answer", …, or counted from 1: "option.3"."""

    first: int
    last: int
    columns: Mapping[str, int]
    titles: Mapping[int, str]
    """The title of each column."""
    markdown: bool
    """Whether texts are Markdown, as our own export declares in the title of its stems; otherwise they are plain."""

    def counted(self, field: str) -> list[tuple[int, int]]:
        """Return (number, column) of all columns of a counted field, by number."""
        columns = [
            (int(name.partition(".")[2]), at)
            for name, at in self.columns.items()
            if name.startswith(f"{field}.")
        ]
        return sorted(columns)


def find_headers(sheet: Sheet) -> list[Header]:
    """Return the header of each table in the sheet: a row that names a stem and at least one column more.

    A stem is enough if the sheet has the name of a kind. In headers of further tables below the first,
    nearly all cells must be names of columns.
    """
    headers: list[Header] = []
    for index, row in enumerate(sheet.rows):
        if not headers and index == _SEARCHED_ROWS:
            break
        fields = _fields(row)
        if headers and (row.number <= headers[-1].last or len(fields) < max(3, len(row.cells) * 0.7)):
            continue
        alone = len(row.cells) == 1 and kind_of(sheet.name) != ""
        if "stem" in fields and (len(fields) > 1 or alone):
            below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else None
            headers.append(_header(row, below if below and _is_second_line(row, below) else None))
    return headers


def _header(row: Row, below: Row | None) -> Header:
    names = {column: _clean(name) for column, name in row.cells.items()}
    if below is not None:
        names |= {
            column: _combined(names.get(column, ""), _clean(name)) for column, name in below.cells.items()
        }
    columns: dict[str, int] = {}
    for column, name in sorted(names.items()):
        field = field_of(name)
        if field:
            columns.setdefault(field, column)
    stem = next((cell for cell in row.cells.values() if field_of(cell) == "stem"), "")
    return Header(
        row.number,
        below.number if below else row.number,
        columns,
        dict(row.cells),
        "markdown" in stem.lower(),
    )


def field_of(name: str) -> str:
    """Return the field of a column by its title; "" if it is not known."""
    name = _clean(name)
    if name in _FIELD_OF:
        return _FIELD_OF[name]
    letter = _OPTION.fullmatch(name)
    if letter:
        return f"option.{ord(letter[1]) - 96}"
    counted = _COUNTED.fullmatch(name)
    if counted:
        prefix = counted[1] if not (counted[1] == "第" and name.endswith("空")) else "空"
        number = _NUMERALS.get(counted[2]) or int(counted[2])
        return f"{_COUNTED_FIELDS[prefix]}.{number}" if number else ""
    if len(name) > 8:
        return ""
    endings = {"题干": "stem", "解析": "feedback", "答案": "answer"}
    return next((field for ending, field in endings.items() if name.endswith(ending)), "")


def _fields(row: Row) -> set[str]:
    return {field for cell in row.cells.values() if len(cell) < 40 and (field := field_of(cell))}


def _clean(name: str) -> str:
    """Return the title without blanks, stars and brackets: 选项 A（必填） is 选项a."""
    name = unicodedata.normalize("NFKC", name).casefold()
    name = "".join(c for c in name if not (c.isspace() or unicodedata.category(c) == "Cf"))
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】", "", name).strip("*:＊")
    return bare or name


def _is_second_line(upper: Row, lower: Row) -> bool:
    """Return whether `lower` continues the header: letters and numbers below 选项 or an empty cell, or repeated titles."""
    names = [(_clean(cell), _clean(upper.cells.get(column, ""))) for column, cell in lower.cells.items()]
    own = [(name, above) for name, above in names if name != above]
    return len(own) >= 2 and all(
        above in _TITLES_ABOVE and re.fullmatch(r"(?:选项|空)?[_\-]?(?:[a-z]|\d{1,2})", name)
        for name, above in own
    )


def _combined(above: str, below: str) -> str:
    return (
        above
        if above == below
        else re.sub(r"^(选项|空)?", above if above in ("选项", "空") else r"\1", below, count=1)
    )
