"""Refusals of the command line. A pair is what is wrong and what to do, for a Problem that names the file itself."""

from collections.abc import Iterable
from pathlib import Path

from lms.domain.problem import Message, Problem, Refused, Text

_CHECK_PATH = Text("请检查路径和权限", "check the path and that you may read the file")
NO_SUCH_FILE: Message = Text("没有这个文件", "there is no such file"), _CHECK_PATH
UNREADABLE: Message = Text("读不了这个文件", "cannot be read"), _CHECK_PATH
IS_A_FOLDER: Message = Text("这是文件夹", "is a folder"), Text("请指明其中的一个文件", "name a file in it")
SAME_FILE: Message = (
    Text("要写的就是正在读的文件", "is the file that is being read"),
    Text("请换一个文件名", "choose another name"),
)
UNWRITABLE: Message = (
    Text("写不了这个文件", "cannot be written"),
    Text("请检查文件夹和权限", "check the folder and that you may write to it"),
)
NO_CONTENT: Message = (
    Text("这里没有 courses/ 或 question_bank/", "there is no courses/ or question_bank/ here"),
    Text("请指定它们所在的文件夹", "name the folder that contains them"),
)
NO_COMPETENCY: Message = (
    Text("没有写明能力", "does not say its competency"),
    Text("请用 --bank 指明题库", "name the bank with --bank"),
)


def too_large(megabytes: int) -> Message:
    """A file that is larger than any that is read."""
    return (
        Text(f"文件超过 {megabytes} MB", f"is larger than {megabytes} MB"),
        Text("请分成几个文件", "split it into several files"),
    )


def format_not_written(name: str) -> Message:
    """A format in which questions cannot be written."""
    return (
        Text(f"不能写成 {name} 格式", f"{name} cannot be written"),
        Text("请用 --to 指明格式", "name a format with --to"),
    )


def similar(percent: int, twin: int | None, item_id: int | None) -> Message:
    """A question much like one of the same file (`twin`) or of the bank."""
    other = (
        Text(f"文件里第 {twin} 题", f"question {twin} of the file")
        if twin
        else Text(f"题库中编号 {item_id} 的题", f"item {item_id} of the bank")
    )
    return (
        Text(f"与{other.zh}相似度 {percent}%", f"is {percent}% like {other.en}"),
        Text("请改写，或用 --similar 说明怎么办", "rewrite it, or say with --similar what to do"),
    )


def no_installation(folder: Path) -> Refused:
    """A command that works on an installation, and a folder that holds none."""
    return Refused(
        "installation.none",
        Text(f"{folder} 里没有五能的数据", f"There is no installation in {folder}"),
        Text(
            "请用 --data 指明数据文件夹，或先执行 ./run 建立一个；什么都没有改动",
            "name its data folder with --data, or make one with ./run; nothing was changed",
        ),
    )


def schema_outdated() -> Refused:
    """A database of an older version, which a start upgrades."""
    return Refused(
        "database.outdated",
        Text("数据库还是旧版本的结构", "The database has the schema of an older version"),
        Text("请先执行 lms migrate", "run lms migrate first"),
    )


def database_fails(error: Exception) -> Refused:
    """A database that does not answer or cannot do what a command asks of it."""
    reason = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
    return Refused(
        "database.fails",
        Text(f"数据库出错：{reason}", f"The database fails: {reason}"),
        Text("请执行 lms doctor 查看原因", "run lms doctor to see why"),
        status=500,
    )


def file_refused(error: OSError) -> Refused:
    """A file or folder that the operating system does not let us use."""
    path, reason = error.filename or "", error.strerror or str(error)
    return Refused(
        "file.refused",
        Text(f"用不了 {path}：{reason}", f"{path} cannot be used: {reason}"),
        Text("请检查路径、权限和磁盘空间", "check the path, its permissions and the free space"),
        status=500,
    )


def part_of_installation(path: str) -> Refused:
    """An output file that would replace a file of the installation itself."""
    return Refused(
        "file.in_use",
        Text(f"{path} 是本系统自己的文件，不能被替换", f"{path} is a file of the installation itself"),
        Text("请换一个文件名", "choose another name"),
    )


def file_unreadable(path: str, error: OSError) -> Refused:
    """A file that the operating system does not let us read."""
    return Refused(
        "file.unreadable",
        Text(f"读不了 {path}：{error.strerror}", f"{path} cannot be read: {error.strerror}"),
        Text("请检查文件名和权限", "check its name and that you may read it"),
    )


def roster_unreadable(path: str, error: OSError) -> Refused:
    """A roster that the operating system does not let us read."""
    return Refused(
        "file.unreadable",
        Text(f"读不了 {path}：{error.strerror}", f"{path} cannot be read: {error.strerror}"),
        Text("请检查文件名", "check its name"),
    )


def file_unwritable(path: str, error: OSError) -> Refused:
    """A file that the operating system does not let us write."""
    return Refused(
        "file.unwritable",
        Text(f"写不了 {path}：{error.strerror}", f"{path} cannot be written: {error.strerror}"),
        Text("请检查路径和权限", "check the path and that you may write to it"),
    )


def checkpoint_unreadable(path: object, error: Exception) -> Refused:
    """A file that is not a checkpoint of the audit trail."""
    return Refused(
        "checkpoint.unreadable",
        Text(f"读不了检查点 {path}", f"The checkpoint {path} cannot be read"),
        Text(f"请检查文件（{error}）", f"check the file ({error})"),
    )


def content_problems(problems: list[Problem]) -> Refused:
    """Content with problems is not loaded."""
    return Refused(
        "content.problems",
        Text("内容有问题，没有载入", "The content has problems; nothing was loaded"),
        Text("请先用 lms content check 查看并改正", "run lms content check and correct them first"),
        problems=problems,
    )


def not_a_trainer(login: str) -> Refused:
    """An author who may not write questions."""
    return Refused(
        "bank.no_author",
        Text(f"{login} 不是教员", f"{login} is not a trainer"),
        Text("请写一位教员的工号", "give the employee number of a trainer"),
    )


def no_bank(slug: str, banks: Iterable[str]) -> Refused:
    """A bank that does not exist."""
    names = list(banks)
    return Refused(
        "bank.unknown",
        Text(f"没有题库 {slug}", f"There is no bank {slug}"),
        Text(f"可选：{'、'.join(names)}", f"one of: {', '.join(names)}"),
    )


def account_disabled() -> Refused:
    """A token for an account that is disabled."""
    return Refused(
        "person.disabled",
        Text("此账号已停用", "This account is disabled"),
        Text("先执行 lms people enable", "run lms people enable first"),
    )


def address_taken(address: str, error: OSError) -> Refused:
    """An address at which the server cannot listen."""
    return Refused(
        "address.taken",
        Text(f"不能在 {address} 上监听：{error.strerror}", f"Cannot listen on {address}: {error.strerror}"),
        Text(
            "换一个端口（--port），或先停止占用它的程序",
            "choose another port (--port), or stop the program that uses it",
        ),
        status=500,
    )
