"""The home page, the choice of language, and the style guide."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Response, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from lms.web import messages, request_db
from lms.web.guard import actor, open_to_all, signed_in
from lms.web.health import bp
from lms.web.i18n import COOKIE, LANGUAGES
from lms.web.pages import page, tasks_for
from lms.web.urls import local_path


@bp.get("/")
@signed_in
def home() -> Response:
    """Show what to do next."""
    return page("web/home.html", tasks=tasks_for(request_db.session(), actor(), request_db.now()))


@bp.get("/language/<name>")
@open_to_all
def language(name: str) -> AnyResponse:
    """Keep the choice in a cookie and return to the page where it was made."""
    if name not in LANGUAGES:
        raise messages.unknown_language(name)
    answer = redirect(_without_language(request.args.get("next", "/")))
    answer.set_cookie(COOKIE, name, max_age=31536000, samesite="Lax")
    return answer


def _without_language(target: str) -> str:
    """Return a path of this site without the ?lang= that would undo the choice; the home page for anything else."""
    parts = urlsplit(local_path(target) or "/")
    query = [(key, value) for key, value in parse_qsl(parts.query, True) if key != "lang"]
    return parts.path + ("?" + urlencode(query) if query else "")


@bp.get("/styleguide")
@open_to_all
def styleguide() -> Response:
    """Show every component once."""
    return page("web/styleguide.html")
