"""From sheets to drafts: which rows are questions, of what kind they are, and everything said beside them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.domain.marks import read_points
from lms.domain.problem import Problem, Text
from lms.domain.question import Question
from lms.formats.difference import Misfit, patched
from lms.formats.item import Draft, Reading
from lms.formats.sheets import choices, spellings
from lms.formats.sheets.bodies import body_of
from lms.formats.sheets.gaps import gaps_in
from lms.formats.sheets.grid import Row, Sheet, spread
from lms.formats.sheets.headers import Header, field_of, find_headers
from lms.formats.sheets.line import Line
from lms.questions import kinds

META = ("competency", "area", "level", "difficulty", "source", "category")
_ADVICE = re.compile(
    r"说明|须知|示例|样例|字典|数据源|目录|封面|readme|instruction|guide|help|example", re.IGNORECASE
)
_EXAMPLE = re.compile(r"[【\[(（]?(?:示例|样例|例如|范例)")
_NOTE = re.compile(r"[【\[(（*※★]*\s*(?:注[:：]|注意|说明|备注|提示|填写|要求|示例|例[:：])")
_ADVICE_CELL = re.compile(
    r"[【\[(（]?\s*(?:必填|选填|可选|非必填|不填|请|填写|可不填|支持|最多|不超过|示例|多个)"
)
_HEADING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十\d]+(?:部分)?[、.．,\s]*)?\S{0,8}题\s*(?:[(（【].*|[,，。:：共每].*)?",
    re.DOTALL,
)
_EACH = re.compile(r"每[小]?[题空]\s*(\d+(?:\.\d)?)\s*分")
_CONTENT = ("stem", "options", "option", "answer", "blank", "left", "right", "entry", "feedback")


def drafts_of(sheets: list[Sheet]) -> Reading:
    """Every question of the sheets, and everything wrong, at its cell."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for sheet in sheets:
        headers = find_headers(_with_headers_spread(sheet))
        if not headers:
            problems += _without_header(sheet, alone=len(sheets) == 1)
        elif _ADVICE.fullmatch(re.sub(r"填写|使用|导入|[\s\d]", "", sheet.name)):
            problems.append(_passed_over(sheet))
        else:
            for draft, said in _read_sheet(spread_down(sheet, headers), headers):
                drafts += [draft] if draft else []
                problems += said
    if not drafts and not problems:
        what = Text("没有找到试题", "holds no questions")
        problems.append(
            Problem("", what, Text("表头下面请一行写一道题", "Write one question a row below the header"))
        )
    return Reading(tuple(drafts), tuple(problems))


def _with_headers_spread(sheet: Sheet) -> Sheet:
    """选项 over four columns is above each of them."""
    return spread(replace(sheet, merges=tuple(m for m in sheet.merges if m[2] - m[0] < 3)))


def spread_down(sheet: Sheet, headers: list[Header]) -> Sheet:
    """A merged type, category or mark counts for every row it covers; a merged stem is that of the first only."""
    vertical = {
        column for header in headers for field, column in header.columns.items()
        if field in ("type", "points", "blank_points", "rule", "tags", *META)
    }  # fmt: skip
    return spread(replace(sheet, merges=tuple(m for m in sheet.merges if m[1] == m[3] and m[1] in vertical)))


def _without_header(sheet: Sheet, *, alone: bool) -> list[Problem]:
    if not alone and (sheet.hidden or not sheet.rows or _ADVICE.search(sheet.name)):
        return []
    what = Text(
        "没有找到表头：要有“题干”一列，还要有“答案”或“选项”",
        "has no header row: it needs a column 题干 (stem) beside 答案 (answer) or 选项 (options)",
    )
    how = Text(
        "请使用导入模板，或把第一行改成列名", "Use the template, or write the columns' names in the first row"
    )
    return [Problem(sheet.name, what, how)]


def _passed_over(sheet: Sheet) -> Problem:
    what = Text("像是示例或说明，没有读入", "looks like examples or advice and was not read")
    return Problem(
        sheet.name, what, Text("如果是试题，请改工作表的名称", "If it holds questions, rename the sheet")
    )


