"""The report of completions: who completed what, one row per record."""

from collections.abc import Generator, Sequence

from sqlalchemy.orm import Session

from lms.competency.find import competency_names
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.formats.table import Cell, Column, Table
from lms.records import find
from lms.reports.filters import COURSE, UNIT, as_records_filter, first_day, last_day
from lms.reports.report import FilterValues

NAME = "completions"
PURPOSE = Text(
    "谁在什么时候学完了哪门课程，记了多少学时，考了多少分；每条结业记录一行，撤销的记录也列出，学时为 0。",
    "Who completed which course and when, with hours and score; one row per completion record, also of those that"
    " were withdrawn, with 0 hours.",
)
PERMISSION = Permission.SEE_RECORDS
TABLE = Table(
    Text("结业记录", "Completion records"),
    (
        Column("login", Text("工号", "Employee number")),
        Column("name", Text("姓名", "Name"), width=12),
        Column("unit", Text("单位", "Unit"), width=22),
        Column("post", Text("职务", "Post")),
        Column("rank", Text("职级", "Rank")),
        Column("course", Text("课程", "Course"), width=28),
        Column("competency", Text("能力", "Competency")),
        Column("level", Text("等级", "Level"), "number", 8),
        Column("hours", Text("学时", "Hours"), "number", 8),
        Column("score", Text("成绩", "Score"), "number", 8),
        Column("most", Text("满分", "Out of"), "number", 8),
        Column("completed_at", Text("结业时间", "Completed"), "time", 18),
        Column("record", Text("记录号", "Record"), "number", 10),
        Column("state", Text("状态", "State"), width=10),
        Column("reason", Text("更正说明", "Reason of correction"), width=20),
    ),
)
_COUNTS, _WITHDRAWN = Text("有效", "counts"), Text("已撤销", "withdrawn")
FILTERS = (UNIT, COURSE, first_day(Text("结业日期从", "Completed from")), last_day())


def rows(
    session: Session, actor: Actor | None, chosen: FilterValues, language: str
) -> Generator[Sequence[Cell], None, None]:
    """See Report."""
    names = competency_names(session)
    for record in find.all_records(session, actor, as_records_filter(chosen)):
        yield (
            record.login,
            record.name,
            record.unit_name,
            record.post,
            record.rank,
            record.course_title.get(language) or record.course_title["zh"],
            names.get(record.competency_id, {}).get(language, record.competency_id),
            record.level,
            record.hours,
            record.score,
            record.most,
            record.completed_at,
            record.id,
            (_WITHDRAWN if record.withdrawn else _COUNTS).in_(language),
            record.reason,
        )


def count(session: Session, actor: Actor | None, chosen: FilterValues) -> int:
    """See Report."""
    return find.count(session, actor, as_records_filter(chosen))
