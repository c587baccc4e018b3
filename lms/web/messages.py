"""What every page and API call may answer: refusals and notices, in both languages."""

from collections.abc import Iterable, Sequence

from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Refused, Text


def csrf_failed() -> Refused:
    return Refused(
        "csrf",
        Text(
            "页面已过期，或请求不是从本系统页面发出",
            "The page is out of date, or the request came from another site",
        ),
        Text("请刷新页面后重试", "reload the page and try again"),
        status=403,
    )


_BY_STATUS: dict[int, tuple[str, Text, Text]] = {
    400: (
        "bad_request",
        Text("请求的格式不对", "The request is malformed"),
        Text("请返回上一页重试", "Go back and try again"),
    ),
    405: (
        "method_not_allowed",
        Text("这个地址不支持此操作", "This address does not support this action"),
        Text("请从页面上的按钮操作", "Use the buttons on the page"),
    ),
    413: (
        "too_large",
        Text("提交的内容过大", "Too much data was submitted"),
        Text("请减小文件或分次提交", "Use a smaller file, or submit it in parts"),
    ),
    415: (
        "not_json",
        Text("请求体须为 JSON", "The body must be JSON"),
        Text("请设置 Content-Type: application/json", "Set Content-Type: application/json"),
    ),
    429: (
        "too_many",
        Text("操作过于频繁", "Too many requests"),
        Text("请稍候再试", "Wait a moment and try again"),
    ),
}


def http_error(status: int) -> Refused:
    """Return the refusal for an HTTP status that Flask or Werkzeug raised."""
    unknown = ("http_error", Text(f"出错（{status}）", f"Error {status}"), _BY_STATUS[400][2])
    code, what, how = _BY_STATUS.get(status, unknown)
    return Refused(code, what, how, status=status)


def busy() -> Refused:
    return Refused(
        "busy",
        Text("系统暂时繁忙，刚才的操作没有保存", "The system is busy; your last action was not saved"),
        Text(
            "请稍候重试；仍不行请联系系统管理员",
            "try again in a moment; if it still fails, contact the system administrator",
        ),
        status=503,
    )


def internal_error(number: str) -> Refused:
    return Refused(
        "internal",
        Text("系统出错，刚才的操作没有保存", "Something went wrong; your last action was not saved"),
        Text(
            f"请重试；仍不行请把编号 {number} 告诉系统管理员",
            f"try again; if it still fails, give the system administrator the number {number}",
        ),
        status=500,
    )


def sign_in_needed() -> Refused:
    """The answer to a program, or to a script of a page, that is not signed in (any more)."""
    return Refused(
        "sign_in.needed",
        Text("登录已失效或尚未登录", "You are not signed in, or no longer signed in"),
        Text("请重新登录后继续，已保存的内容不会丢失", "sign in again to continue; what was saved is kept"),
        status=401,
    )


def password_change_needed() -> Refused:
    return Refused(
        "password.change_first",
        Text("首次登录须先修改密码", "Change your password first"),
        Text("请在网页上登录并修改密码", "sign in on the web page and change it"),
        status=403,
    )


def forbidden() -> Refused:
    return Refused(
        "forbidden",
        Text("您没有打开此页面的权限", "You do not have permission to open this page"),
        Text(
            "如工作需要，请联系安全管理员授予角色",
            "if you need it for your work, ask the security administrator for a role",
        ),
        status=403,
    )


def unknown_language(asked: str) -> Refused:
    return Refused(
        "language.unknown",
        Text(f"没有这种语言：{asked[:20]}", f"There is no such language: {asked[:20]}"),
        Text("可选 zh（中文）或 en（英文）", "choose zh (Chinese) or en (English)"),
        status=400,
    )


def page_key_malformed() -> Refused:
    return Refused(
        "cursor.malformed",
        Text("翻页位置不对", "This position in the list is not valid"),
        Text("请从列表第一页重新开始", "start again from the first page of the list"),
        status=400,
    )


def body_malformed(where: str, reason: Text) -> Refused:
    return Refused(
        "malformed",
        Text("请求格式有误：", "The request is malformed: ") + reason,
        Text("请对照接口文档修改后重试", "compare it with the API documentation and send it again"),
        status=400,
        where=where,
    )


BODY_NOT_AN_OBJECT = Text("请求体须为 JSON 对象", "the body must be a JSON object")
BODY_NOT_JSON = Text("请求体不是合法的 JSON", "the body is not valid JSON")


def field_missing(name: str) -> Refused:
    return body_malformed(name, Text(f"缺少字段 {name}", f"the field {name} is missing"))


def field_of_wrong_type(name: str) -> Refused:
    return body_malformed(name, Text(f"字段 {name} 的类型不对", f"the field {name} has the wrong type"))


def unknown_fields(unknown: Sequence[str], allowed: Iterable[str]) -> Refused:
    names, known = "、".join(unknown)[:200], list(allowed)
    return Refused(
        "unknown_fields",
        Text(f"不认识的字段：{names}", f"Unknown fields: {names}"),
        Text(f"可用字段：{'、'.join(known)}", f"allowed fields: {', '.join(known)}"),
        status=400,
        fields=list(unknown),
    )


def submission_invalid(errors: Iterable[Text]) -> Refused:
    """Return the refusal of a button or a hidden field, which has no form that could come back."""
    problems = [Problem(NOWHERE, error, Text("请返回后重试", "go back and try again")) for error in errors]
    how = Text("请返回上一页，从页面上的按钮操作", "go back and use the buttons on the page")
    what = Text("提交的内容不对", "What was submitted is not valid")
    return Refused("form.invalid", what, how, status=400, problems=problems)
