"""The filters that reports share, and what is chosen by them as the records understand it."""

from sqlalchemy.orm import Session

from lms.catalog import browse
from lms.domain.access import Actor
from lms.domain.problem import Text
from lms.exams import published
from lms.records import find
from lms.records.find import read_day
from lms.reports.report import Chosen, ReportFilter


def _courses(session: Session, actor: Actor) -> list[tuple[str, Text | str]]:
    titles = [(card.slug, card.title) for card in browse.cards(session)]
    return [(slug, Text(title["zh"], title.get("en") or title["zh"])) for slug, title in titles]


def _exams(session: Session, actor: Actor) -> list[tuple[str, Text | str]]:
    return [(exam.slug, exam.plan.title) for exam in published.all_exams(session)]


UNIT = ReportFilter("unit", Text("单位（含下级）", "Unit (and below)"), find.units)
COURSE = ReportFilter("course", Text("课程", "Course"), _courses)
EXAM = ReportFilter("exam", Text("考试", "Exam"), _exams)


def first_day(label: Text) -> ReportFilter:
    """The day from which on; `label` says of what."""
    return ReportFilter("since", label, parameter="from")


def last_day(label: Text = Text("到", "Until")) -> ReportFilter:
    """The last day, included."""
    return ReportFilter("until", label, not_before="since")


def as_records_filter(chosen: Chosen) -> find.Filter:
    """The same for use-cases of the records. Raises Refused for what is no day."""
    return find.Filter(
        unit=chosen.get("unit", ""),
        since=read_day(chosen.get("since", ""), "since"),
        until=read_day(chosen.get("until", ""), "until"),
        course=chosen.get("course", ""),
        exam=chosen.get("exam", ""),
    )
