"""Pages of completion records: HR's list by unit, course and time."""

from datetime import date, datetime

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from lms.catalog import browse
from lms.competency.find import competency_names
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.records import find, messages
from lms.records.filters import address_of
from lms.records.forms import RecordsFilter
from lms.records.year import training_year
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import Task, blueprint, page
from lms.web.urls import page_key

bp = blueprint("records")


@bp.get("/records")
@allow(Permission.SEE_RECORDS)
def completions() -> Response:
    """List who completed what, within the actor's units."""
    session, form = request_db.session(), RecordsFilter(request.args)
    form.unit.options = find.units(session, actor())
    form.course.options = [(card.slug, t(card.title)) for card in browse.cards(session)]
    chosen = form.chosen() if form.validate() else find.Filter()
    key = page_key(request.args.get("after"))
    rows, after = ([], None) if form.failed else find.page(session, actor(), chosen, key)
    return page(
        "records/completions.html",
        form.status_code,
        form=form,
        rows=rows,
        to_correct=find.records_to_correct(session, actor()),
        after=after,
        paged=bool(key),
        totals=find.totals(session, actor(), chosen),
        filters=address_of(chosen),
        competencies=competency_names(session),
    )


@bp.next_tasks
def hr_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return HR's tasks: records to correct, and the list with this year's figures."""
    if not actor.may(Permission.SEE_RECORDS):
        return []
    year = training_year(now)
    totals = find.totals(session, actor, find.Filter(since=date(year, 1, 1)))
    to_correct = len(find.records_to_correct(session, actor))
    correct = Task(
        12,
        messages.records_to_correct(to_correct),
        messages.BASED_ON_ANNULLED,
        Text("查看", "View"),
        url_for("records.completions"),
    )
    return [correct] * bool(to_correct) + [
        Task(
            50,
            Text("结业记录", "Completion records"),
            messages.completions_of_year(year, totals.records, totals.people),
            Text("查看和导出", "View and export"),
            url_for("records.completions") + f"?from={year}-01-01",
        )
    ]


@bp.next_tasks
def withdrawn_completions(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return what a learner has to know: completions of theirs that were withdrawn and not earned again."""
    if not actor.may(Permission.LEARN):
        return []
    return [
        Task(
            8,
            messages.own_record_withdrawn(record.course_title),
            messages.because(record.reason),
            Text("打开课程", "Open the course"),
            url_for("learning.course", slug=record.course_slug),
        )
        for record in find.withdrawn_records(session, actor.id)
    ]


bp.navigation(40, Text("结业记录", "Records"), "records.completions", Permission.SEE_RECORDS)
