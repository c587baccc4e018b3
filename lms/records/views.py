"""Completion records: HR's list by unit, course and time; one's own records."""

from datetime import date, datetime

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from lms.catalog import browse
from lms.competency import profile
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.records import find
from lms.records.filters import address_of
from lms.records.forms import RecordsFilter
from lms.records.year import training_year
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import Task, blueprint, page
from lms.web.urls import key_of

bp = blueprint("records")


@bp.get("/records")
@allow(Permission.SEE_RECORDS)
def completions() -> Response:
    """Who completed what, within the actor's units."""
    session, form = request_db.session(), RecordsFilter(request.args)
    form.unit.options = find.units(session, actor())
    form.course.options = [(card.slug, t(card.title)) for card in browse.cards(session)]
    chosen = form.chosen() if form.validate() else find.Filter()
    key = key_of(request.args.get("after"))
    rows, after = ([], None) if form.failed else find.page(session, actor(), chosen, key)
    return page(
        "records/completions.html",
        form.status_code,
        form=form,
        rows=rows,
        to_correct=find.to_correct(session, actor()),
        after=after,
        paged=bool(key),
        totals=find.totals(session, actor(), chosen),
        filters=address_of(chosen),
        competencies=profile.names(session),
    )


@bp.next_tasks
def hr_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """HR's way to the records, with this year's figure."""
    if not actor.may(Permission.SEE_RECORDS):
        return []
    year = training_year(now)
    found = find.totals(session, actor, find.Filter(since=date(year, 1, 1)))
    wrong = len(find.to_correct(session, actor))
    mend = Task(
        12,
        Text(f"{wrong} 条结业记录须更正", f"{wrong} completion records to correct"),
        Text("所依据的考试已作无效处理", "The sittings they rest on count for nothing any more"),
        Text("查看", "See them"),
        url_for("records.completions"),
    )
    return [mend] * bool(wrong) + [
        Task(
            50,
            Text("结业记录", "Completion records"),
            Text(
                f"{year}年共 {found.records} 条结业记录，{found.people} 人",
                f"{found.records} completions by {found.people} people in {year}",
            ),
            Text("查看和导出", "See and export"),
            url_for("records.completions") + f"?from={year}-01-01",
        )
    ]


bp.navigation(40, Text("结业记录", "Records"), "records.completions", Permission.SEE_RECORDS)
