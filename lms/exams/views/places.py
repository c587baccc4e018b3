"""The places in a plan: their names for readers, and the page on which each is corrected."""

import re
from dataclasses import replace

from flask import url_for

from lms.domain.messages import MISSING
from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Text, join_message
from lms.exams.forms.draft import IN_CHINESE, IN_ENGLISH

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
        field = _control(where)
        if field == "section":
            return url_for("exams.draft", draft_id=draft_id, _anchor="add-section")
        return url_for("exams.facts", draft_id=draft_id, _anchor=field)
    number, form, nth = place
    if form:
        return url_for("exams.part", draft_id=draft_id, number=number, form=form, place=nth)
    if ".title" in where:
        field = _control(where.partition(".")[2])
        return url_for("exams.section", draft_id=draft_id, number=number, _anchor=field)
    return url_for("exams.draft", draft_id=draft_id, _anchor=f"section-{number}")


def _control(where: str) -> str:
    """Return the id of the control of a fact, or of a section's title: see `lms.exams.forms.draft.both_languages`."""
    return where.split("[")[0].removesuffix(".zh").replace(".", "_")


def problem_line(problem: Problem) -> tuple[Text, Text]:
    """Return the name of the field or part, and what follows it: 名称（中文） and 没有填写；请补上这一项."""
    return place_text(problem.where.path), _between(problem) + join_message(problem.what, problem.how)


def with_place_in_words(problem: Problem) -> Problem:
    """Return the problem with the name of its field or part in its words, for a list without links."""
    what = place_text(problem.where.path) + _between(problem) + problem.what
    return replace(problem, where=NOWHERE, what=what)


def _between(problem: Problem) -> Text:
    return Text("", " ") if problem.what == MISSING[0] else Text("：", ": ")


def place_text(where: str) -> Text:
    """Return the name of a place such as "section[1].draw[2]" for readers, a field as its form calls it."""
    place = place_of(where)
    if place is None:
        name = _FACT_NAMES.get(where.split(".")[0].split("[")[0], Text("基本信息", "Facts"))
        return name + _language(where)
    number, form, nth = place
    section = Text(f"第 {number} 部分", f"Section {number}")
    if ".title" in where:
        return Text(f"部分 {number} 的名称", f"The title of section {number}") + _language(where)
    if not form:
        return section
    name = PART_NAMES[form]
    return section + Text(f"第 {nth} 处{name.zh}", f", {name.en} {nth}")


def _language(where: str) -> Text:
    return {"zh": IN_CHINESE, "en": IN_ENGLISH}.get(where.rpartition(".")[2], Text("", ""))


_FACT_NAMES = {
    "title": Text("名称", "Title"),
    "instructions": Text("考试说明", "Instructions"),
    "minutes": Text("时长（分钟）", "Minutes"),
    "attempts": Text("每人可考几次", "Attempts per person"),
    "wait_hours": Text("两次之间至少间隔（小时）", "Minimum hours between attempts"),
    "pass_percent": Text("总分达到百分之几合格", "Percentage of the total needed to pass"),
    "cut_set_by": Text("合格线依据", "How the pass mark was set"),
    "minima": Text("单项最低", "Minima"),
    "addresses": Text("考场地址", "Addresses"),
    "after_submission": Text("公布前可看", "Shown before release"),
    "section": Text("试卷", "Paper"),
}
