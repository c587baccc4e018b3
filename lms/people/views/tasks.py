"""The tasks of the three administrators on their home page."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.beijing import BEIJING
from lms.domain.problem import Text
from lms.people import totals
from lms.people.views import bp, messages
from lms.web.pages import Task


@bp.next_tasks
def account_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """For the system administrator: manage accounts."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return []
    detail = messages.account_counts(*totals.count_accounts(session, actor))
    button = Text("管理人员", "Manage people")
    return [Task(70, messages.PEOPLE_TASK, detail, button, url_for("people.people"))]


@bp.next_tasks
def role_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """For the security administrator: grant roles, first to people who have none."""
    if not actor.may(Permission.GRANT_ROLES):
        return []
    count = totals.count_without_role(session, actor)
    button, url = Text("授予角色", "Grant roles"), url_for("people.roles")
    if count:
        return [Task(35, messages.people_without_role(count), messages.ROLE_NEEDED, button, url)]
    return [Task(75, messages.ROLES_TASK, messages.EVERYBODY_HAS_A_ROLE, button, url)]


@bp.next_tasks
def audit_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """For the auditor: verify the trail."""
    if not actor.may(Permission.READ_AUDIT):
        return []
    last = totals.last_verification(session)
    detail = messages.NEVER_VERIFIED
    if last is not None:
        detail = messages.last_verified(f"{last.astimezone(BEIJING):%Y-%m-%d}")
    button = Text("打开审计日志", "Open the trail")
    return [Task(35, messages.AUDIT_TASK, detail, button, url_for("people.audit"))]
