"""Signing in and out, one's own password."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Actor
from lms.domain.problem import Refused
from lms.people import new_password, sign_in
from lms.people.doors import bp
from lms.people.forms import PasswordForm, SignInForm
from lms.people.scope import myself
from lms.web import unit
from lms.web.device import name_device
from lms.web.frame import frame
from lms.web.guard import actor, cookie_name, open_to_all, signed_in
from lms.web.i18n import t
from lms.web.pages import page


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@open_to_all
def sign_in_page() -> AnyResponse:
    """The form, and what it sends."""
    form = SignInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        try:
            cookie = _enter(form.login.data, form.password.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            answer = redirect(form.next.data or url_for("web.home"))
            set_cookie(answer, cookie)
            return answer
    return page("people/sign_in.html", form.status_code, form=form)


def _enter(login: str, password: str) -> str:
    person = proven(login, password)
    return sign_in.open_session(
        unit.session(),
        person,
        request.remote_addr or "",
        request.user_agent.string,
        frame().settings.session_hours,
        unit.now(),
        replaces=request.cookies.get(cookie_name(), ""),
    )


def proven(login: str, password: str) -> Actor:
    """The person whose password this is; a wrong one is counted. Raises Refused."""
    ip, now = request.remote_addr or "", unit.now()
    try:
        return sign_in.check(unit.reading(), login, password, ip, now)
    except Refused as refused:
        if refused.code == "sign_in.wrong":
            unit.separately(lambda apart: sign_in.failed(apart, login, ip, now))
        raise


def set_cookie(answer: AnyResponse, cookie: str) -> None:
    """Hand the browser its cookie; scripts cannot read it and other sites cannot send it."""
    settings = frame().settings
    answer.set_cookie(
        cookie_name(),
        cookie,
        max_age=settings.session_hours * 3600,
        secure=settings.https,
        httponly=True,
        samesite="Lax",
    )
    name_device(answer)


@bp.post("/sign-out")
@signed_in
def sign_out() -> AnyResponse:
    """End this sign-in here and now."""
    sign_in.close_session(unit.session(), request.cookies.get(cookie_name(), ""), actor(), unit.now())
    answer = redirect(url_for("people.sign_in"))
    answer.delete_cookie(cookie_name(), secure=frame().settings.https, httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/me/password", methods=["GET", "POST"])
@signed_in
def password() -> AnyResponse:
    """Change one's own password."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            _change(form.old.data, form.new.data, form.again.data)
        except Refused as refused:
            unit.close()
            form.refuse(refused, _FIELDS.get(refused.code, ""))
        else:
            flash(
                t(
                    "密码已修改，其他设备上的登录已退出",
                    "Your password is changed; other devices are signed out",
                )
            )
            return redirect(url_for("web.home"))
    return page("people/password.html", form.status_code, form=form)


_FIELDS = {
    "password.wrong": "old",
    "password.weak": "new",
    "password.same": "new",
    "password.differ": "again",
}
"""Which field a refusal is about."""


def _change(old: str, new: str, again: str) -> None:
    now = unit.now()
    try:
        ready = new_password.prepare(myself(unit.reading(), actor()), old, new, again)
    except Refused as refused:
        if refused.code == "password.wrong":
            login, ip = actor().login, request.remote_addr or ""
            unit.separately(lambda apart: sign_in.failed(apart, login, ip, now))
        raise
    new_password.change(unit.session(), ready, request.cookies.get(cookie_name(), ""), now)
