"""Turn every refusal and error into a page or JSON, in the reader's language."""

import contextlib
import logging

from flask import Flask, Response, g, jsonify
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from lms.domain.problem import Refused, join_message, not_found
from lms.web import i18n, messages, request_db
from lms.web.guard import wants_json
from lms.web.login import default_to_anonymous
from lms.web.pages import page

log = logging.getLogger("lms.web")


def render_refusal(refused: Refused) -> Response:
    """Return a Refused as a page, or as JSON for programs."""
    default_to_anonymous()
    with contextlib.suppress(Refused):
        i18n.language()
    g.setdefault("language", "zh")
    request_db.close()
    if not wants_json():
        return page("web/refused.html", refused.status, refused=refused)
    language = i18n.language()
    details = dict(refused.facts)
    if refused.problems:
        details["problems"] = [problem.as_json(language) for problem in refused.problems]
    message = join_message(refused.what, refused.how).in_(language)
    response = jsonify(error={"code": refused.code, "message": message, "details": details})
    response.status_code = refused.status
    return response


def install(app: Flask) -> None:
    """Register the handlers: nobody sees a bare status or a traceback."""
    app.register_error_handler(Refused, handle_refused)
    app.register_error_handler(CSRFError, handle_csrf)
    app.register_error_handler(HTTPException, handle_http)
    app.register_error_handler(OperationalError, handle_database)
    app.register_error_handler(Exception, handle_unexpected)


def handle_refused(error: Refused) -> Response:
    """Answer the refusal of a use-case."""
    return render_refusal(error)


def handle_csrf(_error: CSRFError) -> Response:
    """Answer a form from another site, or from a page that is too old."""
    return render_refusal(messages.csrf_failed())


def handle_http(error: HTTPException) -> Response:
    """Answer what Flask and Werkzeug refuse by themselves."""
    cause = getattr(error, "original_exception", None)  # an error after the view, as in a commit
    if cause is not None:
        return handle_database(cause) if isinstance(cause, OperationalError) else handle_unexpected(cause)
    status = error.code or 500
    if status < 400:
        return Response(error.get_response().get_data(), status, dict(error.get_headers()))
    if status == 404:
        return render_refusal(not_found())
    response = render_refusal(messages.http_error(status))
    if status == 405 and (allowed := getattr(error, "valid_methods", None)):
        response.headers["Allow"] = ", ".join(sorted(allowed))  # RFC 9110, 15.5.6
    return response


def handle_database(error: OperationalError) -> Response:
    """Answer that the database did not reply in time."""
    log.error("database", exc_info=error)
    response = render_refusal(messages.busy())
    response.headers["Retry-After"] = "2"
    return response


def handle_unexpected(error: Exception) -> Response:
    """Answer any other error: the log has the traceback, the reader gets its number."""
    number = request_db.origin().request_id
    log.error("unexpected", exc_info=error, extra={"request_id": number})
    return render_refusal(messages.internal_error(number))
