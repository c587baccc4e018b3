"""Refusals and problems about questions typed in a row, and about many questions changed at once."""

from collections.abc import Sequence

from lms.bank.messages import NONE_IN_USE_CHOSEN
from lms.domain.place import NOWHERE, TextLine
from lms.domain.problem import Problem, Refused, Text


def changed_since_preview() -> Refused:
    return Refused(
        "bank.bulk_stale",
        Text("预览之后有题目改动过", "Some of the questions have changed since the preview"),
        Text("请重新预览，看过再改", "preview the changes again, then apply them"),
    )


def no_changes() -> Refused:
    return Refused(
        "bank.unchanged",
        Text("没有要改的题", "No question would change"),
        Text("请填写要改的项目", "fill in what to change"),
        status=400,
    )


def nothing_to_retire() -> Refused:
    how = Text("请勾选要停用的题", "tick the questions to retire")
    return Refused("bank.pull_nothing", NONE_IN_USE_CHOSEN, how, status=400)


def too_many_items(count: int, most: int) -> Refused:
    what = Text(
        f"一次最多处理 {most} 题，现有 {count} 题",
        f"At most {most} questions can be changed at once; there are {count}",
    )
    return Refused("bank.too_many", what, Text("请分几次处理", "do it in several steps"), status=400)


def typed_text_too_long(most: int) -> Problem:
    what = Text(f"超过 {most} 个字", f"is longer than {most} characters")
    return Problem(TextLine(1), what, Text("请分几次写", "write the questions in several parts"))


def too_many_typed(count: int, most: int) -> Problem:
    what = Text(f"有 {count} 道题，一次至多 {most} 道", f"{count} questions; at most {most} at once")
    how = Text("请分几次写，或用文件导入", "write them in several parts, or import a file")
    return Problem(NOWHERE, what, how)


def typed_not_saved(problems: Sequence[Problem]) -> Refused:
    """The refusal of typed questions that have problems, or of none at all."""
    correct, write = (
        Text("请按下面所列改好", "correct what is listed below"),
        Text("请先写题目", "write a question first"),
    )
    return Refused(
        "bank.quick",
        Text("还没有保存", "Nothing has been saved yet"),
        correct if problems else write,
        status=400,
        problems=problems,
    )  # fmt: skip


def too_many_unfinished(most: int) -> Refused:
    return Refused(
        "bank.unfinished",
        Text(
            f"已有 {most} 道没写完的题，没有保存",
            f"You already have {most} unfinished questions; this one was not saved",
        ),
        Text("请先写完或放弃几道", "finish or discard some of them first"),
    )
