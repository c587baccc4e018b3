"""The form with which a candidate begins an exam."""

from lms.domain.problem import Text
from lms.exams.schedule import LONGEST_CODE
from lms.web.forms import Form, Line


class AccessCodeForm(Form):
    """The access code, where the exam has one."""

    access_code = Line(
        Text("考试口令", "Access code"),
        most=LONGEST_CODE,
        hint=Text("由监考人员当场告知", "The invigilator announces it in the exam hall"),
        render_kw={"autocomplete": "off"},
    )
