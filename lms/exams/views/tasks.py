"""What those who compose exams find on their home page."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.exams import compose
from lms.exams.views import bp
from lms.web.pages import Task


@bp.next_tasks
def unpublished_drafts(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Drafts of theirs that nobody sits yet, or that have changed since."""
    count = compose.count_unpublished(session, actor) if actor.may(Permission.COMPOSE_EXAMS) else 0
    if not count:
        return []
    title = Text(f"{count} 份考试草稿未发布", f"{count} exam draft{'s' * (count > 1)} not published")
    detail = Text("检查、试考后发布，学员才能参加", "Check it, try it, then publish it for candidates")
    return [Task(36, title, detail, Text("去组卷", "Compose"), url_for("exams.exams"))]
