"""Identify people by Flask-Login: by the token of a sign-in or of a program, never by their id."""

from flask import Response, g, request, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin

from lms.domain.access import Actor

USER_KEY = "_user_id"
"""The key under which Flask-Login keeps the token in the session."""


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A person who is signed in, as long as the row of the sign-in exists."""

    def __init__(self, actor: Actor, token: str) -> None:
        self.actor = actor
        self.token = token

    def get_id(self) -> str:
        """Return what Flask-Login stores in the session, and passes to the user_loader."""
        return self.token


class Anonymous(AnonymousUserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who is not signed in."""

    actor = None
    token = ""


class TokenLoginManager(LoginManager):  # type: ignore[misc]  # Flask-Login has no types
    """Identify people only by the row of a sign-in or of an access token.

    The library would also compare a digest of address and browser, which may change during an exam, and look for a
    remember cookie, which does not exist here: both in every request, those of programs included.
    """

    def _load_user(self) -> None:
        """Set the user; a bearer token takes precedence over cookies."""
        if bearer() is None:
            token = session.get(USER_KEY)
            user = self._user_callback(token) if token else None
        else:
            user = self._request_callback(request)
        self._update_request_context_with_user(user)

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


login_manager = TokenLoginManager()
"""`people` registers the loaders, `guard` the handler for people who are not signed in."""
login_manager.anonymous_user = Anonymous


def bearer() -> str | None:
    """Return the token that a program sent, or None."""
    header = request.headers.get("Authorization", "")
    return header[7:].strip() if header.startswith("Bearer ") else None


def default_to_anonymous() -> None:
    """Make the user anonymous unless already identified: answering an error must not need the database."""
    if "_login_user" not in g:
        login_manager._update_request_context_with_user()
