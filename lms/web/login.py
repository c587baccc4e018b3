"""Who asks, by Flask-Login: everybody is known by the token of a sign-in or of a program, never by their id."""

from flask import g, request
from flask_login import AnonymousUserMixin, LoginManager, UserMixin

from lms.domain.access import Actor


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A person who is signed in. The row of the sign-in is all there is to it: deleted, it is over at once."""

    def __init__(self, actor: Actor, token: str) -> None:
        self.actor = actor
        self.token = token

    def get_id(self) -> str:
        """What Flask-Login puts into the session, and gives to the user_loader."""
        return self.token


class Stranger(AnonymousUserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who is not signed in."""

    actor = None
    token = ""


login_manager = LoginManager()
"""`people` puts the loaders on it, `guard` what strangers are answered."""
login_manager.anonymous_user = Stranger
login_manager.session_protection = (
    None  # an address may change in the middle of an exam; the row ends a sign-in
)


def bearer() -> str | None:
    """The token that a program sent; it alone counts then, whatever cookies come with it."""
    header = request.headers.get("Authorization", "")
    return header[7:].strip() if header.startswith("Bearer ") else None


def ask_no_more() -> None:
    """Leave who is not recognised by now a stranger: the answer to an error must not need the database."""
    if "_login_user" not in g:
        login_manager._update_request_context_with_user()
