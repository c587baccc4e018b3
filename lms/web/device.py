"""Tells one browser from another: a random name in a cookie that outlives signing in and out."""

import re
import secrets

from flask import request
from werkzeug.wrappers import Response

from lms.web.runtime import runtime

_COOKIE = "device"
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")


def device() -> str:
    """The name of the browser that asks; empty for programs, which have none."""
    found = request.cookies.get(_COOKIE, "")
    return found if _NAME.fullmatch(found) else ""


def name_device(answer: Response) -> None:
    """Give the browser a name if it has none."""
    if not device():
        answer.set_cookie(
            _COOKIE,
            secrets.token_urlsafe(16),
            max_age=400 * 24 * 3600,
            secure=runtime().settings.https,
            httponly=True,
            samesite="Lax",
        )
