"""Holds every successful call of the API to its description, in whatever test it is made."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from lms.web.api import PREFIX, describe, openapi_path
from tests.json_schema import problems

seen: set[tuple[str, str, int]] = set()
"""(method, address, status) of the calls that were checked in this process."""


def checked(app: Flask, answer: TestResponse, body: Any) -> TestResponse:
    """The answer, if it is as described, and so was what it answers; fails otherwise."""
    asked = answer.request
    if answer.status_code >= 300 or not asked.path.startswith(PREFIX):
        return answer
    method = "GET" if asked.method == "HEAD" else asked.method
    rule, _ = app.url_map.bind("localhost").match(asked.path, method=method, return_rule=True)
    described = app.extensions.setdefault("described", describe(app))
    operation = described["paths"][openapi_path(rule)][method.lower()]
    named = described["components"]["schemas"]
    content = operation["responses"].get(str(answer.status_code), {}).get("content", {})
    assert answer.mimetype in content, f"{method} {asked.path} gave {answer.status_code} {answer.mimetype}"
    found: list[str] = []
    if answer.is_json and asked.method != "HEAD":
        found += problems(content["application/json"]["schema"], answer.json, named, "answer")
    if "requestBody" in operation and body is not None:
        taken = operation["requestBody"]["content"]["application/json"]["schema"]
        found += problems(taken, body, named, "body")
    queries = {one.get("name"): one["schema"] for one in operation["parameters"] if one.get("in") == "query"}
    for name, text in asked.args.items():
        found += problems(queries.get(name, {}), text, named, name)  # others are not looked at
    assert found == [], f"{method} {asked.path} is not as described"
    seen.add((method, openapi_path(rule), answer.status_code))
    return answer
