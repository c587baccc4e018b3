"""Headers of every response: a strict content policy, no sniffing, no framing, no caching of pages."""

import secrets

from flask import Flask, Response, g, request

from lms.web.runtime import runtime

CACHED = frozenset({"static_of", "catalog.course_file"})
"""What browsers may cache: the product's own files and the pictures of lessons."""


def nonce() -> str:
    """Return the nonce of this response for its own scripts."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(12)
    value: str = g.nonce
    return value


_JSON_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""JSON may neither run nor load anything."""


def _page_policy() -> str:
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce()}'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


def install(app: Flask) -> None:
    """Set the headers of every response, errors and files included."""
    app.jinja_env.globals["nonce"] = nonce

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _JSON_POLICY if response.is_json else _page_policy())
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
