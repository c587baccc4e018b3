"""lms token create: a personal access token, printed once."""

import argparse
from typing import Any

from lms.cli import Commands, installation, messages, t
from lms.domain.problem import Text
from lms.people import directory
from lms.people.credentials import tokens
from lms.platform.clock import utcnow


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text("生成个人令牌，供程序调用接口，只显示一次", "create a personal access token, printed once")
    parser = commands.add("token", "create", doc=doc, run=run_create)
    parser.add_argument("login", help=t("工号", "employee number"))
    parser.add_argument("--name", default="lms token create", help=t("用途", "what it is for"))
    parser.add_argument(
        "--days", type=int, default=90, help=t("有效天数，1 到 366", "days it is valid, 1 to 366")
    )


def run_create(args: argparse.Namespace) -> Any:
    """Return the token, or {"token"} for --json."""
    _, db = installation(args)
    with db.transaction() as session:
        person = directory.by_login(session, args.login)
        if person.state != "active":
            raise messages.account_disabled()
        token = tokens.create(session, person, args.name, args.days, utcnow())
    return {"token": token} if args.json else token
