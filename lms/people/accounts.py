"""Accounts: made, described, disabled and enabled."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.domain.access import ADMINISTRATORS, Actor, Permission, Role
from lms.domain.login import LONGEST_LOGIN, login_key
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text
from lms.people import sign_in
from lms.people.models import AccessToken, Person, Unit
from lms.platform import audit

LONGEST = {"name": 120, "post": 80, "rank": 80, "email": 200}
"""Characters of each field."""


@dataclass(frozen=True, slots=True)
class Details:
    """What an account says about its person."""

    name: str
    post: str = ""
    rank: str = ""
    email: str = ""

    def problems(self) -> list[Problem]:
        """Everything wrong with it at once; `where` is the field."""
        found = []
        if not self.name:
            found.append(Problem(FieldPath("name"), Text("缺少姓名", "The name is missing"), _FILL))
        for field, most in LONGEST.items():
            if len(getattr(self, field)) > most:
                what = Text(f"超过 {most} 个字符", f"It is longer than {most} characters")
                found.append(Problem(FieldPath(field), what, Text("请缩短", "Shorten it")))
        if self.email and not is_mail_address(self.email):
            what = Text("邮箱写法不对", "This is not an e-mail address")
            found.append(
                Problem(
                    FieldPath("email"), what, Text("请写成 name@example.cn", "Write it as name@example.cn")
                )
            )
        return found


_FILL = Text("请填写", "Fill it in")


def login_problems(key: str) -> list[Problem]:
    """What is wrong with an employee number, after `login_key`."""
    if not key:
        return [Problem(FieldPath("login"), Text("缺少工号", "The employee number is missing"), _FILL)]
    if len(key) > LONGEST_LOGIN:
        what = Text(
            f"工号超过 {LONGEST_LOGIN} 个字符",
            f"The employee number is longer than {LONGEST_LOGIN} characters",
        )
        return [Problem(FieldPath("login"), what, Text("请核对", "Check it"))]
    return []


def is_mail_address(address: str) -> bool:
    """Whether mail could be sent there: something before and after one @."""
    name, at, host = address.partition("@")
    return bool(name and at and host) and "@" not in host and not any(c.isspace() for c in address)


def create(
    session: Session,
    login: str,
    name: str,
    unit: Unit | None,
    actor_id: int | None,
    now: datetime,
    password_hash: str = "",
    language: str = "zh",
    **more: str,
) -> Person:
    """A new account without roles. `more`: post, rank, email.

    The hash is made by the caller, before the transaction: it takes too long to hold one open.
    """
    key, details = login_key(login), Details(name.strip(), **more)
    problems = details.problems()
    problems = login_problems(key) + problems
    unit = _checked(unit, problems)
    if session.scalar(select(Person.id).where(Person.login == key)) is not None:
        raise _taken(key)
    person = Person(login=key, language=language, unit_id=unit.id, created_at=now, **asdict(details))
    person.password_hash = password_hash
    person.must_change_password = bool(password_hash)
    session.add(person)
    try:
        session.flush()
    except IntegrityError:  # somebody else was faster
        raise _taken(key) from None
    audit.record(session, "people.create", f"person:{person.id}", actor_id, now, login=key, unit=unit.code)
    return person


def edit(
    session: Session, person: Person, details: Details, unit: Unit | None, actor_id: int | None, now: datetime
) -> list[str]:
    """Bring the account to these details; returns the names of the fields that changed.

    The trail says which fields changed and, of the unit, from where to where; names and addresses
    stay out of it, because it is kept for ever.
    """
    tidy = replace(details, name=details.name.strip())
    unit = _checked(unit, tidy.problems())
    changed = [f for f in ("name", "post", "rank", "email") if getattr(person, f) != getattr(tidy, f)]
    facts = {}
    for field in changed:
        setattr(person, field, getattr(tidy, field))
    if person.unit_id != unit.id:
        facts = {"unit_before": person.unit.code, "unit": unit.code}
        person.unit = unit
        changed.append("unit")
    if changed:
        audit.record(
            session, "people.edit", f"person:{person.id}", actor_id, now, fields=",".join(changed), **facts
        )
    return changed


def set_state(session: Session, person: Person, state: str, actor: Actor | None, now: datetime) -> None:
    """Disable or enable; disabling ends every sign-in and token at once. No actor: at the machine."""
    if state not in ("active", "disabled"):
        what = Text("没有这种状态", "There is no such state")
        raise _wrong(
            [Problem(FieldPath("state"), what, Text("可选 active 或 disabled", "Choose active or disabled"))]
        )
    within_reach(person, actor)
    if person.state == state:
        return
    person.state = state
    if state == "disabled":
        end_access(session, person.id)
    who = actor.id if actor else None
    audit.record(session, "people.set_state", f"person:{person.id}", who, now, state=state)


def set_language(session: Session, person: Person, language: str, now: datetime) -> None:
    """The language in which this person is spoken to, mail included."""
    if language not in ("zh", "en"):
        what = Text("没有这种语言", "There is no such language")
        raise _wrong([Problem(FieldPath("language"), what, Text("可选 zh 或 en", "Choose zh or en"))])
    if person.language != language:
        person.language = language
        audit.record(session, "people.edit", f"person:{person.id}", person.id, now, fields="language")


def within_reach(person: Person, actor: Actor | None) -> None:
    """Refuse where a new password or another state would lend powers that the actor does not manage.

    docs/decisions/0003 tells why: who sets the auditor's password is the auditor.
    """
    if actor is None:
        return
    if person.id == actor.id:
        raise Refused(
            "person.self",
            Text("不能在这里处理自己的账号", "You cannot do this to your own account"),
            Text(
                "修改密码请到“我的账号”；停用请由另一位系统管理员操作",
                "Change your password on your own page; ask another administrator to disable it",
            ),
            status=403,
        )
    if any(Role(grant.role) in ADMINISTRATORS for grant in person.grants):
        raise Refused(
            "person.guarded",
            Text(
                "三员账号不能由系统管理员重置密码或停用",
                "The accounts of the three administrators are not reset or disabled here",
            ),
            Text(
                "请安全管理员先收回其管理员角色；或在服务器上执行 lms people reset-password",
                "Ask the security administrator to withdraw that role first, or run lms people reset-password on the server",
            ),
            status=403,
        )
    mine = actor.paths(Permission.MANAGE_PEOPLE)
    if not all(grant.unit.path.startswith(mine) for grant in person.grants):
        raise Refused(
            "person.beyond",
            Text("此人在您管理范围之外还担任角色", "This person holds a role beyond the units you manage"),
            Text("请由上级单位的系统管理员操作", "Ask the system administrator of the unit above"),
            status=403,
        )


def end_access(session: Session, person_id: int) -> None:
    """End every sign-in and every token of a person."""
    sign_in.close_all(session, person_id)
    session.execute(delete(AccessToken).where(AccessToken.person_id == person_id))


def _checked(unit: Unit | None, problems: list[Problem]) -> Unit:
    if unit is None:
        what = Text("没有选单位", "No unit is chosen")
        problems.append(Problem(FieldPath("unit"), what, Text("请选择单位", "Choose one")))
    if problems or unit is None:
        raise _wrong(problems)
    return unit


def _wrong(problems: list[Problem]) -> Refused:
    return Refused(
        "person.wrong",
        Text("账号信息有误，没有保存", "The account is not right; nothing was saved"),
        Text("请改正后重新提交", "Mend what is listed and send it again"),
        status=400,
        problems=problems,
    )


def _taken(key: str) -> Refused:
    return Refused(
        "person.exists",
        Text(f"工号 {key} 已有账号", f"The employee number {key} already has an account"),
        Text("请核对工号，或在人员列表中查找此人", "Check the number, or look the person up in the list"),
    )
