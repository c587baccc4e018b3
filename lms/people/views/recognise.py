"""How Flask-Login finds who asks: a browser by the row of its sign-in, a program by its token."""

from collections.abc import Callable

from flask import Request

from lms.domain.access import Actor
from lms.people import sign_in
from lms.web import request_db
from lms.web.login import SignedIn, bearer, login_manager


@login_manager.user_loader  # type: ignore[untyped-decorator]
def by_sign_in(token: str) -> SignedIn | None:
    """Whose sign-in it is."""
    return _found(sign_in.by_cookie, token)


@login_manager.request_loader  # type: ignore[untyped-decorator]
def by_bearer(_request: Request) -> SignedIn | None:
    """Whose access token it is."""
    token = bearer()
    return None if token is None else _found(sign_in.by_token, token)


def _found(find: Callable[..., Actor | None], token: str) -> SignedIn | None:
    with request_db.identity_connection() as connection:
        actor = find(connection, token, request_db.now())
    return SignedIn(actor, token) if actor else None
