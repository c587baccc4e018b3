"""The forms on the list of an exam's candidates: filter, remove, set a time, set a status."""

from typing import Any

from wtforms import Form as AnyForm

from lms.candidates.eligibility import ABSENT, DEFERRED, EXPECTED, MAKEUP, MISCONDUCT
from lms.domain.problem import Text
from lms.invigilation.enrolment import messages
from lms.invigilation.forms.reasons import group, reason
from lms.invigilation.intervene import MOST_AT_ONCE
from lms.web.forms import After, Choice, Form, Ids, Line, Moment, Required, field_error

_ALL = Text("全部", "All")
_CANDIDATES = Text("考生", "Candidates")


class PeopleSearch(Form):
    """A search for people."""

    q = Line(Text("姓名或工号", "Name or employee number"), most=60, type_of_input="search")


class CandidatesFilter(Form):
    """Which candidates to show."""

    group = Choice(Text("场次", "Group"), first=_ALL)
    status = Choice(Text("状态", "Status"), first=_ALL)


class ChosenPeople(Form):
    """The people ticked in the list, perhaps none."""

    p = Ids(_CANDIDATES, most=MOST_AT_ONCE)


class RemovalForm(Form):
    """The people to remove from the list."""

    p = Ids(_CANDIDATES, [Required()])


class AbsencesForm(Form):
    """The reason for marking those who did not come as absent."""

    own = reason(id="absent-reason", render_kw={})


class GroupTimeForm(Form):
    """The window of a group."""

    group = Choice(
        Text("场次", "Group"), first=Text("未分场次的考生", "Candidates without a group"), id="time-group"
    )
    opens_at = Moment(
        Text("开始时间", "Opens"),
        hint=Text(
            "北京时间；两个都留空，按考试的开放时间",
            "Beijing time; leave both empty to use the times of the exam",
        ),
        optional=True,
    )
    closes_at = Moment(Text("结束时间", "Closes"), [After("opens_at")], optional=True)


class AdmissionForm(Form):
    """The reason for admitting a candidate after the end of the window."""

    own = reason(Text("如：航班延误，已核实", "For example: flight delayed, verified"))


def _makeup_only(form: AnyForm, field: Any) -> None:
    """Refuse a value that is only for a makeup and would be lost with any other status."""
    if field.data and form["status"].data not in ("", MAKEUP):
        raise field_error(*messages.MAKEUP_ONLY)


class StatusForm(Form):
    """A status for the people ticked."""

    p = Ids(_CANDIDATES, [Required()], most=MOST_AT_ONCE)
    status = Choice(
        Text("状态", "Status"),
        [Required()],
        options=[
            (
                ABSENT,
                Text("缺考", "Absent"),
                Text(
                    "没有来。仍可改为缓考或补考", "Did not come; can still be changed to deferred or makeup"
                ),
            ),
            (
                DEFERRED,
                Text("缓考", "Deferred"),
                Text("事先批准，不能开始，等候补考", "Approved in advance; cannot begin, waits for a makeup"),
            ),
            (
                MISCONDUCT,
                Text("违纪", "Misconduct"),
                Text(
                    "不能再开始；已有的一次考试收卷并作无效处理",
                    "Cannot begin again; an existing sitting is collected and annulled",
                ),
            ),
            (
                MAKEUP,
                Text("补考", "Makeup"),
                Text(
                    "多一次机会，可另定时间和场次", "One more attempt, with its own time and group if needed"
                ),
            ),
            (
                EXPECTED,
                Text("撤销登记，恢复应考", "Withdraw the status: expected"),
                Text(
                    "登记有误时用；作无效处理的考试恢复有效",
                    "If the status was set by mistake; an annulled sitting counts again",
                ),
            ),
        ],
        radios=True,
    )
    own = reason(
        Text(
            "考生、人事和审计员都会看到，请勿写病情",
            "The candidate, HR and the auditor will see it; please do not mention any illness",
        )
    )
    opens_at = Moment(
        Text("补考开始时间", "Makeup opens"),
        [_makeup_only],
        hint=Text("北京时间，留空为考试本身的时间", "Beijing time; empty means the time of the exam"),
        optional=True,
    )
    closes_at = Moment(
        Text("补考结束时间", "Makeup closes"), [_makeup_only, After("opens_at")], optional=True
    )
    group = group(validators=[_makeup_only])
