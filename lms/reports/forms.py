"""The form of a report: the filters that it declares, and the format of the file."""

from typing import Any

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.problem import Text
from lms.records.filters import LONGEST_NAME
from lms.reports import messages
from lms.reports.report import FilterValues, Report, ReportFilter
from lms.web.forms import Choice, Day, Form, Hidden, Length, NotBefore

ALL = Text("全部", "All")


class ReportChoice(Choice):
    """One of the options of this person. The report itself checks the value sent: it also knows courses and exams that
    are closed, and returns no rows outside this person's units."""

    def known(self) -> set[str]:
        """Accept every value."""
        return {self.shown}


class ReportForm(Form):
    """The format, and the filters of one report. The page sets the options."""

    report: Report
    names_sent: frozenset[str] = frozenset()
    to = Hidden(Text("格式", "Format"))

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Note the names of the fields that were sent; WTForms calls this."""
        self.names_sent = frozenset(formdata or ())
        super().process(formdata, *args, **kwargs)

    def set_options(self, session: Session, actor: Actor) -> None:
        """Fill the lists with what this person can choose."""
        for report_filter in self.report.FILTERS:
            if report_filter.options:
                self[report_filter.name].options = report_filter.options(session, actor)

    def chosen(self) -> FilterValues:
        """Return the values sent. Raise Refused for a filter that the report lacks: ignoring it would export too much."""
        if self.names_sent - {field.name for field in self} - {"csrf_token"}:
            raise messages.filter_unknown()
        return {
            report_filter.name: str(self[report_filter.name].data or "")
            for report_filter in self.report.FILTERS
        }


def report_form(report: Report, sent: bool = False) -> ReportForm:
    """Return the form of this report: empty, or with what was sent."""
    fields = {report_filter.name: _field(report, report_filter) for report_filter in report.FILTERS}
    form: type[ReportForm] = type("OneReportForm", (ReportForm,), {"report": report, **fields})
    return form() if sent else form(None)


def _field(report: Report, declared: ReportFilter) -> Any:
    names: dict[str, Any] = {"name": declared.sent_as, "id": f"{report.NAME}-{declared.sent_as}"}
    if declared.options:
        return ReportChoice(declared.label, [Length(LONGEST_NAME)], first=ALL, **names)
    return Day(declared.label, [NotBefore(declared.not_before)] if declared.not_before else [], **names)
