"""Flask's session in two cookies: the token of the sign-in, and what pages need (messages, CSRF)."""

from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from lms.web.login import USER_KEY
from lms.web.runtime import runtime

_LOGIN_KEYS = (USER_KEY, "_fresh", "_id")
"""The keys that Flask-Login uses."""


class Sessions(SecureCookieSessionInterface):
    """The token has a cookie of its own, which is written only at sign-in and sign-out.

    It is random and useless without its row, so it needs no signature: it survives a clock that is set back, a lost
    key, and the late response of another page that would restore an older session. Without the signed cookie no
    signer is created, which costs more than most of a request: programs with a token are spared that.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return what the two cookies contain."""
        values: dict[str, Any] = {}
        if self.get_cookie_name(app) in request.cookies:
            values.update(super().open_session(app, request) or {})
        if token := request.cookies.get(self._token_cookie(app)):
            values[USER_KEY] = token
        return self.session_class(values)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what has changed. A sign-in that was not committed (4xx, 5xx) gets no cookie.

        No `Vary: Cookie`: pages are not cached, and what browsers cache is the same for everybody.
        """
        if not session.modified:
            return
        token, *_ = [session.pop(name, "") for name in _LOGIN_KEYS]
        if token != request.cookies.get(self._token_cookie(app), "") and response.status_code < 400:
            self._set_token_cookie(app, token, response)
        super().save_session(app, session, response)

    def _token_cookie(self, app: Flask) -> str:
        """Return the name of the cookie; the prefix __Host- needs https, which a plain intranet lacks."""
        return "__Host-sid" if self.get_cookie_secure(app) else "sid"

    def _set_token_cookie(self, app: Flask, token: str, response: Response) -> None:
        """Set the cookie so that scripts cannot read it and other sites cannot send it."""
        response.set_cookie(
            self._token_cookie(app),
            token,
            max_age=runtime().settings.session_hours * 3600 if token else 0,
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )
