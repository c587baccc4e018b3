"""The loaders of Flask-Login: a browser is identified by its sign-in, a program by its token."""

from collections.abc import Callable

from flask import Request

from lms.domain.access import Actor
from lms.people.credentials import sign_in
from lms.web import request_db
from lms.web.login import SignedIn, bearer, login_manager


@login_manager.user_loader  # type: ignore[untyped-decorator]
def by_sign_in(token: str) -> SignedIn | None:
    """Return whose sign-in it is, or None."""
    return _signed_in(sign_in.actor_by_cookie, token)


@login_manager.request_loader  # type: ignore[untyped-decorator]
def by_bearer(_request: Request) -> SignedIn | None:
    """Return whose access token was sent, or None."""
    token = bearer()
    return None if token is None else _signed_in(sign_in.actor_by_token, token)


def _signed_in(find: Callable[..., Actor | None], token: str) -> SignedIn | None:
    with request_db.identity_connection() as connection:
        actor = find(connection, token, request_db.now())
    return SignedIn(actor, token) if actor else None
