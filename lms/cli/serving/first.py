"""Creates the first accounts of an installation: random passwords, shown once, in a file that only its owner reads."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lms.cli import t
from lms.domain.access import Role
from lms.people import accounts, roles, unit_tree
from lms.people.credentials import passwords
from lms.people.models import Unit
from lms.platform.clock import utcnow
from lms.settings import Settings

FILE = "first-accounts.json"


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """One entry of the file."""

    login: str
    password: str
    roles: list[str]
    name: str


def administrator(session: Session, _settings: Settings) -> list[FirstAccount]:
    """Create a root unit and one system administrator, for --empty (docs/decisions/0004)."""
    now = utcnow()
    password = passwords.random_password()
    secret = password, passwords.hash_password(password)
    root = unit_tree.add(session, "ROOT", "本单位", None, None, now, "Our organisation")
    return [make_account(session, "admin", "系统管理员", root, (Role.SYSADMIN, root), secret, now)]


def make_account(
    session: Session,
    login: str,
    name: str,
    unit: Unit,
    grant: tuple[Role, Unit],
    secret: tuple[str, str],
    now: datetime,
    **more: str,
) -> FirstAccount:
    """Create an account with one role. `secret` is its password and the hash of it; `more` as for accounts.

    It can be used without changing the password first, because the password is random.
    """
    password, hashed = secret
    person = accounts.create(session, login, name, unit, None, now, hashed, **more)
    person.must_change_password = False
    role, over = grant
    roles.grant(session, person, role, over, None, now)
    return FirstAccount(person.login, password, [role.value], person.name)


def write_accounts(accounts: Sequence[FirstAccount], data_dir: Path) -> None:
    """Write DIR/first-accounts.json, mode 0600, before the accounts themselves are committed."""
    path = data_dir / FILE
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump([asdict(account) for account in accounts], out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def accounts_table(accounts: Sequence[FirstAccount], data_dir: Path) -> str:
    """Return what is printed once: for each set of roles one account, and the file with all of them."""
    shown = list({tuple(account.roles): account for account in reversed(accounts)}.values())[::-1]
    lines = [
        f"  {account.login:<10} {account.password:<20} {','.join(account.roles):<24} {account.name}"
        for account in shown
    ]
    return "\n".join(
        [
            t("首批账号（密码只显示这一次）：", "First accounts (passwords are shown only now):"),
            *lines,
            all_accounts(accounts, data_dir),
        ]
    )


def all_accounts(accounts: Sequence[FirstAccount], data_dir: Path) -> str:
    """Return the line that says where the passwords of all accounts are."""
    path = (data_dir / FILE).resolve()
    return t(
        f"全部 {len(accounts)} 个账号及密码在 {path}（仅本人可读）；记下后请删除该文件。",
        f"Accounts with passwords: {len(accounts)}, in {path} (readable by you only); "
        "delete it once you have noted them.",
    )
