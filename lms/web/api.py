"""GET /api/v1/openapi.json: the API described from the routes themselves, so that it cannot be out of date."""

import re
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify
from werkzeug.routing import Rule

from lms.web.guard import OPEN, open_to_all

PREFIX = "/api/v1"
bp = Blueprint("openapi", __name__, url_prefix=PREFIX)
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "details"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "details": {"type": "object"},
            },
        }
    },
}
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@bp.get("/openapi.json")
@open_to_all
def openapi() -> Response:
    """OpenAPI 3.1 of version 1."""
    return jsonify(describe(current_app))


def describe(app: Flask) -> dict[str, Any]:
    """The document: every route below /api/v1 with its parameters, who may call it, and what it is for."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.rule.startswith(PREFIX):
            continue
        path = paths.setdefault(_ARGUMENT.sub(r"{\1}", rule.rule), {})
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path[method.lower()] = _operation(app, rule, method)
    return {
        "openapi": "3.1.0",
        "info": {"title": "五能 Wuneng", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {"Error": ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(app: Flask, rule: Rule, method: str) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    access = getattr(view, "access", ())
    words = " ".join((view.__doc__ or "").split())
    operation: dict[str, Any] = {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "summary": words,
        "x-permissions": [access] if isinstance(access, str) else [str(permission) for permission in access],
        "security": [] if access == OPEN else [{"token": []}],
        "parameters": [_parameter(rule, name) for name in sorted(rule.arguments)],
        "responses": {
            "2XX": {"description": "OK"},
            "4XX": {
                "description": "Refused: what, and what to do next",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    }
    if method in ("POST", "PUT", "PATCH"):
        operation["requestBody"] = {"content": {"application/json": {"schema": {"type": "object"}}}}
    return operation


def _parameter(rule: Rule, name: str) -> dict[str, Any]:
    whole = "Integer" in type(rule._converters[name]).__name__
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "integer" if whole else "string"},
    }
