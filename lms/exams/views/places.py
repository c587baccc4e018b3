"""The places in a plan: their names for readers, and the page on which each is corrected."""

import re

from flask import url_for

from lms.domain.problem import Text

PART_NAMES = {
    "draw": Text("抽题", "draw"),
    "fixed": Text("指定题", "fixed question"),
    "case": Text("材料题", "case"),
}
_PLACE = re.compile(r"section\[(\d+)\](?:\.(draw|fixed|case)\[(\d+)\])?")


def place_of(where: str) -> tuple[int, str, int] | None:
    """Return (section, form, number) of a place in a plan, "" and 0 for a whole section; None for a fact."""
    match = _PLACE.match(where)
    return (int(match[1]), match[2] or "", int(match[3] or 0)) if match else None


def url_of(draft_id: int, where: str) -> str:
    """Return the page on which the problem at this place is corrected."""
    place = place_of(where)
    if place is None:
        field = where.split("[")[0].replace(".", "_")
        if field == "section":
            return url_for("exams.draft", draft_id=draft_id, _anchor="add-section")
        return url_for("exams.facts", draft_id=draft_id, _anchor=field)
    number, form, nth = place
    if form:
        return url_for("exams.part", draft_id=draft_id, number=number, form=form, place=nth)
    if ".title" in where:
        return url_for("exams.section", draft_id=draft_id, number=number)
    return url_for("exams.draft", draft_id=draft_id, _anchor=f"section-{number}")


def place_text(where: str) -> Text:
    """Return the name of a place such as "section[1].draw[2]" for readers."""
    place = place_of(where)
    if place is None:
        return _FACT_NAMES.get(where.split(".")[0].split("[")[0], Text("基本信息", "Facts"))
    number, form, nth = place
    section = Text(f"第 {number} 部分", f"Section {number}")
    if not form:
        return section
    name = PART_NAMES[form]
    return section + Text(f"第 {nth} 处{name.zh}", f", {name.en} {nth}")


_FACT_NAMES = {
    "title": Text("名称", "Title"),
    "instructions": Text("考试说明", "Instructions"),
    "minutes": Text("时长", "Time"),
    "attempts": Text("考试机会", "Attempts"),
    "wait_hours": Text("间隔", "Wait"),
    "pass_percent": Text("合格线", "Pass mark"),
    "cut_set_by": Text("合格线依据", "How the pass mark was set"),
    "minima": Text("单项最低", "Minima"),
    "addresses": Text("考场地址", "Addresses"),
    "after_submission": Text("公布前可看", "Shown before release"),
    "section": Text("试卷", "Paper"),
}
