"""The report of candidates: who was expected at which exam, and who was absent, deferred or excluded, or got a makeup."""

from collections.abc import Generator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from lms.candidates.eligibility import ABSENT, DEFERRED, EXPECTED, MAKEUP, MISCONDUCT
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.exams.models import Exam, ExamVersion
from lms.formats.table import Cell, Column, Table
from lms.people import scope
from lms.people.models import Person, Unit
from lms.records.find import midnights, visible_path
from lms.records.models import CompletionRecord
from lms.reports.filters import EXAM, UNIT, as_records_filter, first_day, last_day
from lms.reports.report import FilterValues
from lms.sittings.models import Sitting

NAME = "candidacies"
PURPOSE = Text(
    "每场考试应考的是谁，谁缺考、缓考、违纪、补考，理由是什么、由谁登记；每名考生一行。",
    "Who was expected at each exam, and who was absent, deferred, excluded or granted a makeup, why and by whom;"
    " one row per candidate.",
)
PERMISSION = Permission.SEE_RECORDS
TABLE = Table(
    Text("考生状态", "Candidates and their status"),
    (
        Column("exam", Text("考试", "Exam"), width=28),
        Column("login", Text("工号", "Employee number")),
        Column("name", Text("姓名", "Name"), width=12),
        Column("unit", Text("单位", "Unit"), width=22),
        Column("group", Text("场次", "Group"), width=16),
        Column("seat", Text("座位", "Seat"), width=8),
        Column("status", Text("状态", "Status"), width=10),
        Column("reason", Text("理由", "Reason"), width=28),
        Column("set_by", Text("登记人", "Set by"), width=12),
        Column("set_at", Text("登记时间", "Set at"), "time", 18),
        Column("sittings", Text("参加次数", "Sittings"), "number", 10),
        Column("annulled", Text("无效次数", "Annulled"), "number", 10),
        Column("to_correct", Text("须更正的结业记录", "Records to correct"), "number", 18),
    ),
)
FILTERS = (UNIT, EXAM, first_day(Text("登记日期从", "Set from")), last_day())
_SETTER = aliased(Person)
_STATUSES = {
    EXPECTED: Text("应考", "expected"),
    ABSENT: Text("缺考", "absent"),
    DEFERRED: Text("缓考", "deferred"),
    MISCONDUCT: Text("违纪", "misconduct"),
    MAKEUP: Text("补考", "makeup"),
}


def rows(
    session: Session, actor: Actor | None, chosen: FilterValues, language: str
) -> Generator[Sequence[Cell], None, None]:
    """See Report."""
    query = _listed(session, actor, chosen, _columns()).order_by(Exam.slug, Candidacy.group, Person.login)
    with session.execute(query.execution_options(yield_per=1000)) as result:
        for row in result:
            title = row.plan["title"]
            yield (
                title.get(language) or title["zh"],
                row.login,
                row.name,
                row.unit,
                row.group,
                row.seat,
                _STATUSES[row.status].in_(language),
                row.reason,
                row.set_by,
                row.set_at,
                row.sittings,
                row.annulled,
                row.to_correct,
            )


def count(session: Session, actor: Actor | None, chosen: FilterValues) -> int:
    """See Report."""
    return session.scalar(_listed(session, actor, chosen, [func.count()])) or 0


def _columns() -> list[ColumnElement[Any] | InstrumentedAttribute[Any]]:
    later = aliased(CompletionRecord)
    same = (Sitting.exam_id == Candidacy.exam_id, Sitting.person_id == Candidacy.person_id)
    sittings = select(func.count()).select_from(Sitting).where(*same)
    annulled = sittings.where(Sitting.annulled.is_not(None))
    corrected = select(later.id).where(later.corrects_id == CompletionRecord.id).exists()
    to_correct = annulled.join(CompletionRecord, CompletionRecord.sitting_id == Sitting.id).where(
        ~corrected, ~CompletionRecord.withdrawn
    )
    return [
        ExamVersion.plan,
        Person.login,
        Person.name,
        Unit.name.label("unit"),
        Candidacy.group,
        Candidacy.seat,
        Candidacy.status,
        Candidacy.reason,
        _SETTER.name.label("set_by"),
        Candidacy.set_at,
        sittings.correlate(Candidacy).scalar_subquery().label("sittings"),
        annulled.correlate(Candidacy).scalar_subquery().label("annulled"),
        to_correct.correlate(Candidacy).scalar_subquery().label("to_correct"),
    ]


def _listed(
    session: Session,
    actor: Actor | None,
    chosen: FilterValues,
    columns: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
) -> Select[Any]:
    """Return the query of the candidates whom the actor may see and the filters match, by the day of the last change."""
    filters = as_records_filter(chosen)
    query = (
        select(*columns)
        .select_from(Candidacy)
        .join(Exam, Exam.id == Candidacy.exam_id)
        .join(ExamVersion, (ExamVersion.exam_id == Exam.id) & (ExamVersion.number == Exam.number))
        .join(Person, Person.id == Candidacy.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(_SETTER, _SETTER.id == Candidacy.set_by)
    )
    if actor is not None:
        query = query.where(scope.in_units(actor, PERMISSION, Unit.path))
    if filters.exam:
        query = query.where(Exam.slug == filters.exam)
    if filters.unit:
        path = visible_path(session, actor, filters.unit)
        query = query.where(Unit.path.startswith(path, autoescape=True))
    since, until = midnights(filters)
    if since:
        query = query.where(Candidacy.set_at >= since)
    if until:
        query = query.where(Candidacy.set_at < until)
    return query
