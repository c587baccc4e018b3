"""Why a text cannot be printed, as (what is wrong, what to do), in both languages."""

from collections.abc import Iterable

from lms.domain.problem import Message, Text


def missing_glyph(characters: Iterable[str]) -> Message:
    shown = list(characters)
    return (
        Text("证书上有字无法印出：" + "、".join(shown), "No font can print: " + ", ".join(shown)),
        Text(
            "请核对姓名、单位等内容有无错字、控制符或自造字；确系生僻字的，请系统管理员把含有该字的"
            " TrueType 字体加入附加字体后重新生成",
            "check the name and unit for typing errors, control or private-use characters; if they are correct,"
            " ask the system administrator to add a TrueType font that contains the characters, and issue again",
        ),
    )


def unusable_font(name: str, reason: str) -> Message:
    return (
        Text(f"附加字体 {name} 不能使用：{reason}", f"The added font {name} cannot be used: {reason}"),
        Text(
            "请换成含 TrueType 轮廓的 .ttf 字体，或删除该文件",
            "replace it with a .ttf font that has TrueType outlines, or remove it",
        ),
    )
