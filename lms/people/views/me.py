"""The page of one's own account: details, language, sign-ins, and tokens for programs."""

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.problem import Refused, Text
from lms.people import accounts
from lms.people.credentials import sign_in, tokens
from lms.people.credentials.browser_name import browser_name
from lms.people.credentials.messages import token_password_wrong
from lms.people.forms.credentials import LanguageForm, TokenForm
from lms.people.scope import own_record
from lms.people.views import ID, bp, messages
from lms.people.views.sign_in import authenticate
from lms.web import request_db
from lms.web.guard import actor, signed_in
from lms.web.i18n import COOKIE, t
from lms.web.pages import facts_for, page
from lms.web.runtime import runtime


@bp.get("/me")
@signed_in
def me() -> AnyResponse:
    """Show the account."""
    return _account_page()


def _account_page(form: TokenForm | LanguageForm | None = None) -> AnyResponse:
    """Return the page; `form` is the one of its two forms that was refused."""
    request_db.close()
    session, now = request_db.reading(), request_db.now()
    person = own_record(session, actor())
    return page(
        "people/me.html",
        form.status_code if form else 200,
        person=person,
        facts=facts_for(session, actor(), now),
        sign_ins=sign_in.sign_ins_of(session, actor(), now),
        browser_name=browser_name,
        current=sign_in.hash_token(current_user.token),
        tokens=tokens.tokens_of(session, actor(), now),
        form=form,
        token_form=form if isinstance(form, TokenForm) else TokenForm(None),
        language_form=form
        if isinstance(form, LanguageForm)
        else LanguageForm(None, language=person.language),
    )


@bp.post("/me/language")
@signed_in
def set_language() -> AnyResponse:
    """Set the language of pages and mail."""
    form = LanguageForm()
    if not form.validate():
        return _account_page(form)
    session = request_db.session()
    accounts.set_language(session, own_record(session, actor()), form.language.data, request_db.now())
    answer = redirect(url_for("people.me"), 303)
    answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


@bp.post("/me/sign-ins")
@signed_in
def end_sign_ins() -> AnyResponse:
    """Sign out everywhere else."""
    sign_in.end_other_sign_ins(request_db.session(), actor(), current_user.token, request_db.now())
    flash(t(messages.OTHER_SIGN_INS_ENDED))
    return redirect(url_for("people.me"), 303)


@bp.post("/me/tokens")
@signed_in
def create_token() -> AnyResponse:
    """Create a token and show it once. The password is needed, so that an unattended browser is not enough."""
    form = TokenForm()
    if form.validate():
        try:
            _confirm_password(form.password.data)
            days = form.days.data or 0
            token = tokens.create(request_db.session(), actor(), form.name.data, days, request_db.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return page("people/token_shown.html", token=token, base_url=runtime().settings.base_url)
    return _account_page(form)


def _confirm_password(password: str) -> None:
    try:
        authenticate(actor().login, password)
    except Refused as refused:
        if refused.code != "sign_in.wrong":
            raise
        raise token_password_wrong() from None


@bp.post(f"/me/tokens/<{ID}:token_id>/revocation")
@signed_in
def revoke_token(token_id: int) -> AnyResponse:
    """Revoke a token."""
    tokens.revoke(request_db.session(), actor(), token_id, request_db.now())
    flash(t(messages.TOKEN_REVOKED))
    return redirect(url_for("people.me"), 303)


bp.navigation(95, Text("我的账号", "My account"), "people.me")
