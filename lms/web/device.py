"""Distinguish browsers by a random name, in a cookie that outlives signing in and out."""

import re
import secrets

from flask import request
from werkzeug.wrappers import Response

from lms.web.runtime import runtime

_COOKIE = "device"
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")


def device_name() -> str:
    """Return the name of the browser; empty for programs, which have none."""
    name = request.cookies.get(_COOKIE, "")
    return name if _NAME.fullmatch(name) else ""


def set_device_cookie(answer: Response) -> None:
    """Name the browser if it has no name yet."""
    if not device_name():
        answer.set_cookie(
            _COOKIE,
            secrets.token_urlsafe(16),
            max_age=400 * 24 * 3600,
            secure=runtime().settings.https,
            httponly=True,
            samesite="Lax",
        )
