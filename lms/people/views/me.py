"""One's own page: what is known, the language, where one is signed in, and tokens for programs."""

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text
from lms.people import accounts, sign_in, tokens
from lms.people.forms import LanguageForm, TokenForm
from lms.people.scope import myself
from lms.people.views import ID, bp
from lms.people.views.sign_in import proven
from lms.web import request_db
from lms.web.guard import actor, signed_in
from lms.web.i18n import COOKIE, t
from lms.web.pages import facts_for, page
from lms.web.runtime import runtime


@bp.get("/me")
@signed_in
def me() -> AnyResponse:
    """My account."""
    return _own_page()


def _own_page(form: TokenForm | LanguageForm | None = None) -> AnyResponse:
    """The page; `form` is the one of its two forms that comes back."""
    request_db.close()
    session, now = request_db.reading(), request_db.now()
    person = myself(session, actor())
    return page(
        "people/me.html",
        form.status_code if form else 200,
        person=person,
        facts=facts_for(session, actor(), now),
        sign_ins=sign_in.of_person(session, actor(), now),
        this=sign_in.digest(current_user.token),
        tokens=tokens.of_person(session, actor(), now),
        form=form,
        token_form=form if isinstance(form, TokenForm) else TokenForm(None),
        language_form=form
        if isinstance(form, LanguageForm)
        else LanguageForm(None, language=person.language),
    )


@bp.post("/me/language")
@signed_in
def set_language() -> AnyResponse:
    """The language of pages and mail."""
    form = LanguageForm()
    if not form.validate():
        return _own_page(form)
    session = request_db.session()
    accounts.set_language(session, myself(session, actor()), form.language.data, request_db.now())
    answer = redirect(url_for("people.me"), 303)
    answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


@bp.post("/me/sign-ins")
@signed_in
def end_sign_ins() -> AnyResponse:
    """Sign out everywhere else."""
    sign_in.close_others(request_db.session(), actor(), current_user.token, request_db.now())
    flash(t("其他地方的登录已全部退出", "You are signed out everywhere else"))
    return redirect(url_for("people.me"), 303)


@bp.post("/me/tokens")
@signed_in
def create_token() -> AnyResponse:
    """A token, shown this once; asked for with the password, so that an open desk is not enough."""
    form = TokenForm()
    if form.validate():
        try:
            _prove_oneself(form.password.data)
            days = form.days.data or 0
            token = tokens.create(request_db.session(), actor(), form.name.data, days, request_db.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return page("people/token_shown.html", token=token, base_url=runtime().settings.base_url)
    return _own_page(form)


def _prove_oneself(password: str) -> None:
    try:
        proven(actor().login, password)
    except Refused as refused:
        if refused.code != "sign_in.wrong":
            raise
        what, how = Text("密码不正确", "The password is not right"), Text("请重新输入", "Enter it again")
        problems = [Problem(FieldPath("password"), what, how)]
        raise Refused(
            "password.wrong", Text("没有生成令牌", "No token was made"), how, 400, problems=problems
        ) from None


@bp.post(f"/me/tokens/<{ID}:token_id>/revocation")
@signed_in
def revoke_token(token_id: int) -> AnyResponse:
    """Take a token out of use."""
    tokens.revoke(request_db.session(), actor(), token_id, request_db.now())
    flash(t("令牌已撤销", "The token is revoked"))
    return redirect(url_for("people.me"), 303)


bp.navigation(95, Text("我的账号", "My account"), "people.me")
