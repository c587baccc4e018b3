"""Signing in and out, one's own password."""

from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Actor
from lms.domain.problem import Refused
from lms.people import new_password, sign_in
from lms.people.doors import bp
from lms.people.forms import PasswordForm, SignInForm
from lms.people.scope import myself
from lms.web import request_db
from lms.web.device import name_device
from lms.web.guard import actor, open_to_all, signed_in
from lms.web.i18n import t
from lms.web.login import SignedIn
from lms.web.pages import page
from lms.web.runtime import runtime


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@open_to_all
def sign_in_page() -> AnyResponse:
    """The form, and what it sends."""
    form = SignInForm()
    form.next.data = own_address(request.values.get("next"))
    if request.method != "POST":
        return page("people/sign_in.html", form=form, refused=None)
    try:
        _enter(form.login.data or "", form.password.data or "")
    except Refused as refused:
        return page("people/sign_in.html", refused.status, form=form, refused=refused)
    answer = redirect(form.next.data or url_for("web.home"))
    name_device(answer)
    return answer


def _enter(login: str, password: str) -> None:
    person = proven(login, password)
    token = sign_in.open_session(
        request_db.session(),
        person,
        request.remote_addr or "",
        request.user_agent.string,
        runtime().settings.session_hours,
        request_db.now(),
        replaces=current_user.token,
    )
    login_user(SignedIn(person, token))


def proven(login: str, password: str) -> Actor:
    """The person whose password this is; a wrong one is counted. Raises Refused."""
    ip, now = request.remote_addr or "", request_db.now()
    try:
        return sign_in.check(request_db.reading(), login, password, ip, now)
    except Refused as refused:
        if refused.code == "sign_in.wrong":
            request_db.in_own_transaction(lambda apart: sign_in.failed(apart, login, ip, now))
        raise


def own_address(target: str | None) -> str:
    """A path of this site, or nothing: never somebody else's address."""
    if not target or not target.startswith("/") or "\\" in target or any(ord(c) < 33 for c in target):
        return ""
    parts = urlsplit(target)
    return "" if parts.scheme or parts.netloc or target.startswith("//") else target


@bp.post("/sign-out")
@signed_in
def sign_out() -> AnyResponse:
    """End this sign-in here and now."""
    sign_in.close_session(request_db.session(), current_user.token, actor(), request_db.now())
    logout_user()
    answer = redirect(url_for("people.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/me/password", methods=["GET", "POST"])
@signed_in
def password() -> AnyResponse:
    """Change one's own password."""
    form = PasswordForm()
    if request.method != "POST":
        return page("people/password.html", form=form, refused=None)
    try:
        _change(form.old.data or "", form.new.data or "", form.again.data or "")
    except Refused as refused:
        request_db.close()
        return page("people/password.html", refused.status, form=form, refused=refused)
    flash(t("密码已修改，其他设备上的登录已退出", "Your password is changed; other devices are signed out"))
    return redirect(url_for("web.home"))


def _change(old: str, new: str, again: str) -> None:
    now = request_db.now()
    try:
        ready = new_password.prepare(myself(request_db.reading(), actor()), old, new, again)
    except Refused as refused:
        if refused.code == "password.wrong":
            login, ip = actor().login, request.remote_addr or ""
            request_db.in_own_transaction(lambda apart: sign_in.failed(apart, login, ip, now))
        raise
    new_password.change(request_db.session(), ready, current_user.token, now)
