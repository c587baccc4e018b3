"""Flask's session, kept in two cookies: who is signed in, and what the pages need (messages, CSRF)."""

from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from lms.web.login import USER
from lms.web.runtime import runtime

_ABOUT_USER = (USER, "_fresh", "_id")
"""All that it puts there."""


class Sessions(SecureCookieSessionInterface):
    """The token has a cookie of its own, which is written at sign-in and sign-out only.

    It is random and means nothing without its row, so it needs no signature: it outlives a clock that is set back, a
    lost key, and another page's late answer that would bring back an older session. Without the signed cookie its
    signer is not made, which costs more than most of a request: programs with a token do not pay for it.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the two cookies hold."""
        kept: dict[str, Any] = {}
        if self.get_cookie_name(app) in request.cookies:
            kept.update(super().open_session(app, request) or {})
        if token := request.cookies.get(self._token_cookie(app)):
            kept[USER] = token
        return self.session_class(kept)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what has changed. A sign-in that was not committed (4xx, 5xx) gets no cookie.

        Nothing varies by cookie: pages are not kept anywhere, and what browsers keep is the same for everybody.
        """
        if not session.modified:
            return
        token, *_ = [session.pop(name, "") for name in _ABOUT_USER]
        if token != request.cookies.get(self._token_cookie(app), "") and response.status_code < 400:
            self._keep_token(app, token, response)
        super().save_session(app, session, response)

    def _token_cookie(self, app: Flask) -> str:
        """__Host- needs https; a plain intranet has to do without."""
        return "__Host-sid" if self.get_cookie_secure(app) else "sid"

    def _keep_token(self, app: Flask, token: str, response: Response) -> None:
        """Scripts cannot read it and other sites cannot send it."""
        response.set_cookie(
            self._token_cookie(app),
            token,
            max_age=runtime().settings.session_hours * 3600 if token else 0,
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )
