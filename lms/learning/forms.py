"""The forms with which HR assigns courses, lists and changes assignments."""

from typing import Any

from wtforms import Form as AnyForm

from lms.candidates.list_parser import CandidateRow, read_lines
from lms.domain.beijing import beijing_day
from lms.domain.place import Named
from lms.domain.problem import Text
from lms.learning import messages
from lms.learning.assign import LONGEST_REASON
from lms.learning.follow import COMPLETED, LEARNING, NOT_BEGUN
from lms.learning.overview import FINISHED, OVERDUE, UNFINISHED, WITHDRAWN
from lms.learning.targets import Targets
from lms.web import request_db
from lms.web.forms import (
    Choice,
    Choices,
    Day,
    Form,
    IdChoice,
    Line,
    Paragraphs,
    Reason,
    Required,
    Tick,
    field_error,
)

_ALL = Text("全部", "All")
_UNIT = Text("单位（含下级）", "Unit (and below)")


def _not_passed(form: AnyForm, field: Any) -> None:
    """Refuse a day before today in Beijing."""
    if field.data is not None and field.data < beijing_day(request_db.now()):
        raise field_error(*messages.DUE_PASSED)


def _due() -> Any:
    return Day(
        Text("期限", "Due"),
        [_not_passed],
        hint=Text("当天仍算按期；留空为不限期", "The day itself is still in time; empty for no due date"),
        optional=True,
    )


class AssignForm(Form):
    """Which course, for which unit or people, until when. The page sets the options."""

    course = Choice(
        Text("课程", "Course"),
        [Required(Text("没有选课程", "No course is chosen"), Text("请选择课程", "choose one"))],
        first=Text("请选择", "Choose"),
    )
    due = _due()
    unit = IdChoice(
        _UNIT,
        hint=Text("全部学员，包括以后加入的", "All its trainees, and those who join it later"),
        first=Text("不按单位布置", "No unit"),
    )
    lines = Paragraphs(
        Text("工号，每行一人", "Employee numbers, one person per line"),
        most=50_000,
        rows=4,
        hint=Text(
            "可从 Excel 粘贴：第一列是工号，其余各列不看",
            "You can paste from Excel: the first column is the number, others are ignored",
        ),
        optional=True,
        render_kw={"spellcheck": "false"},
    )
    q = Line(Text("按姓名或工号查找", "Search by name or number"), most=60, type_of_input="search")
    find = Tick(Text("查找", "Search"))
    login = Choices(Text("布置给哪些人", "People to assign to"))

    def targets(self) -> Targets:
        """Return to whom the course is assigned."""
        ticked = [CandidateRow(Named(login), login) for login in self.login.data]
        return Targets(self.unit.data, read_lines(self.lines.data) + ticked)


class AssignmentsFilter(Form):
    """Which assignments to list. The page sets the options of course and unit."""

    course = Choice(Text("课程", "Course"), first=_ALL)
    unit = IdChoice(_UNIT, first=_ALL)
    state = Choice(
        Text("状态", "State"),
        first=Text("全部（未撤回）", "All but withdrawn"),
        options=[
            (OVERDUE, Text("有人超期", "Somebody is overdue")),
            (UNFINISHED, Text("未全部完成", "Not all have completed")),
            (FINISHED, Text("全部完成", "All have completed")),
            (WITHDRAWN, Text("已撤回", "Withdrawn")),
        ],
    )


class PeopleFilter(Form):
    """Which people of an assignment to list."""

    state = Choice(
        Text("进度", "Progress"),
        first=_ALL,
        options=[
            (OVERDUE, Text("超期", "Overdue")),
            (NOT_BEGUN, Text("未开始", "Not begun")),
            (LEARNING, Text("学习中", "In progress")),
            (COMPLETED, Text("已完成", "Completed")),
        ],
    )


class DueForm(Form):
    """Another due date for an assignment."""

    due = _due()


class WithdrawalForm(Form):
    """Why an assignment is withdrawn."""

    reason = Line(
        Text("撤回原因", "Reason for withdrawing"),
        [Reason()],
        most=LONGEST_REASON,
        hint=Text("记入审计日志，以后查得到", "Kept in the audit trail"),
        render_kw={"autocomplete": "off"},
    )