def _read_sheet(sheet: Sheet, headers: list[Header]) -> Iterator[tuple[Draft | None, list[Problem]]]:
    """The draft of each row that is a question, and what is wrong with the row."""
    header, waiting = headers[0], headers[1:]
    kind, points = spellings.kind_of(sheet.name), None
    for row in sheet.rows:
        if waiting and row.number >= waiting[0].first:
            header, waiting = waiting[0], waiting[1:]
        if row.number <= header.last:
            if row.number < header.first:
                kind, points = _heading(row, kind, points)
            continue
        if _is_heading(row, header):
            kind, points = _heading(row, kind, points)
        elif not _is_idle(row, header):
            yield _read_row(Line(sheet, header, row), kind, points)


def _is_heading(row: Row, header: Header) -> bool:
    """一、单选题（每题 2 分）: one text alone, which names a kind."""
    words = next(iter(set(row.cells.values())), "") if len(set(row.cells.values())) == 1 else ""
    return (
        bool(words) and len(words) < 60 and bool(_HEADING.fullmatch(words)) and spellings.kind_of(words) != ""
    )


def _heading(row: Row, kind: str, points: Decimal | None) -> tuple[str, Decimal | None]:
    words = next(iter(row.cells.values()), "")
    if len(words) >= 60 or not spellings.kind_of(words) or not _HEADING.fullmatch(words):
        return kind, points
    each = _EACH.search(words)
    return spellings.kind_of(words), read_points(each[1]) if each else None


def _is_idle(row: Row, header: Header) -> bool:
    """An empty row that only looks filled, a stray cell, a repeated header, advice, or an example."""
    shown = {name: row.cells[column] for name, column in header.columns.items() if column in row.cells}
    failed = [name for name, column in header.columns.items() if column in row.troubles]
    content = [name for name in shown if name.partition(".")[0] in _CONTENT]
    if "stem" not in shown and "stem" not in failed and len(content) + len(failed) < 2:
        return True
    stem = shown.get("stem", "")
    if field_of(stem) == "stem" and all(field_of(shown[name]) for name in ("answer",) if name in shown):
        return len(shown) > 1
    if content == ["stem"] and _NOTE.match(stem):
        return True
    marked = [shown.get(name, "") for name in ("counter", "name", "type")]
    advice = sum(bool(_ADVICE_CELL.match(words)) for words in shown.values())
    return any(_EXAMPLE.match(words) for words in marked) or (advice >= 2 and advice * 2 >= len(shown))


def _read_row(line: Line, kind: str, points: Decimal | None) -> tuple[Draft | None, list[Problem]]:
    kind = _kind(line, kind)
    if not line.has("stem"):
        line.bad(
            "stem",
            Text("没有填写题干", "is missing"),
            Text("请补上，或删去这一行", "Add it, or remove the row"),
        )
    line.text("counter", vital=False)
    if not kind:
        return None, line.problems
    data = body_of(kind, line)
    worth = _points(line, kind, data, points)
    if kind == "essay":
        worth = _with_rubric(line, data, worth)
    draft = Draft(
        where=line.place("stem"),
        kind=kind,
        data=data,
        name=line.text("name", vital=False),
        points=worth,
        tags=spellings.tags_of(line.text("tags", vital=False)),
        feedback=line.markdown("feedback"),
        meta={name: words for name in META if (words := line.text(name, vital=False))},
    )
    draft = _with_rest(line, draft)
    columns = line.unused()
    if columns:
        draft = replace(draft, more={**draft.more, "columns": columns})
    if line.problems:
        return None, [*line.problems, *line.notes]
    found = draft.question()
    if isinstance(found, Question):
        return draft, line.notes
    return None, [*(_at_cell(line, problem) for problem in found), *line.notes]


def _kind(line: Line, inherited: str) -> str:
    """By the row's own word, else by heading or sheet, else by what is filled in; "" is noted."""
    words = line.text("type")
    said = words if words in kinds() else spellings.kind_of(words)
    if words and not said:
        what = Text(f"不认识题型“{words[:30]}”", f'the kind "{words[:30]}" is not known')
        line.bad(
            "type",
            what,
            Text(
                "请填写单选题、多选题、判断题、填空题、简答题等",
                "Write 单选题, 多选题, 判断题, 填空题, 简答题 …",
            ),
        )
        return ""
    kind = said or inherited or _guess(line)
    if kind == "choice":
        chosen = choices.chosen_of(line, choices.options_of(line)) or []
        line.notes.clear()
        return "multiple_choice" if len(set(chosen)) > 1 else "single_choice"
    if kind == "calculation":
        return "numeric" if spellings.number_of(line.text("answer")) else "essay"
    return kind


