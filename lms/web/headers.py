"""Headers of every answer: a strict content policy, no sniffing, no framing, no caching of pages."""

import secrets

from flask import Flask, Response, g, request

from lms.web.runtime import runtime

CACHED = frozenset({"static_of", "catalog.course_file"})
"""What browsers may keep: the product's own files and the pictures of lessons."""


def nonce() -> str:
    """This response's nonce for its own scripts."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(12)
    found: str = g.nonce
    return found


_DATA = "default-src 'none'; frame-ancestors 'none'"
"""For JSON: nothing in it may ever run or load anything."""


def _page() -> str:
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce()}'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


def install(app: Flask) -> None:
    """Put the headers on everything, errors and files included."""
    app.jinja_env.globals["nonce"] = nonce

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _DATA if response.is_json else _page())
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if request.endpoint not in CACHED:
            headers["Cache-Control"] = "no-store"
        if runtime().settings.https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response
