"""The home page, the choice of language, and the style guide."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Response, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from lms.web import request_db
from lms.web.guard import actor, open_to_all, signed_in
from lms.web.health import bp
from lms.web.i18n import COOKIE, LANGUAGES, unknown_language
from lms.web.pages import page, tasks_for
from lms.web.urls import own_address


@bp.get("/")
@signed_in
def home() -> Response:
    """What do I do next?"""
    return page("web/home.html", tasks=tasks_for(request_db.session(), actor(), request_db.now()))


@bp.get("/language/<name>")
@open_to_all
def language(name: str) -> AnyResponse:
    """Keep the choice in a cookie and go back where it was made."""
    if name not in LANGUAGES:
        raise unknown_language(name)
    answer = redirect(_back(request.args.get("next", "/")))
    answer.set_cookie(COOKIE, name, max_age=31536000, samesite="Lax")
    return answer


def _back(target: str) -> str:
    """A path of this site, without the ?lang= that would undo the choice; anything else is the home page."""
    parts = urlsplit(own_address(target) or "/")
    asked = [(key, value) for key, value in parse_qsl(parts.query, True) if key != "lang"]
    return parts.path + ("?" + urlencode(asked) if asked else "")


@bp.get("/styleguide")
@open_to_all
def styleguide() -> Response:
    """Every component once."""
    return page("web/styleguide.html")
