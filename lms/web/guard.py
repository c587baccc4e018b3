"""Access to routes: every route declares who may use it, and the application refuses to start otherwise."""

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Actor, Permission
from lms.domain.problem import Refused, not_found
from lms.platform import audit
from lms.web import messages, request_db
from lms.web.login import bearer, login_manager

SIGNED_IN = "signed_in"
OPEN = "open_to_all"
View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()
_CONTROL = re.compile(r"[\x00-\x1f]")


def allow(*permissions: Permission) -> Callable[[View], View]:
    """Allow people who hold one of these permissions, for any unit."""

    def declare(view: View) -> View:
        view.access = permissions  # type: ignore[attr-defined]
        return view

    return declare


def signed_in(view: View) -> View:
    """Allow everybody who is signed in."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Allow everybody, signed in or not."""
    view.access = OPEN  # type: ignore[attr-defined]
    return view


def accepts_upload(most: int) -> Callable[[View], View]:
    """Accept up to so many bytes, for uploads of allowed people that are larger than forms."""

    def declare(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return declare


def csrf_exempt(view: View) -> View:
    """Do not ask for a CSRF token: a POST that changes nothing, which programs without a page may use."""
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def actor() -> Actor:
    """Return the person who is signed in. Raise Refused (401) if nobody is."""
    current: Actor | None = g.get("actor")
    if current is None:
        raise messages.sign_in_needed()
    return current


def install(app: Flask) -> None:
    """Before each request identify the person, check the CSRF token, and allow or refuse."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the token lives as long as the sign-in: an exam may be long
    app.config["WTF_CSRF_SSL_STRICT"] = False
    csrf.init_app(app)
    login_manager.init_app(app)

    @app.before_request
    def check_access() -> AnyResponse | None:
        endpoint, method = request.endpoint, request.method
        if endpoint is None:
            return None
        if _CONTROL.search(request.path):
            raise not_found()  # none of our addresses contains a control character, and databases refuse NUL
        view = app.view_functions[endpoint]
        access = getattr(view, "access", None)
        if endpoint in ("static", "static_of"):
            return None  # the same for everybody, and requested by many candidates at once
        by_token, person = bearer() is not None, _current_actor()
        g.actor = person  # views need it often, and current_user looks it up each time
        if by_token and person is None:
            raise messages.sign_in_needed()  # even where no sign-in is needed: the token is not valid
        if access == OPEN or (access is not None and person is not None):
            allowed = access in (OPEN, SIGNED_IN) or (person is not None and any(map(person.may, access)))
            if allowed and hasattr(view, "most_bytes"):
                request.max_content_length = view.most_bytes
            if method not in request_db.SAFE and not by_token and not hasattr(view, "csrf_exempt"):
                csrf.protect()
            if allowed:
                return _require_password_change(access, person)
        elif access is not None:
            return cast(AnyResponse, login_manager.unauthorized())
        raise _denied(endpoint, person)


def check_declared(app: Flask) -> None:
    """Raise RuntimeError if a route does not declare who may use it."""
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    if undeclared:
        raise RuntimeError(f"routes without @allow, @signed_in or @open_to_all: {sorted(undeclared)}")


def _current_actor() -> Actor | None:
    current: Actor | None = current_user.actor
    return current


def wants_json() -> bool:
    """Return whether the request comes from a program or a script rather than a page in a browser."""
    return request.path.startswith("/api/") or request.is_json


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def ask_to_sign_in() -> AnyResponse:
    """Redirect a person to the sign-in page. Raise Refused (401) for a program."""
    if wants_json():
        raise messages.sign_in_needed()
    after = request.full_path.rstrip("?") if request.method in request_db.SAFE else None
    return redirect(url_for("people.sign_in", next=after))


def _require_password_change(access: Any, person: Actor | None) -> AnyResponse | None:
    if person is None or access == OPEN or not person.must_change_password:
        return None
    if request.endpoint in _ALLOWED_BEFORE_CHANGE:
        return None
    if wants_json():
        raise messages.password_change_needed()
    return redirect(url_for("people.password"))


_ALLOWED_BEFORE_CHANGE = frozenset({"people.password", "people.sign_out"})


def _denied(endpoint: str, actor: Actor | None) -> Refused:
    """Record the denial, and return the refusal."""
    actor_id, now = actor.id if actor else None, request_db.now()
    request_db.in_own_transaction(
        lambda session: audit.record(
            session, "access.denied", f"route:{endpoint}", actor_id, now, "denied", path=request.path
        )
    )
    return messages.forbidden()
