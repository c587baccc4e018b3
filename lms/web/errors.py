"""Every no as a page or as JSON, in the reader's language: what, where, what to do next."""

import contextlib
import logging

from flask import Flask, Response, g, jsonify
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from lms.domain.problem import Refused, Text, not_found
from lms.web import i18n, request_db
from lms.web.guard import wants_json
from lms.web.login import ask_no_more
from lms.web.pages import page

log = logging.getLogger("lms.web")


def answer(refused: Refused) -> Response:
    """A Refused as the reader needs it."""
    ask_no_more()
    with contextlib.suppress(Refused):
        i18n.language()
    g.setdefault("language", "zh")
    request_db.close()
    if not wants_json():
        return page("web/refused.html", refused.status, refused=refused)
    language = i18n.language()
    details = dict(refused.facts)
    if refused.problems:
        details["problems"] = [problem.as_json(language) for problem in refused.problems]
    gap = "；" if language == "zh" else ". "
    message = refused.what.in_(language) + gap + refused.how.in_(language)
    response = jsonify(error={"code": refused.code, "message": message, "details": details})
    response.status_code = refused.status
    return response


_WORDS: dict[int, tuple[str, Text, Text]] = {
    400: (
        "bad_request",
        Text("请求的格式不对", "The request is malformed"),
        Text("请返回上一页重试", "Go back and try again"),
    ),
    405: (
        "method_not_allowed",
        Text("这个地址不支持此操作", "This address does not do that"),
        Text("请从页面上的按钮操作", "Use the buttons of the page"),
    ),
    413: (
        "too_large",
        Text("提交的内容过大", "What was sent is too large"),
        Text("请减小文件或分次提交", "Send a smaller file, or send it in parts"),
    ),
    415: (
        "not_json",
        Text("请求体须为 JSON", "The body must be JSON"),
        Text("请设置 Content-Type: application/json", "Set Content-Type: application/json"),
    ),
    429: (
        "too_many",
        Text("操作过于频繁", "Too many requests"),
        Text("请稍候再试", "Wait a little and try again"),
    ),
}


def install(app: Flask) -> None:
    """Nothing reaches a person as a bare status or a traceback."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, foreign)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(OperationalError, database)
    app.register_error_handler(Exception, broken)


def refused(error: Refused) -> Response:
    """A use-case said no."""
    return answer(error)


def foreign(_error: CSRFError) -> Response:
    """A form from elsewhere, or from a page that is too old."""
    return answer(
        Refused(
            "csrf",
            Text(
                "页面已过期，或请求不是从本系统页面发出",
                "The page is out of date, or the request came from elsewhere",
            ),
            Text("请刷新页面后重试", "Reload the page and try again"),
            status=403,
        )
    )


def http(error: HTTPException) -> Response:
    """What Flask and Werkzeug refuse by themselves."""
    cause = getattr(error, "original_exception", None)  # what broke after the view, as a commit
    if cause is not None:
        return database(cause) if isinstance(cause, OperationalError) else broken(cause)
    status = error.code or 500
    if status < 400:
        return Response(error.get_response().get_data(), status, dict(error.get_headers()))
    if status == 404:
        return answer(not_found())
    code, what, how = _WORDS.get(
        status, ("http_error", Text(f"出错（{status}）", f"Error {status}"), _WORDS[400][2])
    )
    response = answer(Refused(code, what, how, status=status))
    if status == 405 and (allowed := getattr(error, "valid_methods", None)):
        response.headers["Allow"] = ", ".join(sorted(allowed))  # RFC 9110, 15.5.6
    return response


def database(error: OperationalError) -> Response:
    """The database did not answer in time."""
    log.error("database", exc_info=error)
    response = answer(
        Refused(
            "busy",
            Text("系统暂时繁忙，刚才的操作没有保存", "The system is busy; nothing of this was saved"),
            Text(
                "请稍候重试；仍不行请联系系统管理员",
                "Try again shortly; if it stays so, tell the administrator",
            ),
            status=503,
        )
    )
    response.headers["Retry-After"] = "2"
    return response


def broken(error: Exception) -> Response:
    """Whatever nobody thought of: the log tells all, the reader gets a number."""
    log.error("unexpected", exc_info=error, extra={"request_id": request_db.origin().request_id})
    number = request_db.origin().request_id
    return answer(
        Refused(
            "internal",
            Text("系统出错，刚才的操作没有保存", "Something broke; nothing of this was saved"),
            Text(
                f"请重试；仍不行请把编号 {number} 告诉系统管理员",
                f"Try again; if it stays so, tell the administrator the number {number}",
            ),
            status=500,
        )
    )
