"""Flask's cookie session (flash messages, CSRF), for those who have one: programs with a token do not pay for it."""

from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class Sessions(SecureCookieSessionInterface):
    """Making the signer costs more than most of a request, and without a cookie there is nothing to verify."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:  # type: ignore[override]  # narrower
        """An empty session where there is no cookie."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)
