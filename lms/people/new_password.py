"""A new password: the person's own, or a random one from an administrator.

Hashing is slow on purpose, so each comes in two steps: one that hashes and needs no more than a
reading session, and one that writes.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.people import passwords, sign_in
from lms.people.accounts import end_access, within_reach
from lms.people.models import Person
from lms.platform import audit
from lms.platform.jobs import enqueue


@dataclass(frozen=True, slots=True)
class Ready:
    """A new hash, and the one it may replace."""

    person_id: int
    replaces: str
    hash: str


def prepare(person: Person, old: str, new: str, again: str) -> Ready:
    """Check the old password, then the new one, and hash it. Raises Refused."""
    if new != again:
        raise Refused(
            "password.differ",
            Text("两次输入的新密码不一致", "The two new passwords differ"),
            Text("请重新输入", "Enter them again"),
            status=400,
        )
    if not passwords.verify(old, person.password_hash):
        raise _wrong()
    passwords.check_new(new, person.login, person.name)
    if new == old:
        raise Refused(
            "password.same",
            Text("新密码与原密码相同", "The new password is the old one"),
            Text("请换一个新密码", "Choose another"),
            status=400,
        )
    return Ready(person.id, person.password_hash, passwords.hash_password(new))


def change(session: Session, ready: Ready, keep_cookie: str, now: datetime) -> None:
    """Put it in place and end every other sign-in; refused if the old one has changed meanwhile."""
    person = session.get_one(Person, ready.person_id, with_for_update=True)
    if person.password_hash != ready.replaces:
        raise _wrong()
    person.password_hash = ready.hash
    person.must_change_password = False
    sign_in.close_all(session, person.id, keep=keep_cookie)
    audit.record(session, "people.change_password", f"person:{person.id}", person.id, now)


def random() -> tuple[str, str]:
    """(a password to show once, its hash)."""
    password = passwords.random_password()
    return password, passwords.hash_password(password)


def reset(session: Session, person: Person, password_hash: str, actor: Actor | None, now: datetime) -> None:
    """Give a password that must be changed at the next sign-in; every open door closes.

    No actor: somebody at the machine. The person is told, so that a reset they did not ask for
    does not pass unseen.
    """
    within_reach(person, actor)
    person.password_hash = password_hash
    person.must_change_password = True
    end_access(session, person.id)
    who = actor.id if actor else None
    audit.record(session, "people.reset_password", f"person:{person.id}", who, now)
    if person.email:
        enqueue(session, "mail.send", _notice(person), now)


def _notice(person: Person) -> dict[str, str]:
    subject = Text("五能：您的密码已被重置", "Wuneng: your password was reset")
    body = Text(
        f"{person.name}：\n\n您的五能账号（工号 {person.login}）的密码刚刚由管理员重置，各处登录已退出。\n"
        "如果您没有提出过申请，请立即告知安全管理员。\n",
        f"{person.name},\n\nan administrator has just reset the password of your Wuneng account ({person.login}); "
        "you are signed out everywhere.\nIf you did not ask for it, tell the security administrator at once.\n",
    )
    language = person.language
    return {"to": person.email, "subject": subject.in_(language), "body": body.in_(language)}


def _wrong() -> Refused:
    return Refused(
        "password.wrong",
        Text("原密码不正确", "The old password is not right"),
        Text("请重新输入原密码", "Enter the old password again"),
        status=400,
    )
