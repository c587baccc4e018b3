"""Write the empty workbook that trainers fill in: advice, and a sheet for each kind with an example."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import xlsxwriter

from lms.formats.sheets.columns import RULES
from lms.formats.sheets.export import add_sheet
from lms.questions import kinds

EXAMPLE = "示例（导入时跳过）"
_ROWS = 2000
_USUAL = ("feedback", "points", "tags", "competency", "area", "level", "difficulty", "source")
_OPTIONS = tuple(f"option.{number}" for number in range(1, 7))
_EXAMPLES: dict[str, Mapping[str, str]] = {
    "single_choice": {
        "stem": "下列文种中，用于向上级机关请求批准事项的是：",
        "option.1": "报告", "option.2": "请示", "option.3": "通知", "option.4": "函", "answer": "B",
        "feedback": "请求指示、批准用请示；报告不得夹带请示事项。",
    },
    "multiple_choice": {
        "stem": "值班记录应当写明：",
        "option.1": "来电时间", "option.2": "来电人和单位", "option.3": "事由", "option.4": "值班员的评价", "answer": "ABC",
        "rule": "漏选按比例",
    },
    "true_false": {"stem": "请示应当一文一事。", "answer": "正确"},
    "blanks": {"stem": "火警电话是____，急救电话是____。", "blank.1": "119", "blank.2": "120"},
    "numeric": {"stem": "会期三天，每天两场，一共几场？", "answer": "6", "unit": "场"},
    "short_text": {"stem": "记载会议主要情况和议定事项的文种是什么？", "answer": "纪要|会议纪要"},
    "ordering": {
        "stem": "把收文办理的步骤按先后排好：",
        "entry.1": "签收", "entry.2": "登记", "entry.3": "初审", "entry.4": "承办", "rule": "按先后计分",
    },
    "matching": {
        "stem": "把文种和用途配对：",
        "left.1": "函", "right.1": "不相隶属机关之间商洽工作", "left.2": "批复", "right.2": "答复下级机关的请示",
        "extra": "公布重要决定",
    },
    "essay": {
        "stem": "就一次跨部门协调写出你的步骤和理由。", "answer": "参考答案写在这里，供阅卷人对照。",
        "rubric": "步骤完整（3分）：有牵头、有期限、有反馈\n理由充分（2分）：引用依据", "least": "200", "most": "600",
    },
    "description": {"stem": "阅读材料写在这里，后面的题目围绕它提问。"},
}  # fmt: skip
_COLUMNS: dict[str, tuple[str, ...]] = {
    "single_choice": (*_OPTIONS, "answer"),
    "multiple_choice": (*_OPTIONS, "answer", "rule"),
    "true_false": ("answer",),
    "blanks": tuple(f"blank.{number}" for number in range(1, 9)),
    "numeric": ("answer", "tolerance", "unit"),
    "short_text": ("answer",),
    "ordering": (*(f"entry.{number}" for number in range(1, 9)), "rule"),
    "matching": (
        *(f"{side}.{number}" for number in range(1, 7) for side in ("left", "right")),
        "extra",
        "rule",
    ),
    "essay": ("answer", "rubric", "least", "most"),
    "description": (),
}
_ADVICE = (
    "每种题型一张工作表，一行一道题；不用的工作表和列可以删去，列的先后不限。",
    "“题干”必填。题干和选项里的换行会保留；公式请先变成数值。",
    "单选题、多选题：答案填选项字母，如 B、ACD；字母以选项所在的列为准。",
    "判断题：答案填“正确”或“错误”。",
    "填空题：题干里用 ____（四个下划线）表示一处空，答案依次填在空1、空2……；几种写法都对时用 | 分开，如 119|一一九。",
    "数值题：答案填一个数；允许误差填在“误差”列，单位填在“单位”列。",
    "短答题：几种写法都对时用 | 分开。",
    "排序题：第1项、第2项……按正确的先后填写，考试时会打乱。",
    "匹配题：左项1配右项1，依此类推；只在右边出现的填在“干扰项”，几个用 | 分开。",
    "论述题：评分标准一行一条，写成“步骤完整（3分）：说明”，各条分数之和就是这道题的分值。",
    "分值不填按 1 分；标签用空格分开；级别填 1 到 5。",
    "编号列写着“示例”的行不会导入，可以留着对照。",
)


def template() -> bytes:
    """Return the workbook; without changes it contains no question."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    _write_advice(book)
    for kind, columns in _COLUMNS.items():
        fields = ["name", "stem", *columns, *(_USUAL if kind != "essay" else _USUAL[2:])]
        sheet = add_sheet(book, kinds()[kind].NAME.zh, fields, markdown=False)
        _validate(sheet, kind, fields)
        grey = book.add_format(
            {"font_color": "#666666", "text_wrap": True, "valign": "top", "num_format": "@"}
        )
        for column, field in enumerate(fields):
            sheet.write_string(
                1, column, _EXAMPLES[kind].get(field, EXAMPLE if field == "name" else ""), grey
            )
    book.close()
    return out.getvalue()


def _write_advice(book: Any) -> None:
    sheet = book.add_worksheet("填写说明")
    sheet.set_column(0, 0, 100)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for line, words in enumerate(("试题导入模板", *_ADVICE)):
        sheet.write_string(line, 0, words, wrapped)


def _validate(sheet: Any, kind: str, fields: list[str]) -> None:
    """Restrict columns to lists of values, and points to numbers."""
    rules = [
        name
        for (rule_kind, _), name in RULES.items()
        if rule_kind == kind and name not in ("按选项计分", "按条件计分")
    ]
    lists = {"rule": rules, "difficulty": ["易", "中", "难"], "level": ["1", "2", "3", "4", "5"]}
    if kind == "true_false":
        lists["answer"] = ["正确", "错误"]
    for column, field in enumerate(fields):
        if lists.get(field):
            sheet.data_validation(1, column, _ROWS, column, {"validate": "list", "source": lists[field]})
        if field == "points":
            more = {"error_title": "分值", "error_message": "请填写大于 0 的数，如 2 或 2.5"}
            sheet.data_validation(
                1, column, _ROWS, column, {"validate": "decimal", "criteria": ">", "value": 0, **more}
            )
