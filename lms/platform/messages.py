"""Refusals of backup, restore and migration, in both languages."""

from lms.domain.problem import Refused, Text


def backup_unusable(reason: Text) -> Refused:
    return Refused(
        "backup.bad",
        Text("这个备份不能用：", "This backup cannot be used: ") + reason,
        Text("现有数据没有改动。请换一个备份文件", "nothing was changed. Use another backup"),
        status=400,
    )


ENTRIES_DIFFER = Text("条目与清单不符", "its entries are not those of its manifest")
NO_SUCH_FILE = Text("文件不存在", "there is no such file")
DAMAGED = Text("文件不完整或已损坏", "it is incomplete or damaged")
NOT_OURS = Text("不是五能的备份文件", "it is not a backup of Wuneng")
NEWER_VERSION = Text(
    "由更新的版本制作，请用那个版本恢复", "it was made by a newer version; restore it with that version"
)
UNEXPECTED_NAMES = Text("含有不该有的文件名", "it contains unexpected file names")


def entry_damaged(name: str) -> Text:
    return Text(f"{name} 与校验值不符", f"{name} does not match its checksum")


def other_engine(found: str, own: str) -> Text:
    return Text(f"是 {found} 的备份，本安装使用 {own}", f"it is of {found}, and this installation uses {own}")


def database_check_failed(reason: str) -> Text:
    return Text(f"数据库自检没有通过：{reason}", f"its database fails its integrity check: {reason}")


def live_database_damaged(reason: str) -> Refused:
    return Refused(
        "backup.damaged",
        Text(
            f"现在的数据库已损坏，没有备份：{reason}",
            f"The database is damaged and was not backed up: {reason}",
        ),
        Text("请执行 lms doctor，并用以前的备份恢复", "run lms doctor, and restore an earlier backup"),
        status=500,
    )


def server_running() -> Refused:
    return Refused(
        "restore.running",
        Text("系统正在运行，不能恢复", "The server is running on this data folder"),
        Text("请先停止系统，再执行恢复", "stop it, then restore"),
    )


def database_not_empty() -> Refused:
    return Refused(
        "restore.not_empty",
        Text("目标数据库中已有数据", "The target database already contains data"),
        Text(
            "请新建一个空数据库，把 LMS_DATABASE_URL 指向它再恢复",
            "create an empty database, point LMS_DATABASE_URL to it, and restore",
        ),
    )


def database_newer(revision: str) -> Refused:
    return Refused(
        "database.newer",
        Text(
            f"数据库由更新的版本建立（结构版本 {revision}），本版本不能使用",
            f"The database was created by a newer version (schema {revision}); this version cannot use it",
        ),
        Text(
            "请使用新版本，或恢复升级前的备份",
            "use that version, or restore a backup from before the upgrade",
        ),
        status=500,
    )


def database_foreign() -> Refused:
    return Refused(
        "database.foreign",
        Text("这个数据库中已有别的程序的表", "This database contains tables of another program"),
        Text("请另建一个空数据库", "create an empty database for this product"),
        status=500,
    )
