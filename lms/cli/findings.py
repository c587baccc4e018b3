"""The findings of lms doctor: the outcome of each check, with what to do if it is not ok."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lms.cli import language, t
from lms.domain.problem import Problem, Text


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

    def as_json(self) -> dict[str, str]:
        """Return the finding in the reader's language."""
        texts = {"name": self.name, "what": self.what, "how": self.how}
        return {"state": self.state, **{key: text.in_(language()) for key, text in texts.items()}}


_DATABASE = Text("数据库", "Database")
_DATABASE_FILE = Text("数据库文件", "Database file")
_FOLDER = Text("数据文件夹", "Data folder")
_KEY = Text("签名密钥", "Secret key")
_FONTS = Text("证书字体", "Certificate fonts")
_MAIL = Text("邮件", "Mail")
_SERVER = Text("网页服务", "Server")
_ADDRESS = Text("对外网址", "Public address")
_DURABILITY = Text("落盘保证", "Durability")
_TRAIL = Text("审计日志", "Audit trail")
_JOBS = Text("后台任务", "Jobs")
_ADMINISTRATORS = Text("三员", "The three administrators")
_COMPLETE = Text("齐全", "complete")


def _in_both(text: str) -> Text:
    return Text(text, text)


def database_unreachable(error: Exception) -> Finding:
    what = _in_both(f"{error.__class__.__name__}: {error}"[:300])
    how = Text("请检查 LMS_DATABASE_URL 和数据库服务", "Check LMS_DATABASE_URL and the database server")
    return Finding(_DATABASE, "wrong", what, how)


def schema_outdated(revision: str, newest: str) -> Finding:
    what = Text(f"结构版本 {revision or '空'}，应为 {newest}", f"schema {revision or 'empty'}, not {newest}")
    return Finding(_DATABASE, "wrong", what, Text("请执行 lms migrate", "Run lms migrate"))


def database_answers(revision: str) -> Finding:
    return Finding(_DATABASE, "ok", Text(f"可用，结构版本 {revision}", f"answers, schema {revision}"))


def folder_writable(path: str) -> Finding:
    return Finding(_FOLDER, "ok", _in_both(path))


def folder_not_writable(path: str) -> Finding:
    what = Text(f"{path} 不可写", f"{path} cannot be written")
    how = Text("请让运行本系统的用户可以写入", "Let the user that runs the product write to it")
    return Finding(_FOLDER, "wrong", what, how)


def first_passwords_kept() -> Finding:
    what = Text(
        "初始密码文件 first-accounts.json 还在",
        "first-accounts.json with the first passwords is still there",
    )
    how = Text("发完密码后请删除", "Delete it once the passwords have been distributed")
    return Finding(Text("初始密码", "First passwords"), "note", what, how)


def folder_open_to_others(path: Path, mode: int) -> Finding:
    what = Text(f"{path} 的权限是 {mode:o}，别人可以进入", f"{path} has mode {mode:o}: others can enter it")
    return Finding(_FOLDER, "note", what, _in_both(f"chmod 700 {path}"))


def database_readable_by_others(path: Path, mode: int) -> Finding:
    what = Text(f"{path} 的权限是 {mode:o}，别人可以读到", f"{path} has mode {mode:o}: others can read it")
    return Finding(_DATABASE_FILE, "wrong", what, _in_both(f"chmod 600 {path}"))


def key_from_setting() -> Finding:
    return Finding(_KEY, "ok", Text("由设置给出", "given by a setting"))


def key_readable_by_others(path: Path, mode: int) -> Finding:
    what = Text(f"{path} 的权限是 {mode:o}，别人可以读到", f"{path} has mode {mode:o}: others can read it")
    return Finding(_KEY, "wrong", what, _in_both(f"chmod 600 {path}"))


def key_private(mode: int) -> Finding:
    what = Text(f"只有本用户可读（{mode:o}）", f"readable by this user alone ({mode:o})")
    return Finding(_KEY, "ok", what)


def disk_space(state: str, gigabytes: float, percent: int) -> Finding:
    what = Text(f"剩余 {gigabytes:.1f} GB（{percent}%）", f"{gigabytes:.1f} GB free ({percent}%)")
    how = Text("请清理磁盘或移走旧备份", "Free some space, or move old backups away")
    return Finding(Text("磁盘空间", "Disk space"), state, what, how)


