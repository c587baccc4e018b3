"""The form of a report: its filters, made of what it declares, and the format of the file."""

from typing import Any

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.records.filters import LONGEST
from lms.reports.report import Chosen, Report, ReportFilter
from lms.web.forms import Choice, Day, Form, Hidden, Length, NotBefore

ALL = Text("全部", "All")


class Narrowing(Choice):
    """One of what this person can choose. The report itself judges what was sent: it also knows courses and exams that
    are closed, and what is not this person's is not found."""

    def known(self) -> set[str]:
        """Whatever it is."""
        return {self.shown}


class ReportForm(Form):
    """The format, and the filters of one report. The page sets what can be chosen."""

    report: Report
    names_sent: frozenset[str] = frozenset()
    to = Hidden(Text("格式", "Format"))

    def process(self, formdata: Any = None, *more: Any, **held: Any) -> None:
        """Called by WTForms with what was sent."""
        self.names_sent = frozenset(formdata or ())
        super().process(formdata, *more, **held)

    def offer(self, session: Session, actor: Actor) -> None:
        """Fill the lists with what this person can choose."""
        for one in self.report.FILTERS:
            if one.options:
                self[one.name].options = one.options(session, actor)

    def chosen(self) -> Chosen:
        """What was asked for. Raises Refused for a filter that the report lacks: ignored, it would let out too much."""
        if self.names_sent - {field.name for field in self} - {"csrf_token"}:
            raise Refused(
                "filter.unknown",
                Text("这份报表不能按所给的条件筛选", "This report cannot be narrowed down like that"),
                Text("请打开“报表”页，用那里的条件导出", "Open the page Reports and use the filters there"),
                status=400,
            )
        return {one.name: str(self[one.name].data or "") for one in self.report.FILTERS}


def report_form(report: Report, sent: bool = False) -> ReportForm:
    """The form of this report: empty, or holding what was sent."""
    fields = {one.name: _field(report, one) for one in report.FILTERS}
    made: type[ReportForm] = type("OneReportForm", (ReportForm,), {"report": report, **fields})
    return made() if sent else made(None)


def _field(report: Report, one: ReportFilter) -> Any:
    place: dict[str, Any] = {"name": one.sent_as, "id": f"{report.NAME}-{one.sent_as}"}
    if one.options:
        return Narrowing(one.label, [Length(LONGEST)], first=ALL, **place)
    return Day(one.label, [NotBefore(one.not_before)] if one.not_before else [], **place)
