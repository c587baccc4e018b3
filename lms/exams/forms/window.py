"""The form of a published exam: its window, its access code, and whether it is in use."""

from lms.domain.problem import Text
from lms.exams.schedule import LONGEST_CODE
from lms.web.forms import After, Choice, Form, Line, Moment, Required


class ArrangementForm(Form):
    """The window, the access code and the state of an exam."""

    opens_at = Moment(
        Text("开始时间", "Opens"),
        hint=Text("北京时间，留空为不限", "Beijing time; empty means no limit"),
        optional=True,
    )
    closes_at = Moment(
        Text("结束时间", "Closes"),
        [After("opens_at")],
        hint=Text(
            "到时正在进行的考试一并收卷；已开始的考试截止时间不变",
            "Sittings end at this time at the latest; those that have already begun keep their deadline",
        ),
        optional=True,
    )
    access_code = Line(
        Text("考试口令", "Access code"),
        most=LONGEST_CODE,
        hint=Text(
            "由监考人员当场告知，留空为不需要口令",
            "Announced by the invigilator in the exam hall; empty means none",
        ),
        optional=True,
        render_kw={"autocomplete": "off"},
    )
    closed = Choice(
        Text("状态", "State"),
        [Required()],
        options=[
            ("no", Text("使用中", "In use")),
            (
                "yes",
                Text(
                    "停用：不能再开始，正在进行的不受影响",
                    "Closed: nobody can begin; sittings in progress continue",
                ),
            ),
        ],
        radios=True,
    )
