"""The columns of our own workbook, and the cells of a question in them."""

from collections.abc import Callable
from typing import Any

from lms.domain.question.protocol import Question
from lms.formats.drafts import spellings
from lms.formats.drafts.rubric import rubric_text
from lms.questions import dump_question

SIDECAR = "sidecar"
"""The field of the last column, with what no other cell shows."""
_TITLES = {
    "name": "编号", "type": "题型", "stem": "题干", "extra": "干扰项", "answer": "答案", "tolerance": "误差", "unit": "单位",
    "rubric": "评分标准", "least": "最少字数", "most": "最多字数", "rule": "计分规则", "feedback": "解析", "points": "分值",
    "tags": "标签", "competency": "能力项", "area": "知识点", "level": "级别", "difficulty": "难度", "source": "来源",
    "category": "分类", SIDECAR: "附加数据（请勿改动）",
}  # fmt: skip
_COUNTED = {"blank": "空", "left": "左项", "right": "右项", SIDECAR: "附加数据"}
_WIDTHS = {
    "stem": 50,
    "feedback": 30,
    "rubric": 40,
    "answer": 12,
    "points": 6,
    "level": 6,
    "name": 14,
    SIDECAR: 12,
}
RULES = {
    ("multiple_choice", "proportional"): "漏选按比例",
    ("multiple_choice", "all_or_nothing"): "全对得分",
    ("multiple_choice", "weights"): "按选项计分",
    ("ordering", "exact"): "全对得分",
    ("ordering", "pairs"): "按先后计分",
    ("ordering", "positions"): "按位置计分",
    ("ordering", "constraints"): "按条件计分",
    ("matching", "proportional"): "按比例计分",
    ("matching", "all_or_nothing"): "全对得分",
}


def title_of(field: str) -> str:
    """Return the title of a column."""
    name, _, number = field.partition(".")
    if name == "option":
        return f"选项{chr(64 + int(number))}"
    if name == "entry":
        return f"第{number}项"
    return f"{_COUNTED[name]}{number}" if number else _TITLES[name]


def width_of(field: str) -> int:
    """Return the width of a column, in characters."""
    return _WIDTHS.get(field, 16)


def cells_of(question: Question) -> dict[str, str]:
    """Return the cells of a question's body by field; some may be empty."""
    body = dump_question(question)["body"]
    cells = _CELLS[question.kind](body) if question.kind in _CELLS else {}
    rule = RULES.get((question.kind, body.get("rule", "")), "")
    return {"stem": body["stem"], **cells, "rule": rule}


def _choice(body: dict[str, Any]) -> dict[str, str]:
    fully_right = [option.get("right") or option.get("fraction") == "1" for option in body["options"]]
    right = fully_right if body.get("rule") != "weights" else [_earns(option) for option in body["options"]]
    letters = "".join(chr(65 + position) for position, is_right in enumerate(right) if is_right)
    return _counted("option", [o["text"] for o in body["options"]]) | {
        "answer": letters if "rule" in body else letters[:1]
    }


def _earns(option: dict[str, Any]) -> bool:
    return "fraction" in option and not option["fraction"].startswith("-")


def _counted(name: str, texts: list[str]) -> dict[str, str]:
    return {f"{name}.{number}": text for number, text in enumerate(texts, 1)}


def _alternatives(answers: list[dict[str, Any]]) -> str:
    return spellings.joined_alternatives([answer["text"] for answer in answers])


def _numeric(body: dict[str, Any]) -> dict[str, str]:
    first = body["answers"][0]
    tolerance = "" if first["tolerance"] == "0" else first["tolerance"]
    return {"answer": first["number"], "tolerance": tolerance, "unit": body.get("unit", "")}


def _matching(body: dict[str, Any]) -> dict[str, str]:
    pairs = body["pairs"]
    sides = _counted("left", [pair["left"] for pair in pairs]) | _counted(
        "right", [pair["right"] for pair in pairs]
    )
    return sides | {"extra": _alternatives(body["extra"])}


def _essay(body: dict[str, Any]) -> dict[str, str]:
    limits = {"least": str(body.get("min_chars", "")), "most": str(body.get("max_chars", ""))}
    return {"answer": body.get("sample", ""), "rubric": rubric_text(body["rubric"]), **limits}


_CELLS: dict[str, Callable[[dict[str, Any]], dict[str, str]]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": lambda body: {"answer": "正确" if body["answer"] else "错误"},
    "blanks": lambda body: _counted("blank", [_alternatives(blank["answers"]) for blank in body["blanks"]]),
    "numeric": _numeric,
    "short_text": lambda body: {"answer": _alternatives(body["answers"])},
    "ordering": lambda body: _counted("entry", [entry["text"] for entry in body["order"]]),
    "matching": _matching,
    "essay": _essay,
}
