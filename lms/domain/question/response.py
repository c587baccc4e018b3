"""Reads what a candidate handed in: strictly, and with words that help."""

from collections.abc import Collection, Mapping
from typing import Any, NoReturn

from lms.domain.place import NOWHERE, FieldPath
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Unreadable
from lms.domain.text.typed import clean

LONGEST_LINE = 1_000
LONGEST_ESSAY = 100_000
_AGAIN = Text("请刷新页面后重新作答", "Reload the page and answer again")


def unreadable(where: str, what: Text, how: Text = _AGAIN) -> NoReturn:
    raise Unreadable(Problem(FieldPath(where) if where else NOWHERE, what, how))


def only(raw: Any, name: str) -> Any:
    """The value under `name`, the one key a response may have; None for an empty answer."""
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        unreadable("", Text("作答应是一张键值表", "A response must be a table of keys"))
    others = [key for key in raw if key != name]
    if others:
        place = str(others[0])[:60]
        unreadable(clean(place), Text(f"这种题只用 {name}", f"This kind of question uses {name} only"))
    return raw.get(name)


def chosen(value: Any, ids: Collection[str], where: str) -> str:
    """`value`, if it is one of `ids`."""
    if not isinstance(value, str) or value not in ids:
        unreadable(where, Text("没有这个选项", "There is no such option"))
    return value


def listed(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        unreadable(where, Text("应是一个列表", "must be a list"))
    return list(value)


def written(value: Any, where: str, longest: int = LONGEST_LINE) -> str:
    """Text as it may be stored; "" for None."""
    if value is None:
        return ""
    if not isinstance(value, str):
        unreadable(where, Text("应是文字", "must be text"))
    if len(value) > longest:
        what = Text(
            f"有 {len(value)} 个字，最多 {longest} 个", f"has {len(value)} characters, at most {longest}"
        )
        unreadable(where, what, Text("请缩短后再保存", "Shorten it and save again"))
    return clean(value)


def field(form: Mapping[str, list[str]], name: str) -> str:
    """The last value of a form field, "" if it was not sent."""
    values = form.get(name) or [""]
    return values[-1]
