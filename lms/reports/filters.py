"""The filters that reports share, and their values as a filter of records."""

from sqlalchemy.orm import Session

from lms.catalog import browse
from lms.domain.access import Actor
from lms.domain.problem import Text
from lms.exams import published
from lms.records import find
from lms.records.find import read_day
from lms.reports.report import FilterValues, ReportFilter


def _courses(session: Session, actor: Actor) -> list[tuple[str, Text | str]]:
    titles = [(card.slug, card.title) for card in browse.cards(session)]
    return [(slug, Text(title["zh"], title.get("en") or title["zh"])) for slug, title in titles]


def _exams(session: Session, actor: Actor) -> list[tuple[str, Text | str]]:
    return [(exam.slug, exam.plan.title) for exam in published.all_exams(session)]


UNIT = ReportFilter("unit", Text("单位（含下级）", "Unit (and below)"), find.units)
COURSE = ReportFilter("course", Text("课程", "Course"), _courses, exists=browse.was_loaded)
EXAM = ReportFilter("exam", Text("考试", "Exam"), _exams, exists=published.was_published)


def first_day(label: Text) -> ReportFilter:
    """Return the filter of the first day, included; `label` says which day it is."""
    return ReportFilter("since", label, parameter="from")


def last_day(label: Text = Text("到", "Until")) -> ReportFilter:
    """Return the filter of the last day, included."""
    return ReportFilter("until", label, not_before="since")


def as_records_filter(chosen: FilterValues) -> find.Filter:
    """Return the values as a filter of records. Raise Refused for a value that is not a day."""
    return find.Filter(
        unit=chosen.get("unit", ""),
        since=read_day(chosen.get("since", ""), "since"),
        until=read_day(chosen.get("until", ""), "until"),
        course=chosen.get("course", ""),
        exam=chosen.get("exam", ""),
    )
