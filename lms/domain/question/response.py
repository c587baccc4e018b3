"""Reads what a candidate answered, on a page or by hand on paper: strictly, and with words that help."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NoReturn

from lms.domain.place import NOWHERE, FieldPath, Named
from lms.domain.problem import Problem, Text
from lms.domain.question.paper import PrintedRow
from lms.domain.question.protocol import Unreadable
from lms.domain.text.typed import clean

LONGEST_LINE = 1_000
LONGEST_ESSAY = 100_000
_BETWEEN_LETTERS = re.compile(r"[\s,，、;；.>＞→-]")
_AGAIN = Text("请刷新页面后重新作答", "Reload the page and answer again")


def unreadable(where: str, what: Text, how: Text = _AGAIN) -> NoReturn:
    raise Unreadable(Problem(FieldPath(where) if where else NOWHERE, what, how))


def require_only_key(raw: Any, name: str) -> Any:
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


def require_id(value: Any, ids: Collection[str], where: str) -> str:
    """`value`, if it is one of `ids`."""
    if not isinstance(value, str) or value not in ids:
        unreadable(where, Text("没有这个选项", "There is no such option"))
    return value


def require_list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        unreadable(where, Text("应是一个列表", "must be a list"))
    return list(value)


def require_text(value: Any, where: str, longest: int = LONGEST_LINE) -> str:
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


def form_value(form: Mapping[str, list[str]], name: str) -> str:
    """The last value of a form field, "" if it was not sent."""
    values = form.get(name) or [""]
    return values[-1]


def ids_of_letters(choices: Sequence[PrintedRow], typed: str) -> list[str]:
    """The ids of the letters in `typed` ("ACD", "C A B", "c、a"), in its order; Unreadable for other letters."""
    said = typed.upper()
    apart = (
        re.split(_BETWEEN_LETTERS, said) if len(choices) > 26 else list(re.sub(_BETWEEN_LETTERS, "", said))
    )
    ids = {row.mark: row.id for row in choices}
    names = [name for name in apart if name]
    if any(name not in ids for name in names):
        raise unknown_letters(choices, typed)
    return [ids[name] for name in names]


def unknown_letters(choices: Sequence[PrintedRow], typed: str) -> Unreadable:
    """What was typed is not what the letters of this question can say."""
    said = re.sub(r"[\s,，、;；]", "", typed).upper()[:20]
    last = choices[-1].mark
    what = Text(f"“{said}”不是本题的选项", f'"{said}" is no answer to this question')
    return Unreadable(Problem(NOWHERE, what, Text(f"请填 A 到 {last}", f"Write letters from A to {last}")))


def unreadable_on_paper(typed: str, what: Text) -> Unreadable:
    """What was typed is not how this kind is answered on paper."""
    how = Text("请对照答题纸重新录入", "Compare with the answer sheet and type it again")
    return Unreadable(Problem(Named(typed.strip()[:40]), what, how))
