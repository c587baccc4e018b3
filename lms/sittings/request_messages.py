"""What is wrong in a request of a program: the answers, flags and events that it sends, by the names of the API."""

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Text

_COMPARE_WITH_API = Text(
    "请对照接口文档修改后重发，本次没有保存任何答案",
    "compare it with the API documentation and send it again; nothing was saved",
)


def too_many_answers(count: int, most: int) -> Problem:
    what = Text(f"有 {count} 项，最多 {most} 项", f"has {count} entries, at most {most} are allowed")
    return Problem(FieldPath("answers"), what, Text("请分几次发送", "send them in several requests"))


def position_repeated(path: str, position: int) -> Problem:
    what = Text(f"第 {position} 题在一次请求中出现两次", f"Question {position} occurs twice in one request")
    return Problem(FieldPath(path), what, _COMPARE_WITH_API)


def seqs_invalid(path: str) -> Problem:
    what = Text("应为题号对应的序号", "must be a position with a sequence number")
    return Problem(FieldPath(path), what, Text('如 {"1": 7}', 'for example {"1": 7}'))


def focus_change_invalid(path: str) -> Problem:
    what = Text("应有 type 和 client_time 两项", "must have type and client_time, and no other fields")
    return Problem(FieldPath(path), what, _COMPARE_WITH_API)


def not_an_object(path: str) -> Problem:
    return Problem(FieldPath(path), Text("应是一个对象", "must be an object"), _COMPARE_WITH_API)


def unknown_field(path: str) -> Problem:
    return Problem(FieldPath(path), Text("不认识的字段", "is not a known field"), _COMPARE_WITH_API)


def not_a_positive_number(path: str) -> Problem:
    return Problem(
        FieldPath(path), Text("应是从 1 开始的整数", "must be a whole number from 1"), _COMPARE_WITH_API
    )


def response_or_fields(path: str) -> Problem:
    what = Text("须有 response 或 fields 其中一项", "must have either response or fields")
    return Problem(FieldPath(path), what, _COMPARE_WITH_API)


def fields_invalid(path: str) -> Problem:
    what = Text("应是字段名对应的文字列表", "must be lists of text by field name")
    return Problem(FieldPath(path), what, _COMPARE_WITH_API)


def time_invalid(path: str) -> Problem:
    what = Text("应是不超过 40 个字符的时间", "must be a time of at most 40 characters")
    return Problem(FieldPath(path), what, _COMPARE_WITH_API)
