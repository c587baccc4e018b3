"""The form that gives a person an accommodation, and the search for that person."""

from decimal import Decimal

from lms.candidates.reasons import LONGEST_REASON
from lms.domain.exam.allowance import LARGEST_FACTOR, MOST_MINUTES, Allowance
from lms.domain.problem import Text
from lms.web.forms import Choices, DecimalNumber, Form, IdChoice, Line, Reason, Required, Whole

_NO_AUTOCOMPLETE = {"autocomplete": "off"}


class _PersonNumber(Whole):
    """The person that was chosen on an earlier page."""

    control = "hidden"


class AccommodationSearch(Form):
    """The search for a person, and the person that was chosen from its results."""

    q = Line(Text("姓名或工号", "Name or employee number"), most=60, type_of_input="search")
    person = _PersonNumber(Text("给予", "To"))


class AccommodationForm(Form):
    """More time for a person, in one exam or in all."""

    person = _PersonNumber(
        Text("给予", "To"),
        [
            Required(
                Text("没有选择给予谁", "No person is chosen"),
                Text("请先查找并选择", "search for the person and choose them first"),
            )
        ],
    )
    exam = IdChoice(Text("用于", "For"), first=Text("所有考试（长期）", "Every exam (permanent)"))
    extra_minutes = Whole(
        Text("加时分钟数", "Extra minutes"),
        most=MOST_MINUTES,
        optional=True,
        render_kw=_NO_AUTOCOMPLETE,
    )
    factor = DecimalNumber(
        Text("时长倍数", "Time factor"),
        least=1,
        most=LARGEST_FACTOR,
        hint=Text("如 1.5；与加时可以同时给", "For example 1.5; extra minutes can be given as well"),
        optional=True,
        render_kw=_NO_AUTOCOMPLETE,
    )
    unlimited = Choices(
        Text("时间限制", "Time limit"),
        options=[
            (
                "1",
                Text("不限时", "No time limit"),
                Text("最长 7 天，到时也会收卷", "Seven days at most; the paper is collected then"),
            )
        ],
    )
    past_window = Choices(
        Text("考试结束时间", "End of the exam window"),
        options=[("1", Text("不受考试结束时间限制", "May begin and continue after it"))],
    )
    reason = Line(
        Text("理由", "Reason"),
        [Reason()],
        most=LONGEST_REASON,
        hint=Text(
            "写依据，不写病情或诊断，如：“已核实残疾人证，人事处批准”。监考人员和审计员会看到",
            "Give the grounds, never a diagnosis, for example “certificate checked, approved by HR”."
            " Invigilators and auditors can read it",
        ),
        render_kw=_NO_AUTOCOMPLETE,
    )

    def allowance(self) -> Allowance:
        """Return the allowance that was filled in."""
        factor = Decimal(1) if self.factor.data is None else self.factor.data
        minutes = self.extra_minutes.data or 0
        return Allowance(minutes, factor, bool(self.unlimited.data), bool(self.past_window.data))
