"""The form with which HR assigns a course."""

from lms.domain.problem import Text
from lms.web.forms import Choice, Day, Form, IdChoice, Required


class AssignForm(Form):
    """Which course, for which unit, until when. The page sets the options."""

    course = Choice(
        Text("课程", "Course"),
        [Required(Text("没有选课程", "No course is chosen"), Text("请选择课程", "choose one"))],
    )
    unit = IdChoice(
        Text("单位（含下级）", "Unit (and below)"),
        [Required(Text("没有选单位", "No unit is chosen"), Text("请选择单位", "choose one"))],
    )
    due = Day(Text("期限", "Due"), optional=True)
