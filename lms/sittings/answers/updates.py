"""What a client sends: one answer with its number. The form is checked here, the response by its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.domain.exam.blueprint import MOST_ITEMS
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text
from lms.sittings.presence import FOCUS, FocusChange

GREATEST_SEQ = 2**53 - 1
"""What every JSON reader holds exactly."""
_KNOWN = ("position", "seq", "response", "fields", "client_time")
_MOST_FIELDS = 100
MOST_GLANCES = 100
"""Of one request; a page that is left more often between two of them has told enough."""
_AGAIN = Text(
    "请对照接口文档修改后重发，本次没有保存任何答案",
    "Compare it with the API documentation and send it again; nothing was saved",
)


@dataclass(frozen=True, slots=True)
class AnswerUpdate:
    """One answer on its way."""

    position: int
    seq: int
    response: Any
    client_time: str = ""
    fields: dict[str, list[str]] | None = None
    """Instead of a response: what stands in the fields of the kind's form, as the page's script sends it."""


def read_updates(raw: Sequence[Any]) -> list[AnswerUpdate]:
    """The packets of a request's `answers`. Raises Refused (400) that names everything wrong with them."""
    problems: list[Problem] = []
    if len(raw) > MOST_ITEMS:
        what = Text(
            f"有 {len(raw)} 项，最多 {MOST_ITEMS} 项", f"has {len(raw)} entries, at most {MOST_ITEMS}"
        )
        raise invalid_answer(
            [Problem(FieldPath("answers"), what, Text("请分几次发送", "Send them in parts"))]
        )
    packets = [
        packet
        for number, one in enumerate(raw, 1)
        if (packet := _packet(one, f"answers[{number}]", problems))
    ]
    seen: set[int] = set()
    for number, packet in enumerate(packets, 1):
        if packet.position in seen:
            what = Text(
                f"第 {packet.position} 题在一次请求中出现两次",
                f"question {packet.position} stands there twice",
            )
            problems.append(Problem(FieldPath(f"answers[{number}].position"), what, _AGAIN))
        seen.add(packet.position)
    if problems:
        raise invalid_answer(problems)
    return packets


def read_seqs(raw: Mapping[str, Any]) -> dict[int, int]:
    """`{"1": 7}`: the greatest number the client has sent, by position."""
    problems: list[Problem] = []
    seqs: dict[int, int] = {}
    for name, seq in raw.items():
        if name.isascii() and name.isdigit() and len(name) <= 4 and _whole(seq) and seq > 0:
            seqs[int(name)] = seq
        else:
            what = Text("应为题号对应的序号", "must be a position with a sequence number")
            problems.append(
                Problem(FieldPath(f"seqs.{name[:20]}"), what, Text('如 {"1": 7}', 'For example {"1": 7}'))
            )
    if problems:
        raise invalid_answer(problems)
    return seqs


def read_glances(raw: Sequence[Any]) -> list[FocusChange]:
    """`[{"type": "focus-lost", "client_time": "…"}]`. Raises Refused (400) that names what is wrong."""
    problems: list[Problem] = []
    found = []
    for number, one in enumerate(raw[:MOST_GLANCES], 1):
        known = isinstance(one, dict) and set(one) == {"type", "client_time"} and one["type"] in FOCUS
        if known and _is_time(one["client_time"]) and one["client_time"]:
            found.append(FocusChange(one["type"], one["client_time"]))
        else:
            what = Text("应有 type 和 client_time 两项", "must have type and client_time, and nothing else")
            problems.append(Problem(FieldPath(f"focus[{number}]"), what, _AGAIN))
    if problems:
        raise invalid_answer(problems)
    return found


def invalid_answer(problems: list[Problem]) -> Refused:
    """The answer to what cannot be read; nothing of the request was stored."""
    return Refused(
        "answers.invalid",
        Text("答案格式有误，没有保存", "The answers cannot be read and were not saved"),
        Text("请按所列问题修改后重发", "Mend what is listed and send them again"),
        status=400,
        problems=problems,
    )


def _packet(raw: Any, where: str, problems: list[Problem]) -> AnswerUpdate | None:
    if not isinstance(raw, dict):
        problems.append(Problem(FieldPath(where), Text("应是一个对象", "must be an object"), _AGAIN))
        return None
    before = len(problems)
    for name in raw:
        if name not in _KNOWN:
            what = Text("不认识的字段", "is not a known field")
            problems.append(Problem(FieldPath(f"{where}.{str(name)[:40]}"), what, _AGAIN))
    for name in ("position", "seq"):
        if not _whole(raw.get(name)) or not 1 <= raw[name] <= GREATEST_SEQ:
            what = Text("应是从 1 开始的整数", "must be a whole number from 1")
            problems.append(Problem(FieldPath(f"{where}.{name}"), what, _AGAIN))
    if ("response" in raw) == ("fields" in raw):
        what = Text("须有 response 或 fields 其中一项", "must have one of response and fields")
        problems.append(Problem(FieldPath(f"{where}.response"), what, _AGAIN))
    if "fields" in raw and not _is_form(raw["fields"]):
        what = Text("应是字段名对应的文字列表", "must hold lists of text by field name")
        problems.append(Problem(FieldPath(f"{where}.fields"), what, _AGAIN))
    time = raw.get("client_time")
    if time is not None and not _is_time(time):
        what = Text("应是不超过 40 个字符的时间", "must be a time of at most 40 characters")
        problems.append(Problem(FieldPath(f"{where}.client_time"), what, _AGAIN))
    if len(problems) > before:
        return None
    return AnswerUpdate(raw["position"], raw["seq"], raw.get("response"), time or "", raw.get("fields"))


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 40 and value.isascii() and value.isprintable()


def _is_form(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= _MOST_FIELDS
        and all(isinstance(texts, list) and len(texts) <= _MOST_FIELDS for texts in value.values())
        and all(isinstance(text, str) for texts in value.values() for text in texts)
    )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
