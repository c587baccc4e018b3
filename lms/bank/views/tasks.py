"""What the bank lists on the home page of authors and reviewers."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.bank import review
from lms.bank.authoring import unfinished
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.views import bp, notices
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.web.pages import Task


@bp.next_tasks
def reviewers(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return the task of reviewing what waits for a review that the actor may do."""
    count = review.count_waiting(session, actor) if actor.may(Permission.REVIEW_ITEMS) else 0
    if not count:
        return []
    title, address = notices.to_review(count), url_for("bank.items", state="in_review")
    return [Task(30, title, notices.REVIEW_DETAIL, Text("去审题", "Review"), address)]


@bp.next_tasks
def unfinished_questions(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return the task of finishing questions that cannot be asked yet."""
    count = unfinished.count(session, actor) if actor.may(Permission.WRITE_ITEMS) else 0
    if not count:
        return []
    address = url_for("bank.items", _anchor="unfinished")
    title, button = notices.not_finished(count), Text("去写完", "Finish them")
    return [Task(34, title, notices.UNFINISHED_DETAIL, button, address)]


@bp.next_tasks
def authors(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return the tasks of an author: first questions that were returned, then drafts that are not submitted."""
    if not actor.may(Permission.WRITE_ITEMS):
        return []
    counts = lists.totals(session, actor, Filter(mine=True))
    drafts = [
        ("returned", 31, notices.returned_to_you, notices.RETURNED_DETAIL),
        ("draft", 35, notices.drafts_not_submitted, notices.DRAFTS_DETAIL),
    ]
    return [
        Task(
            order,
            title(counts[state]),
            detail,
            Text("去修改", "Edit them"),
            url_for("bank.items", state=state, mine=1),
        )
        for state, order, title, detail in drafts
        if counts.get(state)
    ]