def _guess(line: Line) -> str:
    if len(choices.options_of(line)) > 1:
        both = [spellings.truth(words) for _, words in choices.options_of(line)]
        return "true_false" if sorted(map(str, both)) == ["False", "True"] else "choice"
    if line.counted("blank") or gaps_in(line.text("stem")):
        words = line.text("answer")
        return "true_false" if spellings.truth(words) is not None and not line.counted("blank") else "blanks"
    if line.counted("left"):
        return "matching"
    return "true_false" if spellings.truth(line.text("answer")) is not None else "essay"


def _points(line: Line, kind: str, data: dict[str, Any], inherited: Decimal | None) -> Decimal:
    each = kind == "blanks" and line.has("blank_points") and not line.has("points")
    field = "blank_points" if each else "points"
    words = line.text(field, vital=False)
    found = spellings.points_of(words) if words else None
    if found is None and line.has(field):
        what = Text("分值读不出来，已按 1 分读入", "the points cannot be read; 1 point was taken")
        if kind != "description":
            line.note(field, what, Text("请填写 2 或 2.5 这样的分值", "Enter points such as 2 or 2.5"))
    if found is None:
        return Decimal(0) if kind == "description" else inherited or Decimal(1)
    return found * len(data.get("blanks", ())) if each else found


def _with_rubric(line: Line, data: dict[str, Any], points: Decimal) -> Decimal:
    """One criterion a line, "观点正确（3 分）：…"; where the lines do not say so, all the points are one criterion's."""
    words = line.text("rubric", vital=False)
    rows = [re.fullmatch(r"(.+?)\s*[(（]\s*(\d+(?:\.\d{1,2})?)\s*分\s*[)）]\s*(?:[:：]\s*(.*))?", row.strip())
            for row in words.splitlines() if row.strip()]  # fmt: skip
    rubric = [{"criterion": row[1], "points": row[2], "describe": row[3] or ""} for row in rows if row]
    total = sum((Decimal(row["points"]) for row in rubric), Decimal(0))
    if rubric and all(rows) and (total == points or not line.has("points")):
        data["rubric"] = rubric
        return total
    name = "对照参考答案" if data.get("sample") else "综合评分"
    data["rubric"] = [{"criterion": name, "points": str(points), "describe": words}]
    return points


def _with_rest(line: Line, draft: Draft) -> Draft:
    """With what our own export keeps in its last column, because no cell shows it."""
    words = line.text("rest")
    if not words:
        return draft
    try:
        rest = json.loads(words)
        data = patched(dict(draft.data), rest.get("data", {}))
        meta = {**draft.meta, **{str(k): str(v) for k, v in dict(rest.get("meta", {})).items()}}
        return replace(draft, data=data, meta=meta, more=dict(rest.get("more", {})))
    except (ValueError, AttributeError, TypeError, RecursionError, Misfit):
        what = Text("附加数据与这一行对不上", "does not go with this row")
        line.bad(
            "rest",
            what,
            Text(
                "请清空这一格；译文等附加内容会丢失",
                "Empty the cell; what it holds, as translations, is lost",
            ),
        )
        return draft


def _at_cell(line: Line, problem: Problem) -> Problem:
    """What the kind has to say, at the cell it speaks of."""
    step = re.match(r"(\w+)(?:\[(\d+)\])?", problem.where)
    name, number = (step[1], step[2] or "1") if step else ("stem", "1")
    field = {"options": f"option.{number}", "blanks": f"blank.{number}", "order": f"entry.{number}",
             "pairs": f"left.{number}", "answers": "answer", "sample": "answer", "en": "rest"}.get(name, name)  # fmt: skip
    cell = line.place(field if field in line.header.columns else "answer" if name == "blanks" else "stem")
    return Problem(cell, problem.what, problem.how)
