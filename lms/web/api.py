"""GET /api/v1/openapi.json: describe the API from its routes, so that the description is always up to date."""

import re
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify
from werkzeug.routing import Rule

from lms.platform.json_schema import components, object_schema, schema
from lms.web.contract import PDF, returns
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
LANGUAGE = {
    "name": "lang",
    "in": "query",
    "description": "The language of messages; by default that of the account",
    "schema": {"type": "string", "enum": ["zh", "en"]},
}
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@bp.get("/openapi.json")
@open_to_all
@returns(dict[str, Any])
def openapi() -> Response:
    """OpenAPI 3.1 of version 1."""
    return jsonify(describe(current_app))


def describe(app: Flask) -> dict[str, Any]:
    """Return the document: every route below /api/v1, who may call it, its parameters and answers, and its purpose."""
    paths: dict[str, dict[str, Any]] = {}
    named: dict[str, type] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.rule.startswith(PREFIX):
            continue
        path = paths.setdefault(openapi_path(rule), {})
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path[method.lower()] = _operation(app, rule, method, named)
    return {
        "openapi": "3.1.0",
        "info": {"title": "五能 Wuneng", "version": "1"},
        "paths": paths,
        "components": {
            "parameters": {"lang": LANGUAGE},
            "schemas": {"Error": ERROR, **components(named)},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def openapi_path(rule: Rule) -> str:
    """Return the path as OpenAPI writes it: /sittings/{sitting_id}."""
    return _ARGUMENT.sub(r"{\1}", rule.rule)


def _operation(app: Flask, rule: Rule, method: str, named: dict[str, type]) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    access = getattr(view, "access", ())
    summary = " ".join((view.__doc__ or "").split())
    operation: dict[str, Any] = {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "summary": summary,
        "x-permissions": [access] if isinstance(access, str) else [str(permission) for permission in access],
        "security": [] if access == OPEN else [{"token": []}],
        "parameters": [
            *(_parameter(rule, name) for name in sorted(rule.arguments)),
            *_query(getattr(view, "accepted_query", None), named),
            {"$ref": "#/components/parameters/lang"},
        ],
        "responses": {
            **{str(status): _answer(form, named) for status, form in getattr(view, "returned", {}).items()},
            "4XX": {
                "description": "Refused: why, and what to do next",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    }
    if form := getattr(view, "accepted_body", None):
        operation["requestBody"] = {
            "required": bool(form.__required_keys__),
            "content": {"application/json": {"schema": schema(form, named)}},
        }
    return operation


def _answer(form: Any, named: dict[str, type]) -> dict[str, Any]:
    if form == PDF:
        return {"description": "OK", "content": {PDF: {}}}
    return {"description": "OK", "content": {"application/json": {"schema": schema(form, named)}}}


def _query(form: Any, named: dict[str, type]) -> list[dict[str, Any]]:
    """Return the query parameters; all are optional."""
    properties = object_schema(form, named)["properties"] if form else {}
    return [
        {"name": name, "in": "query", "description": described.pop("description", ""), "schema": described}
        for name, described in properties.items()
    ]


def _parameter(rule: Rule, name: str) -> dict[str, Any]:
    is_integer = "Integer" in type(rule._converters[name]).__name__
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "integer" if is_integer else "string"},
    }
