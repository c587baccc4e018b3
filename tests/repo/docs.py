"""Prints what the code says of itself: `python -m tests.repo.docs` writes the documents that `printed` names."""

import argparse
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from lms import cli
from lms.app import create_app
from lms.domain.access import PERMISSION_NAMES, POLICY, ROLE_NAMES, Permission, Role
from lms.platform.db.database import Database
from lms.settings import Settings
from tests.repo.api_reference import api_reference
from tests.repo.question_kinds import question_kinds
from tests.repo.report_reference import report_reference

ROOT = Path(__file__).resolve().parent.parent.parent
MADE = "<!-- 由 python -m tests.repo.docs 生成，请勿手改。Printed by that program; do not edit. -->"
WHO = {"open_to_all": "任何人 everyone", "signed_in": "已登录 signed in"}


def access_of(app: Flask, rule: Rule) -> Any:
    """A tuple of permissions, "signed_in" or "open_to_all"."""
    return app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]


def methods_of(rule: Rule) -> list[str]:
    """What a caller may do there, but for HEAD and OPTIONS, which come with every address."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def permissions(app: Flask) -> str:
    """The policy as tables: roles by permission, then every address."""
    lines = [
        "# 权限 Permissions",
        "",
        MADE,
        "",
        "角色授予某人、及于某单位及其全部下级单位。系统管理员、安全管理员、审计员三员不得由一人兼任（数据库约束），三者都看不到答案和成绩。",
        "",
        "A role is granted to a person for a unit and all units below it. Nobody holds two of system administrator, security"
        " administrator and auditor (the database sees to it), and none of the three sees answers or scores.",
        "",
        "| 角色 Role | 名称 in data | 权限 Permissions |",
        "|---|---|---|",
    ]
    for role in Role:
        held = "，".join(f"`{p}`" for p in Permission if p in POLICY[role])
        lines.append(f"| {ROLE_NAMES[role].zh} {ROLE_NAMES[role].en} | `{role}` | {held} |")
    lines += ["", "| 权限 Permission | 可以 Allows to | 角色 Roles |", "|---|---|---|"]
    for permission in Permission:
        words = PERMISSION_NAMES[permission]
        holders = "，".join(ROLE_NAMES[role].zh for role in Role if permission in POLICY[role])
        lines.append(f"| `{permission}` | {words.zh} {words.en} | {holders} |")
    lines += [
        "",
        "## 每个地址 Every address",
        "",
        "| 地址 Address | | 谁可进入 Who may enter |",
        "|---|---|---|",
    ]
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        access = access_of(app, rule)
        who = WHO.get(access) or "，".join(f"`{p}`" for p in access)
        lines.append(f"| `{_plain(rule.rule)}` | {' '.join(methods_of(rule))} | {who} |")
    return "\n".join(lines) + "\n"


def _plain(rule: str) -> str:
    """/people/<person_id>, without the kinds of its parts."""
    return re.sub(r"<[^<>]*:", "<", rule)


def settings() -> str:
    """Every setting with its variable, default and meaning."""
    lines = [
        "# 设置 Settings",
        "",
        MADE,
        "",
        "设在环境变量里，或写在 `数据文件夹/lms.toml`（另指文件用 `LMS_CONFIG`）里，去掉 `LMS_` 并用小写。变量优先于文件。",
        "",
        "Set them as variables, or in `DATA/lms.toml` (`LMS_CONFIG` names another file) without `LMS_` and in lower case."
        " Variables come first.",
        "",
        "| 变量 Variable | 默认 Default | 含义 Meaning |",
        "|---|---|---|",
    ]
    for field in fields(Settings):
        words = field.metadata["doc"]
        lines.append(f"| `LMS_{field.name.upper()}` | {_default(field)} | {words.zh}<br>{words.en} |")
    return "\n".join(lines) + "\n"


def _default(field: Any) -> str:
    if field.default in (MISSING, None, ""):
        return ""
    if field.name == "content_dir":
        return "程序所在文件夹 the folder of the program"
    value = field.default
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def parser(language: str) -> argparse.ArgumentParser:
    """The command line as a reader of this language meets it."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[language]
    try:
        return cli.build_parser()
    finally:
        os.environ.pop("LC_ALL") if before is None else os.environ.update(LC_ALL=before)


def leaves(of: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """(name, parser) of every command, "lms audit verify"."""
    below = [a for a in of._actions if isinstance(a, argparse._SubParsersAction)]
    if not below:
        yield of.prog, of
    for action in below:
        for inner in action.choices.values():
            yield from leaves(inner)


def arguments(of: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command is told, but for --help and what the product tells itself."""
    hidden = argparse.SUPPRESS
    return [a for a in of._actions if not isinstance(a, argparse._HelpAction) and a.help != hidden]


def commands() -> str:
    """Every command with its arguments, in both languages."""
    lines = [
        "# 命令 Commands",
        "",
        MADE,
        "",
        "成功时退出码为 0，拒绝时为 1（标准错误上说明原因），用法不对为 2。每条命令都有 `--json`（只输出一个 JSON 文档）和"
        " `--data DIR`（数据文件夹）。`lms --version` 显示版本。",
        "",
        "Exit code 0 on success, 1 on a refusal (with the reason on stderr), 2 on wrong usage. Every command takes `--json` (one"
        " JSON document) and `--data DIR` (the data folder). `lms --version` prints the version.",
    ]
    chinese, english = dict(leaves(parser("zh"))), dict(leaves(parser("en")))
    for name, zh in chinese.items():
        en = english[name]
        lines += ["", f"## {name}", "", f"{zh.description}", "", f"{en.description}"]
        said = {_name(action): action.help for action in arguments(en)}
        rows = [a for a in arguments(zh) if _name(a) not in ("`--json`", "`--data DIR`")]
        if rows:
            lines += ["", "| | |", "|---|---|"]
        lines += [f"| {_name(a)} | {a.help}<br>{said[_name(a)]} |" for a in rows]
    return "\n".join(lines) + "\n"


def _name(action: argparse.Action) -> str:
    shown = action.metavar or (
        "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper()
    )
    if not action.option_strings:
        return f"`{action.metavar or action.dest}`"
    return f"`{action.option_strings[0]}`" if action.nargs == 0 else f"`{action.option_strings[0]} {shown}`"


def printed(app: Flask) -> dict[str, str]:
    """Every generated file by its path."""
    return {
        "docs/permissions.md": permissions(app),
        "docs/settings.md": settings(),
        "docs/commands.md": commands(),
        "docs/reports.md": report_reference(MADE),
        "docs/api-reference.md": api_reference(app, MADE),
        "docs/question-kinds.md": question_kinds(MADE),
    }


def main(write: Callable[[Path, str], Any] = lambda path, text: path.write_text(text, "utf-8")) -> None:
    """Write them."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/x.sqlite3")
        app = create_app(Settings(data_dir=Path(folder), secret_key="x"), db)
        for path, text in printed(app).items():
            write(ROOT / path, text)
            print(path)


if __name__ == "__main__":
    main()
