"""lms doctor: what is wrong with this installation and how to correct it."""

import argparse
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.cli import Commands, Failed, installation, language, t
from lms.domain.access import ADMINISTRATORS, ROLE_NAMES, Role
from lms.domain.problem import Text
from lms.people import trail
from lms.people.models import Person, RoleGrant
from lms.platform import audit
from lms.platform.db.database import PRAGMAS, Database
from lms.platform.jobs import Job
from lms.platform.pdf.faces import FOLDER
from lms.platform.schema import migrate
from lms.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check. `state`: ok, note (works, but should be known) or wrong."""

    name: Text
    state: str
    what: Text
    how: Text = Text("", "")

    def line(self) -> str:
        """Return `✓ name: what`, followed by what to do if it is not ok."""
        sign = {"ok": "✓", "note": "○", "wrong": "✗"}[self.state]
        line = f"{sign} {self.name.in_(language())}{t('：', ': ')}{self.what.in_(language())}"
        return line + (t("；", "; ") + self.how.in_(language()) if self.state != "ok" else "")


Findings = Iterator[Finding]


def add(commands: Commands) -> None:
    """Add the command of this file."""
    doc = Text("检查本安装有什么问题、怎么解决", "what is wrong with this installation and how to correct it")
    commands.add("doctor", doc=doc, run=run)


def run(args: argparse.Namespace) -> Any:
    """Return every finding; exit code 1 if one is wrong."""
    findings = examine(*installation(args))
    value = {"findings": [_row(finding) for finding in findings]}
    lines = "\n".join(finding.line() for finding in findings)
    if any(finding.state == "wrong" for finding in findings):
        return Failed(value, lines)
    return value if args.json else lines


def _row(finding: Finding) -> dict[str, str]:
    texts = {"name": finding.name, "what": finding.what, "how": finding.how}
    return {"state": finding.state, **{key: text.in_(language()) for key, text in texts.items()}}


def examine(settings: Settings, db: Database) -> list[Finding]:
    """Check the folder first, then the database; without a database the checks of its content are skipped."""
    findings = [
        *_folder(settings),
        *_key(settings),
        *_disk(settings),
        *_fonts(settings),
        *_addresses(settings),
    ]
    try:
        db.ping()
        revision, newest = migrate.current(db), migrate.newest()
    except SQLAlchemyError as error:
        how = Text("请检查 LMS_DATABASE_URL 和数据库服务", "Check LMS_DATABASE_URL and the database server")
        return [
            *findings,
            Finding(_DATABASE, "wrong", _in_both(f"{error.__class__.__name__}: {error}"[:300]), how),
        ]
    if revision != newest:
        what = Text(
            f"结构版本 {revision or '空'}，应为 {newest}", f"schema {revision or 'empty'}, not {newest}"
        )
        how = Text("请执行 lms migrate", "Run lms migrate")
        return [*findings, Finding(_DATABASE, "wrong", what, how)]
    findings.append(
        Finding(_DATABASE, "ok", Text(f"可用，结构版本 {revision}", f"answers, schema {revision}"))
    )
    checks: tuple[Callable[[Session], Findings], ...] = (_durability, _trail, _jobs, _administrators)
    with db.read() as session:
        for check in checks:
            findings.extend(check(session))
    return findings


_DATABASE = Text("数据库", "Database")


def _in_both(text: str) -> Text:
    return Text(text, text)


def _folder(settings: Settings) -> Findings:
    name, where = Text("数据文件夹", "Data folder"), str(settings.data_dir.resolve())
    if os.access(settings.data_dir, os.W_OK | os.X_OK):
        yield Finding(name, "ok", _in_both(where))
    else:
        how = Text("请让运行本系统的用户可以写入", "Let the user that runs the product write to it")
        yield Finding(name, "wrong", Text(f"{where} 不可写", f"{where} cannot be written"), how)
    accounts = settings.data_dir / "first-accounts.json"
    if accounts.exists():
        what = Text(
            "初始密码文件 first-accounts.json 还在",
            "first-accounts.json with the first passwords is still there",
        )
        how = Text("发完密码后请删除", "Delete it once the passwords have been distributed")
        yield Finding(Text("初始密码", "First passwords"), "note", what, how)


def _key(settings: Settings) -> Findings:
    name, path = Text("签名密钥", "Secret key"), settings.data_dir / "secret-key"
    if not path.exists():
        yield Finding(name, "ok", Text("由设置给出", "given by a setting"))
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        what = Text(
            f"{path} 的权限是 {mode:o}，别人可以读到", f"{path} has mode {mode:o}: others can read it"
        )
        yield Finding(name, "wrong", what, _in_both(f"chmod 600 {path}"))
    else:
        yield Finding(
            name, "ok", Text(f"只有本用户可读（{mode:o}）", f"readable by this user alone ({mode:o})")
        )


def _disk(settings: Settings) -> Findings:
    usage = shutil.disk_usage(settings.data_dir)
    free, percent = usage.free / 2**30, usage.free * 100 // usage.total
    state = "wrong" if free < 0.5 else "note" if percent < 10 else "ok"
    what = Text(f"剩余 {free:.1f} GB（{percent}%）", f"{free:.1f} GB free ({percent}%)")
    how = Text("请清理磁盘或移走旧备份", "Free some space, or move old backups away")
    yield Finding(Text("磁盘空间", "Disk space"), state, what, how)


def _fonts(settings: Settings) -> Findings:
    name, own = Text("证书字体", "Certificate fonts"), settings.fonts_dir
    if own is not None and not own.is_dir():
        how = Text("请改正 LMS_FONTS_DIR", "Correct LMS_FONTS_DIR")
        yield Finding(name, "wrong", Text(f"没有文件夹 {own}", f"there is no folder {own}"), how)
        return
    missing = [file for file in ("song.ttf.xz", "song-bold.ttf.xz") if not (FOLDER / file).exists()]
    if missing:
        how = Text("请重新安装本系统", "Reinstall the product")
        yield Finding(name, "wrong", Text(f"缺少 {missing[0]}", f"{missing[0]} is missing"), how)
    else:
        yield Finding(name, "ok", Text("齐全", "complete"))


def _addresses(settings: Settings) -> Findings:
    name = Text("邮件", "Mail")
    if settings.mail_url:
        yield Finding(name, "ok", Text("已设置", "set"))
    else:
        what = Text("没有邮件服务器，邮件只写入日志", "no mail server: mail is written to the log only")
        yield Finding(name, "note", what, Text("如需发信请设置 LMS_MAIL_URL", "Set LMS_MAIL_URL to send it"))
    name = Text("对外网址", "Public address")
    if settings.public_url:
        yield Finding(name, "ok", _in_both(settings.base_url))
    else:
        what = Text(
            f"证书和邮件上将印 {settings.base_url}", f"certificates and mail will show {settings.base_url}"
        )
        yield Finding(name, "note", what, Text("请设置 LMS_PUBLIC_URL", "Set LMS_PUBLIC_URL"))


def _durability(session: Session) -> Findings:
    """Check that the database keeps what it has acknowledged, and that its file is intact."""
    name = Text("落盘保证", "Durability")
    if session.get_bind().dialect.name == "postgresql":
        unsafe = session.scalar(text("SHOW synchronous_commit")) == "off"
        unsafe = unsafe or session.scalar(text("SHOW fsync")) == "off"
        how = Text("请设 synchronous_commit = on、fsync = on", "Set synchronous_commit = on and fsync = on")
    else:
        wanted = ("journal_mode", "synchronous", "foreign_keys")
        unsafe = any(session.scalar(text(f"PRAGMA {p}")) != PRAGMAS[p] for p in wanted)
        how = Text("请把数据文件夹放在本机磁盘上", "Keep the data folder on a local disk")
        if (result := session.scalar(text("PRAGMA quick_check"))) != "ok":
            restore = Text("请用最近的备份恢复（lms restore）", "Restore the last backup (lms restore)")
            yield Finding(Text("数据库文件", "Database file"), "wrong", _in_both(str(result)[:200]), restore)
    what = Text("断电可能丢失已保存的内容", "a power cut may lose saved data")
    yield Finding(name, "wrong", what, how) if unsafe else Finding(name, "ok", Text("已开启", "on"))


def _trail(session: Session) -> Findings:
    name, outcome = Text("审计日志", "Audit trail"), audit.verify(session)
    if isinstance(outcome, audit.Break):
        problem = trail.explain(outcome)
        yield Finding(name, "wrong", _in_both(f"{problem.where} ") + problem.what, problem.how)
    else:
        count, head = outcome
        yield Finding(
            name, "ok", Text(f"完整，{count} 条，链尾 {head}", f"intact, {count} events, head {head}")
        )


def _jobs(session: Session) -> Findings:
    name = Text("后台任务", "Jobs")
    parked = session.scalar(select(func.count()).where(Job.state == "parked")) or 0
    if not parked:
        yield Finding(name, "ok", Text("没有搁置的任务", "none is parked"))
        return
    last = session.execute(
        select(Job.kind, Job.error).where(Job.state == "parked").order_by(Job.id.desc())
    ).first()
    kind, error = (last.kind, last.error[:120]) if last else ("", "")
    what = Text(
        f"{parked} 个任务多次失败后搁置，如 {kind}",
        f"jobs parked after too many failures: {parked}, such as {kind}",
    )
    how = Text(f"请按日志排除原因：{error}", f"Find the cause in the log: {error}")
    yield Finding(name, "wrong", what, how)


def _administrators(session: Session) -> Findings:
    granted = (
        select(RoleGrant.role).join(Person, Person.id == RoleGrant.person_id).where(Person.state == "active")
    )
    roles = set(session.scalars(granted.distinct()))
    name = Text("三员", "The three administrators")
    missing = [ROLE_NAMES[role] for role in Role if role in ADMINISTRATORS and role not in roles]
    if not missing:
        yield Finding(name, "ok", Text("齐全", "complete"))
        return
    what = Text(
        "没有在用的" + "、".join(m.zh for m in missing),
        "no active account is " + ", ".join(m.en for m in missing),
    )
    how = Text(
        "由安全管理员授予；一个也没有时用 lms people create --role 建立",
        "The security administrator grants these roles; if there is none, use lms people create --role",
    )
    yield Finding(name, "note", what, how)
