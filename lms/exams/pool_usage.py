"""Find the published exams that can draw an item."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank.browse import statistics
from lms.bank.messages import version_numbers
from lms.domain.exam import assembly
from lms.domain.problem import Text
from lms.exams import messages
from lms.exams.models import Exam, ExamVersion
from lms.exams.published import withdrawn_versions


def usage_texts(session: Session, versions: Mapping[int, int]) -> list[Text]:
    """Return a line for each exam whose current version can draw one of these item versions; two queries."""
    drawable = versions.keys() - withdrawn_versions(session)
    rows = session.execute(
        select(ExamVersion.plan, ExamVersion.pool)
        .join(Exam, (Exam.id == ExamVersion.exam_id) & (Exam.number == ExamVersion.number))
        .where(Exam.state == "published")
        .order_by(Exam.slug)
    )
    lines = []
    for plan, pool in rows:
        drawn = {id_ for source in assembly.load(pool) for id_ in source.all_versions} & drawable
        if drawn:
            lines.append(messages.in_pool_of(_title(plan), version_numbers([versions[id_] for id_ in drawn])))
    return lines


def in_any_pool(session: Session, version_ids: Collection[int]) -> dict[int, Text]:
    """Return the item versions that any version of an exam, past ones too, could draw, each with the reason."""
    rows = session.execute(
        select(ExamVersion.plan, ExamVersion.pool).order_by(ExamVersion.id).execution_options(yield_per=20)
    )
    asked, reasons = set(version_ids), dict[int, Text]()
    for plan, pool in rows:
        reason = messages.drawable_by(_title(plan))
        for source in assembly.load(pool):
            reasons |= dict.fromkeys(asked & set(source.versions), reason)
    return reasons


def exams_drawing(session: Session, version_ids: Collection[int]) -> set[int]:
    """Return the published exams whose current version may draw one of these item versions; two queries."""
    rows = session.execute(
        select(Exam.id, ExamVersion.pool)
        .join(ExamVersion, (Exam.id == ExamVersion.exam_id) & (Exam.number == ExamVersion.number))
        .where(Exam.state == "published")
        .execution_options(yield_per=20)
    )
    asked = set(version_ids) - withdrawn_versions(session)
    return {id_ for id_, pool in rows if any(asked & set(s.all_versions) for s in assembly.load(pool))}


def exam_titles(session: Session, exam_ids: Collection[int]) -> dict[int, Text]:
    """Return the current titles of these exams; one query."""
    rows = session.execute(
        select(Exam.id, ExamVersion.plan)
        .join(ExamVersion, (Exam.id == ExamVersion.exam_id) & (Exam.number == ExamVersion.number))
        .where(Exam.id.in_(exam_ids))
    )
    return {id_: _title(plan) for id_, plan in rows}


def _title(plan: Mapping[str, Any]) -> Text:
    return Text(plan["title"]["zh"], plan["title"]["en"])


def update_bank(session: Session) -> None:
    """Record in the bank which items each published exam may draw; publication does so for one exam."""
    rows = session.execute(
        select(Exam.id, Exam.state, ExamVersion.pool).join(
            ExamVersion, (Exam.id == ExamVersion.exam_id) & (Exam.number == ExamVersion.number)
        )
    ).all()
    for exam_id, state, pool in rows:
        drawn = (
            {id_ for source in assembly.load(pool) for id_ in source.all_versions}
            if state == "published"
            else set()
        )
        statistics.set_drawn_items(session, exam_id, drawn)
