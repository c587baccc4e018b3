"""The form that gives somebody an accommodation, and the search for who that is."""

from decimal import Decimal

from lms.candidates.reasons import LONGEST_REASON
from lms.domain.exam.allowance import LARGEST_FACTOR, MOST_MINUTES, Allowance
from lms.domain.problem import Text
from lms.web.forms import Choices, DecimalNumber, Form, IdChoice, Line, Reason, Required, Whole

_OFF = {"autocomplete": "off"}


class _PersonNumber(Whole):
    """Whom an earlier page chose, sent along."""

    control = "hidden"


class AccommodationSearch(Form):
    """Whom to look for; then who it is."""

    q = Line(Text("姓名或工号", "Name or number"), most=60, type_of_input="search")
    person = _PersonNumber(Text("给予", "To"))


class AccommodationForm(Form):
    """More time for a person, in one exam or in all."""

    person = _PersonNumber(
        Text("给予", "To"),
        [
            Required(
                Text("没有选择给予谁", "Nobody is chosen"),
                Text("请先查找并选择", "look them up and choose first"),
            )
        ],
    )
    exam = IdChoice(Text("用于", "For"), first=Text("所有考试（长期）", "Every exam (standing)"))
    extra_minutes = Whole(
        Text("加时分钟数", "Minutes more"),
        most=MOST_MINUTES,
        optional=True,
        render_kw={"inputmode": "numeric", **_OFF},
    )
    factor = DecimalNumber(
        Text("时长倍数", "Factor"),
        least=1,
        most=LARGEST_FACTOR,
        hint=Text("如 1.5；与加时可以同时给", "For example 1.5; minutes may be added to it"),
        optional=True,
        render_kw={"inputmode": "decimal", **_OFF},
    )
    unlimited = Choices(
        Text("时间限制", "Limit of time"),
        options=[
            (
                "1",
                Text("不限时", "No limit"),
                Text("最长 7 天，到时也会收卷", "Seven days at most; then the paper is collected"),
            )
        ],
    )
    past_window = Choices(
        Text("考试结束时间", "End of the window"),
        options=[("1", Text("不受考试结束时间限制", "May begin and go on after it"))],
    )
    reason = Line(
        Text("理由", "Reason"),
        [Reason()],
        most=LONGEST_REASON,
        hint=Text(
            "写依据，不写病情或诊断，如：“已核实残疾人证，人事处批准”。监考人员和审计员会看到",
            "The ground, never a diagnosis: “certificate checked, approved by HR”. Invigilators and the auditor read it",
        ),
        render_kw=_OFF,
    )

    def allowance(self) -> Allowance:
        """What is given."""
        factor = Decimal(1) if self.factor.data is None else self.factor.data
        minutes = self.extra_minutes.data or 0
        return Allowance(minutes, factor, bool(self.unlimited.data), bool(self.past_window.data))
