"""The tasks of exam authors on their home page."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.exams import compose, messages
from lms.exams.views import bp
from lms.web.pages import Task


@bp.next_tasks
def unpublished_drafts(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return a task for the actor's drafts that are not published, or have changed since."""
    count = compose.count_unpublished(session, actor) if actor.may(Permission.COMPOSE_EXAMS) else 0
    if not count:
        return []
    detail = Text(
        "检查、试考后发布，学员才能参加", "Check, try out and publish them so that candidates can sit them"
    )
    url = url_for("exams.exams")
    return [Task(36, messages.unpublished_drafts(count), detail, Text("去组卷", "Compose"), url)]
