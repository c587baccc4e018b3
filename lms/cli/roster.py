"""lms roster import: people and units from the list that an office keeps."""

import argparse
import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lms.cli import Commands, installation, messages, t
from lms.cli.terminal import output
from lms.domain.place import named
from lms.domain.problem import Text
from lms.people.credentials import new_password
from lms.people.roster import load, parse
from lms.people.roster.parse import RosterRow
from lms.platform.clock import utcnow
from lms.platform.db.database import Database


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text(
        "导入名册（Excel 或 CSV）：工号 姓名 单位代码，可有 单位 上级单位代码 职务 职级 邮箱 角色；有一处不对就什么都不导入",
        "import people and units from Excel or CSV, all or nothing; columns: employee number, name, unit code;"
        " optional: unit, parent unit code, post, rank, e-mail, roles",
    )
    parser = commands.add("roster", "import", doc=doc, run=run_import)
    parser.add_argument(
        "file", metavar="FILE", help=t("名册文件，.xlsx .xls .csv", "the roster: .xlsx .xls .csv")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=t("只检查，不写入", "check only, write nothing")
    )
    parser.add_argument(
        "--passwords",
        metavar="OUT",
        help=t(
            "为新账号生成初始密码，写入此 CSV（0600）",
            "generate first passwords for new accounts and write them to this CSV (0600)",
        ),
    )


def run_import(args: argparse.Namespace) -> Any:
    """Return the problems by cell, or the numbers of what was imported."""
    try:
        entries, problems = parse.read_roster(Path(args.file).read_bytes())
    except OSError as error:
        raise messages.roster_unreadable(args.file, error) from None
    _, db = installation(args)
    with db.read() as session:
        problems = problems or load.roster_problems(session, entries)
        new = load.without_account(session, entries)
    if problems:
        return [problem.at(named(Path(args.file).name)) for problem in problems]
    if args.dry_run:
        summary = t(
            f"没有问题：{len(entries)} 人，其中新增 {len(new)} 人",
            f"No problems: {len(entries)} people, {len(new)} new",
        )
        return {"people": len(entries), "new": len(new)} if args.json else summary
    return _outcome(args, _write(db, entries, new, args.passwords))


def _write(
    db: Database, entries: list[RosterRow], new: list[RosterRow], out: str | None
) -> load.ImportCounts:
    passwords = {entry.login: new_password.generate_password() for entry in new} if out else {}
    if out:
        _write_passwords(out, [(e.login, e.details.name, passwords[e.login][0]) for e in new])
    with db.transaction() as session:
        return load.import_roster(
            session, entries, {login: hashed for login, (_, hashed) in passwords.items()}, None, utcnow()
        )


def _write_passwords(path: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Write the passwords before the import, so that no account exists whose password nobody knows."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("工号", "姓名", "初始密码"), *rows])
    with output.writing(path, private=True) as file:
        file.write(text.getvalue().encode("utf-8-sig"))


def _outcome(args: argparse.Namespace, counts: load.ImportCounts) -> Any:
    if args.json:
        return asdict(counts)
    return t(
        f"新增 {counts.new} 人，更新 {counts.changed} 人，不变 {counts.unchanged} 人；新增单位 {counts.units} 个，授予角色 {counts.roles} 个",
        f"{counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged; units added: {counts.units},"
        f" roles granted: {counts.roles}",
    )
