"""The first fence: every route declares who may enter, and nobody enters one that does not."""

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Actor, Permission
from lms.domain.problem import Refused, Text, not_found
from lms.platform import audit
from lms.web import request_db
from lms.web.login import bearer, login_manager

SIGNED_IN = "signed_in"
OPEN = "open_to_all"
View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()
_CONTROL = re.compile(r"[\x00-\x1f]")


def allow(*permissions: Permission) -> Callable[[View], View]:
    """Only those who hold one of these permissions, for whatever unit."""

    def declare(view: View) -> View:
        view.access = permissions  # type: ignore[attr-defined]
        return view

    return declare


def signed_in(view: View) -> View:
    """Anyone who has signed in."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Strangers too."""
    view.access = OPEN  # type: ignore[attr-defined]
    return view


def receives(most: int) -> Callable[[View], View]:
    """For what takes files that are larger than forms: up to so many bytes, from those who may enter."""

    def declare(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return declare


def csrf_exempt(view: View) -> View:
    """For what changes nothing although it is a POST, so that programs without a page can use it."""
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def actor() -> Actor:
    """The person who asks. Only for routes that strangers cannot reach."""
    found: Actor | None = g.get("actor")
    if found is None:
        raise sign_in_first()
    return found


def install(app: Flask) -> None:
    """Recognise, protect against foreign forms, then let in or refuse."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the token lives as long as the sign-in: an exam may be long
    app.config["WTF_CSRF_SSL_STRICT"] = False
    csrf.init_app(app)
    login_manager.init_app(app)

    @app.before_request
    def enter() -> AnyResponse | None:
        endpoint, method = request.endpoint, request.method
        if endpoint is None:
            return None
        if _CONTROL.search(request.path):
            raise not_found()  # no address of ours holds a control character, and databases refuse NUL
        view = app.view_functions[endpoint]
        access = getattr(view, "access", None)
        if endpoint in ("static", "static_of"):
            return None  # the same for everybody, and asked for by a whole room at once
        by_token, who = bearer() is not None, _recognised()
        g.actor = who  # views ask for it again and again, and current_user looks it up each time
        if by_token and who is None:
            raise sign_in_first()  # whoever sends a token is no stranger
        if access == OPEN or (access is not None and who is not None):
            may = access in (OPEN, SIGNED_IN) or (who is not None and any(who.may(p) for p in access))
            if may and hasattr(view, "most_bytes"):
                request.max_content_length = view.most_bytes
            if method not in request_db.SAFE and not by_token and not hasattr(view, "csrf_exempt"):
                csrf.protect()
            if may:
                return _password_first(access, who)
        elif access is not None:
            return cast(AnyResponse, login_manager.unauthorized())
        raise _denied(endpoint, who)


def check_declared(app: Flask) -> None:
    """Refuse to start with a route that says nothing about who may enter."""
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    if bare:
        raise RuntimeError(f"routes without @allow, @signed_in or @open_to_all: {sorted(bare)}")


def _recognised() -> Actor | None:
    found: Actor | None = current_user.actor
    return found


def sign_in_first() -> Refused:
    """The answer to a program, or to a page's script, that is not signed in (any more)."""
    return Refused(
        "sign_in.needed",
        Text("登录已失效或尚未登录", "You are not signed in, or no longer"),
        Text("请重新登录后继续，已保存的内容不会丢失", "Sign in again and go on; what was saved is kept"),
        status=401,
    )


def wants_json() -> bool:
    """Whether the one who asks is a program or a script rather than a person's browser."""
    return request.path.startswith("/api/") or request.is_json


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def ask_to_sign_in() -> AnyResponse:
    """A person is sent to the page for it, a program gets a 401."""
    if wants_json():
        raise sign_in_first()
    after = request.full_path.rstrip("?") if request.method in request_db.SAFE else None
    return redirect(url_for("people.sign_in", next=after))


def _password_first(access: Any, who: Actor | None) -> AnyResponse | None:
    if who is None or access == OPEN or not who.must_change_password or request.endpoint in _ALWAYS:
        return None
    if wants_json():
        raise Refused(
            "password.change_first",
            Text("首次登录须先修改密码", "Change your password first"),
            Text("请在网页上登录并修改密码", "Sign in on the web page and change it"),
            status=403,
        )
    return redirect(url_for("people.password"))


_ALWAYS = frozenset({"people.password", "people.sign_out"})


def _denied(endpoint: str, actor: Actor | None) -> Refused:
    who = actor.id if actor else None
    moment = request_db.now()
    request_db.in_own_transaction(
        lambda apart: audit.record(
            apart, "access.denied", f"route:{endpoint}", who, moment, "denied", path=request.path
        )
    )
    return Refused(
        "forbidden",
        Text("您没有打开此页面的权限", "You may not open this page"),
        Text(
            "如工作需要，请联系安全管理员授予角色",
            "If your work needs it, ask the security administrator for a role",
        ),
        status=403,
    )
