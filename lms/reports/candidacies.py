"""The report of candidates: who was expected at which exam, and who was absent, deferred, shut out or made up."""

from collections.abc import Generator, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from lms.candidates.eligibility import ABSENT, DEFERRED, EXPECTED, MAKEUP, MISCONDUCT
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.exams.models import Exam, ExamVersion
from lms.formats.table import Cell, Column, Table
from lms.people import scope
from lms.people.models import Person, Unit
from lms.records.find import Filter, midnights
from lms.records.models import CompletionRecord
from lms.sittings.models import Sitting

NAME = "candidacies"
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
_STATUSES = {
    EXPECTED: Text("应考", "expected"),
    ABSENT: Text("缺考", "absent"),
    DEFERRED: Text("缓考", "deferred"),
    MISCONDUCT: Text("违纪", "misconduct"),
    MAKEUP: Text("补考", "makeup"),
}


def rows(
    session: Session, actor: Actor | None, chosen: Filter, language: str
) -> Generator[Sequence[Cell], None, None]:
    """The rows the actor may see (None: the command line, all); the days are those of the last change."""
    with session.execute(_query(actor, chosen).execution_options(yield_per=1000)) as found:
        for row in found:
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


def _query(actor: Actor | None, chosen: Filter) -> Select[Any]:
    setter, later = aliased(Person), aliased(CompletionRecord)
    own = (Sitting.exam_id == Candidacy.exam_id, Sitting.person_id == Candidacy.person_id)
    sittings = select(func.count()).select_from(Sitting).where(*own)
    annulled = sittings.where(Sitting.annulled.is_not(None))
    corrected = select(later.id).where(later.corrects_id == CompletionRecord.id).exists()
    to_correct = annulled.join(CompletionRecord, CompletionRecord.sitting_id == Sitting.id).where(~corrected)
    query = (
        select(
            ExamVersion.plan,
            Person.login,
            Person.name,
            Unit.name.label("unit"),
            Candidacy.group,
            Candidacy.seat,
            Candidacy.status,
            Candidacy.reason,
            setter.name.label("set_by"),
            Candidacy.set_at,
            sittings.correlate(Candidacy).scalar_subquery().label("sittings"),
            annulled.correlate(Candidacy).scalar_subquery().label("annulled"),
            to_correct.correlate(Candidacy).scalar_subquery().label("to_correct"),
        )
        .select_from(Candidacy)
        .join(Exam, Exam.id == Candidacy.exam_id)
        .join(ExamVersion, (ExamVersion.exam_id == Exam.id) & (ExamVersion.number == Exam.number))
        .join(Person, Person.id == Candidacy.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(setter, setter.id == Candidacy.set_by)
        .order_by(Exam.slug, Candidacy.group, Person.login)
    )
    return _chosen(query, actor, chosen)


def _chosen(query: Select[Any], actor: Actor | None, chosen: Filter) -> Select[Any]:
    """Those whom the actor may see and the filter asks for."""
    if actor is not None:
        query = query.where(scope.in_units(actor, Permission.SEE_RECORDS, Unit.path))
    if chosen.exam:
        query = query.where(Exam.slug == chosen.exam)
    if chosen.unit:
        within = select(Unit.path).where(Unit.code == chosen.unit).scalar_subquery()
        query = query.where(Unit.path.startswith(within))
    since, until = midnights(chosen)
    if since:
        query = query.where(Candidacy.set_at >= since)
    if until:
        query = query.where(Candidacy.set_at < until)
    return query
