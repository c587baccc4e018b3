"""Who asks, by Flask-Login: everybody is known by the token of a sign-in or of a program, never by their id."""

from flask import Response, g, request, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin

from lms.domain.access import Actor

USER = "_user_id"
"""Where Flask-Login keeps in the session whose sign-in it is."""


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A person who is signed in. The row of the sign-in is all there is to it: deleted, it is over at once."""

    def __init__(self, actor: Actor, token: str) -> None:
        self.actor = actor
        self.token = token

    def get_id(self) -> str:
        """What Flask-Login puts into the session, and gives to the user_loader."""
        return self.token


class Anonymous(AnonymousUserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who is not signed in."""

    actor = None
    token = ""


class RowsOnly(LoginManager):  # type: ignore[misc]  # Flask-Login has no types
    """A row says who asks, that of a sign-in or that of an access token, and nothing else does.

    The library would also compare a digest of address and browser, which may change in the middle of an exam, and look
    for a remember cookie, which nobody is given: both in every request, those of programs included.
    """

    def _load_user(self) -> None:
        """Who sends a token is known by it alone, whatever cookies come with it."""
        if bearer() is None:
            token = session.get(USER)
            user = self._user_callback(token) if token else None
        else:
            user = self._request_callback(request)
        self._update_request_context_with_user(user)

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


login_manager = RowsOnly()
"""`people` puts the loaders on it, `guard` what strangers are answered."""
login_manager.anonymous_user = Anonymous


def bearer() -> str | None:
    """The token that a program sent."""
    header = request.headers.get("Authorization", "")
    return header[7:].strip() if header.startswith("Bearer ") else None


def ask_no_more() -> None:
    """Leave who is not recognised by now a stranger: the answer to an error must not need the database."""
    if "_login_user" not in g:
        login_manager._update_request_context_with_user()
