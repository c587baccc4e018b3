"""lms people list | create | disable | enable | reset-password: accounts, for administrators of the machine."""

import argparse
from typing import Any

from lms.cli import Commands, installation, t
from lms.domain.access import Role
from lms.domain.problem import Text
from lms.people import accounts, directory, roles
from lms.people.credentials import new_password
from lms.people.models import Person
from lms.platform.clock import utcnow


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    parser = commands.add("people", "list", doc=Text("列出账号", "list the accounts"), run=run_list)
    parser.add_argument(
        "--unit",
        metavar="CODE",
        default="",
        help=t("单位代码，含下级", "code of a unit, with the units below"),
    )
    parser.add_argument(
        "--state", choices=("active", "disabled"), default="", help=t("账号状态", "their state")
    )
    doc = Text("建立账号，密码只显示一次", "create an account; its password is shown once")
    parser = commands.add("people", "create", doc=doc, run=run_create)
    parser.add_argument("login", help=t("工号", "employee number"))
    parser.add_argument("name", help=t("姓名", "name"))
    parser.add_argument("--unit", metavar="CODE", required=True, help=t("单位代码", "code of the unit"))
    for field, zh, en in (("post", "职务", "post"), ("rank", "职级", "rank"), ("email", "邮箱", "e-mail")):
        parser.add_argument(f"--{field}", default="", help=t(zh, en))
    parser.add_argument(
        "--role",
        action="append",
        choices=[role.value for role in Role],
        default=[],
        help=t("对所在单位授予的角色，可多次", "a role over that unit; may be repeated"),
    )
    for state, zh, en in (
        ("disable", "停用账号，各处登录立即退出", "disable an account and sign it out everywhere"),
        ("enable", "启用账号", "enable an account"),
    ):
        parser = commands.add("people", state, doc=Text(zh, en), run=run_state)
        parser.add_argument("login", help=t("工号", "employee number"))
        parser.set_defaults(state="active" if state == "enable" else "disabled")
    doc = Text("重置密码，新密码只显示一次", "reset a password; the new one is shown once")
    parser = commands.add("people", "reset-password", doc=doc, run=run_reset)
    parser.add_argument("login", help=t("工号", "employee number"))


def run_list(args: argparse.Namespace) -> Any:
    """List employee number, name, unit, state and roles."""
    _, db = installation(args)
    with db.read() as session:
        rows = [_row(person) for person in directory.all_people(session, args.unit, args.state)]
    if args.json:
        return rows
    return "\n".join("\t".join([*list(row.values())[:4], ",".join(row["roles"])]) for row in rows)


def _row(person: Person) -> dict[str, Any]:
    return {
        "login": person.login,
        "name": person.name,
        "unit": person.unit.code,
        "state": person.state,
        "roles": sorted({grant.role for grant in person.grants}),
    }


def run_create(args: argparse.Namespace) -> Any:
    """Create an account with roles over its own unit."""
    _, db = installation(args)
    password, hashed = new_password.generate_password()
    more = {"post": args.post, "rank": args.rank, "email": args.email}
    with db.transaction() as session:
        unit = directory.unit_by_code(session, args.unit)
        person = accounts.create(session, args.login, args.name, unit, None, utcnow(), hashed, **more)
        for role in args.role:
            roles.grant(session, person, Role(role), unit, None, utcnow())
        login = person.login
    return _password_outcome(args, login, password)


def run_state(args: argparse.Namespace) -> Any:
    """Disable or enable an account."""
    _, db = installation(args)
    with db.transaction() as session:
        person = directory.by_login(session, args.login)
        accounts.set_state(session, person, args.state, None, utcnow())
        login = person.login
    if args.json:
        return {"login": login, "state": args.state}
    done = t("已停用 ", "disabled "), t("已启用 ", "enabled ")
    return done[args.state == "active"] + login


def run_reset(args: argparse.Namespace) -> Any:
    """Set a random password, to be changed at the next sign-in."""
    _, db = installation(args)
    password, hashed = new_password.generate_password()
    with db.transaction() as session:
        person = directory.by_login(session, args.login)
        new_password.reset(session, person, hashed, None, utcnow())
        login = person.login
    return _password_outcome(args, login, password)


def _password_outcome(args: argparse.Namespace, login: str, password: str) -> Any:
    if args.json:
        return {"login": login, "password": password}
    label = t(
        "密码（只显示这一次，首次登录须修改）：",
        "Password, shown this once; change it at the first sign-in: ",
    )
    return f"{login}\n{label}{password}"
