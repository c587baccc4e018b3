"""What trainers and reviewers find on their home page."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.bank import review
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.views import bp
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.web.pages import Task


@bp.next_tasks
def reviewers(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """What waits for a review that the actor may give."""
    count = review.waiting(session, actor) if actor.may(Permission.REVIEW_ITEMS) else 0
    if not count:
        return []
    title = Text(f"{count} 道题待审", f"{count} question{'s' * (count > 1)} to review")
    detail = Text(
        "批准后才能用于考试；您写过的题由别人审", "Exams draw what is approved; your own are for others"
    )
    return [Task(30, title, detail, Text("去审题", "Review"), url_for("bank.items", state="in_review"))]


@bp.next_tasks
def authors(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """What the actor wrote and has still to hand in, first what was given back."""
    if not actor.may(Permission.WRITE_ITEMS):
        return []
    mine = lists.totals(session, actor, Filter(mine=True))
    found = [("returned", *_RETURNED), ("draft", *_DRAFTS)]
    return [
        Task(
            order,
            Text(f"{mine[state]} {title.zh}", f"{mine[state]} {title.en}"),
            detail,
            Text("去修改", "Edit them"),
            url_for("bank.items", state=state, mine=1),
        )
        for state, order, title, detail in found
        if mine.get(state)
    ]


_RETURNED = (
    31,
    Text("道题被退回", "of your questions given back"),
    Text("审题人写了意见，改好后请再送审", "The reviewer says why; mend them and hand them in again"),
)
_DRAFTS = (
    35,
    Text("道草稿未送审", "of your drafts not handed in"),
    Text("写好后请送审，批准后才能用于考试", "Hand them in when they are ready; exams draw what is approved"),
)