def no_font_folder(path: Path) -> Finding:
    what = Text(f"没有文件夹 {path}", f"there is no folder {path}")
    return Finding(_FONTS, "wrong", what, Text("请改正 LMS_FONTS_DIR", "Correct LMS_FONTS_DIR"))


def font_missing(file: str) -> Finding:
    how = Text("请重新安装本系统", "Reinstall the product")
    return Finding(_FONTS, "wrong", Text(f"缺少 {file}", f"{file} is missing"), how)


def fonts_complete() -> Finding:
    return Finding(_FONTS, "ok", _COMPLETE)


def mail_set() -> Finding:
    return Finding(_MAIL, "ok", Text("已设置", "set"))


def mail_not_set() -> Finding:
    what = Text("没有邮件服务器，邮件只写入日志", "no mail server: mail is written to the log only")
    return Finding(_MAIL, "note", what, Text("如需发信请设置 LMS_MAIL_URL", "Set LMS_MAIL_URL to send it"))


def served(address: str) -> Finding:
    return Finding(_SERVER, "ok", Text(f"正在运行：{address}", f"running at {address}"))


def not_served() -> Finding:
    how = Text("用 ./run 或 lms run 启动", "Start it with ./run or lms run")
    return Finding(_SERVER, "note", Text("没有在运行", "not running"), how)


def address_set(address: str) -> Finding:
    return Finding(_ADDRESS, "ok", _in_both(address))


def address_not_set(address: str) -> Finding:
    what = Text(f"证书和邮件上将印 {address}", f"certificates and mail will show {address}")
    return Finding(_ADDRESS, "note", what, Text("请设置 LMS_PUBLIC_URL", "Set LMS_PUBLIC_URL"))


def address_of_this_machine(address: str) -> Finding:
    what = Text(
        f"证书和邮件上印的是 {address}，别的电脑打不开，证书上的二维码没有用",
        f"certificates and mail show {address}, which other computers cannot open: codes on certificates lead nowhere",
    )
    how = Text(
        "请把 LMS_PUBLIC_URL 设成大家打开本系统用的网址，如 http://10.1.2.3:8000，再重新启动",
        "Set LMS_PUBLIC_URL to the address that people type, such as http://10.1.2.3:8000, and start again",
    )
    return Finding(_ADDRESS, "note", what, how)


def database_damaged(report: str) -> Finding:
    how = Text("请用最近的备份恢复（lms restore）", "Restore the last backup (lms restore)")
    return Finding(_DATABASE_FILE, "wrong", _in_both(report), how)


def durable() -> Finding:
    return Finding(_DURABILITY, "ok", Text("已开启", "on"))


def not_durable(postgresql: bool) -> Finding:
    what = Text("断电可能丢失已保存的内容", "a power cut may lose saved data")
    if postgresql:
        how = Text("请设 synchronous_commit = on、fsync = on", "Set synchronous_commit = on and fsync = on")
    else:
        how = Text("请把数据文件夹放在本机磁盘上", "Keep the data folder on a local disk")
    return Finding(_DURABILITY, "wrong", what, how)


def trail_broken(problem: Problem) -> Finding:
    where = Text(problem.where.in_("zh") + " ", problem.where.in_("en") + " ")
    return Finding(_TRAIL, "wrong", where + problem.what, problem.how)


def trail_intact(count: int, head: str) -> Finding:
    what = Text(f"完整，{count} 条，链尾 {head}", f"intact, {count} events, head {head}")
    return Finding(_TRAIL, "ok", what)


def no_parked_jobs() -> Finding:
    return Finding(_JOBS, "ok", Text("没有搁置的任务", "none is parked"))


def jobs_parked(count: int, kind: str, error: str) -> Finding:
    what = Text(
        f"{count} 个任务多次失败后搁置，如 {kind}",
        f"jobs parked after too many failures: {count}, such as {kind}",
    )
    how = Text(f"请按日志排除原因：{error}", f"Find the cause in the log: {error}")
    return Finding(_JOBS, "wrong", what, how)


def all_administrators() -> Finding:
    return Finding(_ADMINISTRATORS, "ok", _COMPLETE)


def administrators_missing(roles: Sequence[Text]) -> Finding:
    what = Text(
        "没有在用的" + "、".join(role.zh for role in roles),
        "no active account is " + ", ".join(role.en for role in roles),
    )
    how = Text(
        "由安全管理员授予；一个也没有时用 lms people create --role 建立",
        "The security administrator grants these roles; if there is none, use lms people create --role",
    )
    return Finding(_ADMINISTRATORS, "note", what, how)
