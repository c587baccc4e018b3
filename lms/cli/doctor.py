"""lms doctor: what is wrong with this installation and how to mend it."""

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

from lms.cli import Commands, Failed, installation, reader, say
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
    """One thing looked at. `state`: ok, note (works, but should be known) or wrong."""

    name: Text
    state: str
    what: Text
    how: Text = Text("", "")

    def line(self) -> str:
        """`✓ name: what`, with what to do where something is."""
        sign = {"ok": "✓", "note": "○", "wrong": "✗"}[self.state]
        words = f"{sign} {self.name.in_(reader())}{say('：', ': ')}{self.what.in_(reader())}"
        return words + (say("；", "; ") + self.how.in_(reader()) if self.state != "ok" else "")


Findings = Iterator[Finding]


def add(commands: Commands) -> None:
    """The command of this file."""
    doc = Text("检查本安装有什么问题、怎么解决", "what is wrong with this installation and how to mend it")
    commands.add("doctor", doc=doc, run=run)


def run(args: argparse.Namespace) -> Any:
    """Every finding; exit code 1 if anything is wrong."""
    found = examine(*installation(args))
    value = {"findings": [_row(finding) for finding in found]}
    words = "\n".join(finding.line() for finding in found)
    if any(finding.state == "wrong" for finding in found):
        return Failed(value, words)
    return value if args.json else words


def _row(finding: Finding) -> dict[str, str]:
    said = {"name": finding.name, "what": finding.what, "how": finding.how}
    return {"state": finding.state, **{key: words.in_(reader()) for key, words in said.items()}}


def examine(settings: Settings, db: Database) -> list[Finding]:
    """The folder first, then the database; what needs a database is skipped where none answers."""
    found = [*_folder(settings), *_key(settings), *_disk(settings), *_fonts(settings), *_outside(settings)]
    try:
        db.ping()
        revision, newest = migrate.current(db), migrate.newest()
    except SQLAlchemyError as error:
        how = Text("请检查 LMS_DATABASE_URL 和数据库服务", "Check LMS_DATABASE_URL and the database server")
        return [*found, Finding(_DATABASE, "wrong", _same(f"{error.__class__.__name__}: {error}"[:300]), how)]
    if revision != newest:
        what = Text(
            f"结构版本 {revision or '空'}，应为 {newest}", f"schema {revision or 'empty'}, not {newest}"
        )
        how = Text("请执行 lms migrate", "Run lms migrate")
        return [*found, Finding(_DATABASE, "wrong", what, how)]
    found.append(Finding(_DATABASE, "ok", Text(f"可用，结构版本 {revision}", f"answers, schema {revision}")))
    looks: tuple[Callable[[Session], Findings], ...] = (_care, _trail, _jobs, _administrators)
    with db.read() as session:
        for look in looks:
            found.extend(look(session))
    return found


_DATABASE = Text("数据库", "Database")


def _same(words: str) -> Text:
    return Text(words, words)


def _folder(settings: Settings) -> Findings:
    name, where = Text("数据文件夹", "Data folder"), str(settings.data_dir.resolve())
    if os.access(settings.data_dir, os.W_OK | os.X_OK):
        yield Finding(name, "ok", _same(where))
    else:
        how = Text("请让运行本系统的用户可以写入", "Let the user that runs the product write to it")
        yield Finding(name, "wrong", Text(f"{where} 不可写", f"{where} cannot be written"), how)
    accounts = settings.data_dir / "first-accounts.json"
    if accounts.exists():
        what = Text(
            "初始密码文件 first-accounts.json 还在",
            "first-accounts.json with the first passwords is still there",
        )
        how = Text("发完密码后请删除", "Delete it once they have been handed out")
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
        yield Finding(name, "wrong", what, _same(f"chmod 600 {path}"))
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
        how = Text("请重新安装本系统", "Install the product again")
        yield Finding(name, "wrong", Text(f"缺少 {missing[0]}", f"{missing[0]} is missing"), how)
    else:
        yield Finding(name, "ok", Text("齐全", "complete"))


def _outside(settings: Settings) -> Findings:
    name = Text("邮件", "Mail")
    if settings.mail_url:
        yield Finding(name, "ok", Text("已设置", "set"))
    else:
        what = Text("没有邮件服务器，邮件只写入日志", "no mail server: mail goes into the log only")
        yield Finding(name, "note", what, Text("如需发信请设置 LMS_MAIL_URL", "Set LMS_MAIL_URL to send it"))
    name = Text("对外网址", "Public address")
    if settings.public_url:
        yield Finding(name, "ok", _same(settings.base_url))
    else:
        what = Text(
            f"证书和邮件上将印 {settings.base_url}", f"certificates and mail will say {settings.base_url}"
        )
        yield Finding(name, "note", what, Text("请设置 LMS_PUBLIC_URL", "Set LMS_PUBLIC_URL"))


def _care(session: Session) -> Findings:
    """Whether the database keeps what it has acknowledged, and is whole."""
    name = Text("落盘保证", "Durability")
    if session.get_bind().dialect.name == "postgresql":
        lax = session.scalar(text("SHOW synchronous_commit")) == "off"
        lax = lax or session.scalar(text("SHOW fsync")) == "off"
        how = Text("请设 synchronous_commit = on、fsync = on", "Set synchronous_commit = on and fsync = on")
    else:
        wanted = ("journal_mode", "synchronous", "foreign_keys")
        lax = any(session.scalar(text(f"PRAGMA {p}")) != PRAGMAS[p] for p in wanted)
        how = Text("请把数据文件夹放在本机磁盘上", "Keep the data folder on a local disk")
        if (said := session.scalar(text("PRAGMA quick_check"))) != "ok":
            mend = Text("请用最近的备份恢复（lms restore）", "Restore the last backup (lms restore)")
            yield Finding(Text("数据库文件", "Database file"), "wrong", _same(str(said)[:200]), mend)
    what = Text("断电可能丢失已保存的内容", "a power cut may lose what was saved")
    yield Finding(name, "wrong", what, how) if lax else Finding(name, "ok", Text("已开启", "on"))


def _trail(session: Session) -> Findings:
    name, outcome = Text("审计日志", "Audit trail"), audit.verify(session)
    if isinstance(outcome, audit.Break):
        problem = trail.explain(outcome)
        yield Finding(
            name,
            "wrong",
            Text(problem.where.in_("zh") + " ", problem.where.in_("en") + " ") + problem.what,
            problem.how,
        )
    else:
        count, head = outcome
        yield Finding(
            name, "ok", Text(f"完整，{count} 条，链尾 {head}", f"holds, {count} events, head {head}")
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
        f"{parked} failed too often and are parked, such as {kind}",
    )
    how = Text(f"请按日志排除原因：{error}", f"Look into the log for the cause: {error}")
    yield Finding(name, "wrong", what, how)


def _administrators(session: Session) -> Findings:
    held = (
        select(RoleGrant.role).join(Person, Person.id == RoleGrant.person_id).where(Person.state == "active")
    )
    roles = set(session.scalars(held.distinct()))
    name = Text("三员", "The three administrators")
    missing = [ROLE_NAMES[role] for role in Role if role in ADMINISTRATORS and role not in roles]
    if not missing:
        yield Finding(name, "ok", Text("齐全", "complete"))
        return
    what = Text(
        "没有在用的" + "、".join(m.zh for m in missing),
        "nobody active is " + ", ".join(m.en for m in missing),
    )
    how = Text(
        "由安全管理员授予；一个也没有时用 lms people create --role 建立",
        "The security administrator grants them; without one, use lms people create --role",
    )
    yield Finding(name, "note", what, how)
