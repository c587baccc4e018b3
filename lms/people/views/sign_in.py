"""The pages for signing in and out, and for changing one's own password."""

from flask import flash, redirect, request, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Actor
from lms.domain.problem import Refused
from lms.people.credentials import new_password, sign_in
from lms.people.forms.credentials import PasswordForm, SignInForm
from lms.people.scope import own_record
from lms.people.views import bp, messages
from lms.web import request_db
from lms.web.device import set_device_cookie
from lms.web.guard import actor, open_to_all, signed_in
from lms.web.i18n import t
from lms.web.login import SignedIn
from lms.web.pages import page
from lms.web.runtime import runtime


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@open_to_all
def sign_in_page() -> AnyResponse:
    """Show the form, or sign in."""
    form = SignInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        try:
            _sign_in(form.login.data, form.password.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            answer = redirect(form.next.data or url_for("web.home"))
            set_device_cookie(answer)
            return answer
    return page("people/sign_in.html", form.status_code, form=form)


def _sign_in(login: str, password: str) -> None:
    actor = authenticate(login, password)
    token = sign_in.create_sign_in(
        request_db.session(),
        actor,
        request.remote_addr or "",
        request.user_agent.string,
        runtime().settings.session_hours,
        request_db.now(),
        replaces=current_user.token,
    )
    login_user(SignedIn(actor, token))


def authenticate(login: str, password: str) -> Actor:
    """Return the person with this employee number and password. A failure is counted; raise Refused then."""
    ip, now = request.remote_addr or "", request_db.now()
    try:
        return sign_in.check_password(request_db.reading(), login, password, ip, now)
    except Refused as refused:
        if refused.code == "sign_in.wrong":
            request_db.in_own_transaction(lambda session: sign_in.record_failure(session, login, ip, now))
        raise


@bp.post("/sign-out")
@signed_in
def sign_out() -> AnyResponse:
    """Sign this browser out."""
    sign_in.end_sign_in(request_db.session(), current_user.token, actor(), request_db.now())
    logout_user()
    answer = redirect(url_for("people.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/me/password", methods=["GET", "POST"])
@signed_in
def password() -> AnyResponse:
    """Change one's own password."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            _change_password(form.old.data, form.new.data, form.again.data)
        except Refused as refused:
            request_db.close()
            form.refuse(refused, _FIELDS.get(refused.code, ""))
        else:
            flash(t(messages.PASSWORD_CHANGED))
            return redirect(url_for("web.home"))
    return page("people/password.html", form.status_code, form=form)


_FIELDS = {
    "password.wrong": "old",
    "password.weak": "new",
    "password.same": "new",
    "password.differ": "again",
}
"""Which field a refusal is about."""


def _change_password(old: str, new: str, repeated: str) -> None:
    now = request_db.now()
    try:
        prepared = new_password.prepare(own_record(request_db.reading(), actor()), old, new, repeated)
    except Refused as refused:
        if refused.code == "password.wrong":
            login, ip = actor().login, request.remote_addr or ""
            request_db.in_own_transaction(lambda session: sign_in.record_failure(session, login, ip, now))
        raise
    new_password.change(request_db.session(), prepared, current_user.token, now)
