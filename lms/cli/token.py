"""lms token create: a personal access token, printed once."""

import argparse
from typing import Any

from lms.cli import Commands, installation, say
from lms.domain.problem import Refused, Text
from lms.people import directory, tokens
from lms.platform.clock import utcnow


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text("生成个人令牌，供程序调用接口，只显示一次", "make a personal access token, printed once")
    parser = commands.add("token", "create", doc=doc, run=run_create)
    parser.add_argument("login", help=say("工号", "employee number"))
    parser.add_argument("--name", default="lms token create", help=say("用途", "what it is for"))
    parser.add_argument(
        "--days", type=int, default=90, help=say("有效天数，1 到 366", "days it is valid, 1 to 366")
    )


def run_create(args: argparse.Namespace) -> Any:
    """The token alone, or {"token"}."""
    _, db = installation(args)
    with db.transaction() as session:
        person = directory.by_login(session, args.login)
        if person.state != "active":
            raise Refused(
                "person.disabled",
                Text("此账号已停用", "This account is disabled"),
                Text("先执行 lms people enable", "Run lms people enable first"),
            )
        token = tokens.create(session, person, args.name, args.days, utcnow())
    return {"token": token} if args.json else token
