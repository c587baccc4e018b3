"""Messages about tables that people write by hand."""

from collections.abc import Sequence

from lms.domain.problem import Message, Text

_UNQUOTED = Text("请改正，不加引号", "correct it, without quotes")

MISSING: Message = (Text("没有填写", "is missing"), Text("请补上这一项", "add it"))
NOT_A_TABLE: Message = (
    Text("应是一张键值表", "must be a table of keys"),
    Text("请写成 {键 = 值}", "write {key = value}"),
)
NOT_A_LIST: Message = (Text("应是一个列表", "must be a list"), Text("请写在方括号 [ ] 中", "write it in [ ]"))
NOT_TEXT: Message = (Text("应是文字", "must be text"), Text("请加上引号", "put it in quotes"))
NOT_A_FLAG: Message = (Text("只能是 true 或 false", "must be true or false"), _UNQUOTED)
NOT_WHOLE: Message = (Text("应是不小于 0 的整数", "must be a whole number from 0"), _UNQUOTED)
NOT_POINTS: Message = (
    Text("应是大于 0、至多两位小数的分值", "must be points above 0, with at most two decimal places"),
    Text('请写成 "3" 或 "2.5"，加引号', 'write "3" or "2.5", in quotes'),
)


def unknown_key(known: Sequence[str]) -> Message:
    how = Text(f"请删去，或改用：{'、'.join(known)}", f"remove it or use one of: {', '.join(known)}")
    return Text("不认识这个键", "is not a known key"), how


def too_long(longest: int) -> Message:
    what = Text(f"超过 {longest} 个字", f"is longer than {longest} characters")
    return what, Text("请缩短", "Shorten it")


def not_allowed(allowed: Sequence[str]) -> Message:
    how = Text(f"请选用：{'、'.join(allowed)}", f"use one of: {', '.join(allowed)}")
    return Text("不是可用的值", "is not an allowed value"), how


def not_a_share(least: int) -> Message:
    what = Text(f"应是 {least} 到 1 之间的分数", f"must be a share from {least} to 1")
    return what, Text('请写成 "1/2" 或 "0.5"，加引号', 'Write "1/2" or "0.5", in quotes')


def not_a_number(least: str = "") -> Message:
    """`least` is the smallest number allowed, if there is one."""
    limit = Text(f"（不小于 {least}）", f" of {least} or more") if least else Text("", "")
    what = Text("应是一个数", "must be a number") + limit
    return what, Text('请写成 "397.1"，加引号，不带单位', 'Write "397.1", in quotes, without a unit')


def wrong_count(count: int, least: int, most: int) -> Message:
    what = Text(f"有 {count} 项，应有 {least} 到 {most} 项", f"has {count} entries, needs {least} to {most}")
    return what, Text("请增加或删去几项", "Add or remove some")
