"""What the three administrators find on their home page."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.beijing import BEIJING
from lms.domain.problem import Text
from lms.people import totals
from lms.people.views import bp
from lms.web.pages import Task


@bp.next_tasks
def accounts(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """The system administrator's accounts."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return []
    active, disabled = totals.accounts(session, actor)
    detail = Text(
        f"在用账号 {active} 个，停用 {disabled} 个", f"{active} accounts in use, {disabled} disabled"
    )
    title = Text("人员和账号", "People and accounts")
    return [Task(70, title, detail, Text("管理人员", "Manage them"), url_for("people.people"))]


@bp.next_tasks
def roles(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Whom the security administrator has still to give a role."""
    if not actor.may(Permission.GRANT_ROLES):
        return []
    count = totals.without_role(session, actor)
    title = Text("角色授权", "Roles")
    detail = Text("在用账号都已有角色", "Every account in use has a role")
    if count:
        title = Text(f"{count} 人还没有角色", f"{count} without a role")
        detail = Text("没有角色打不开任何课程和考试", "Without one, courses and exams stay closed to them")
    return [
        Task(35 if count else 75, title, detail, Text("授予角色", "Grant roles"), url_for("people.roles"))
    ]


@bp.next_tasks
def trail(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """The auditor's trail, and when it was last verified."""
    if not actor.may(Permission.READ_AUDIT):
        return []
    last = totals.last_verified(session)
    detail = Text("还没有核验过", "It has never been verified")
    if last is not None:
        day = f"{last.astimezone(BEIJING):%Y-%m-%d}"
        detail = Text(f"上次核验完好：{day}", f"Last verified whole on {day}")
    title = Text("核验审计日志", "Verify the audit trail")
    return [Task(35, title, detail, Text("打开审计日志", "Open the trail"), url_for("people.audit"))]
