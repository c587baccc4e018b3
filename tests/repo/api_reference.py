"""Prints docs/api-reference.md: every call of the API with what it takes and gives, from its own description."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask

from lms.web.api import describe

HEAD = """# 接口全部调用 Every call of the API

{made}

由程序从接口自己的说明（`/api/v1/openapi.json`）打印；用法见 [api.md](api.md)。带 * 的字段必有。

Printed from the description that the API gives of itself (`/api/v1/openapi.json`); how to use it is in
[api.md](api.md). Fields with * are always there, or must be sent.
"""


def api_reference(app: Flask, made: str) -> str:
    """The page."""
    described = describe(app)
    parts = [HEAD.format(made=made)]
    for path, calls in described["paths"].items():
        parts += [_call(method, path, call) for method, call in calls.items()]
    for name, found in described["components"]["schemas"].items():
        parts.append("\n".join([f"## {name}", "", found.get("description", ""), "", *_fields(found), ""]))
    return "\n".join(parts).rstrip() + "\n"


def _call(method: str, path: str, call: dict[str, Any]) -> str:
    lines = [f"## `{method.upper()} {path}`", "", call["summary"], ""]
    lines.append("- Who: " + ", ".join(f"`{one}`" for one in call["x-permissions"]))
    for one in call["parameters"]:
        if one.get("in") == "query":
            lines.append(
                f"- `?{one['name']}=`: {_type(one['schema'])}. {_meaning(one | one['schema'])}".rstrip()
            )
    if "requestBody" in call:
        lines.append(f"- Takes {_type(_json(call['requestBody']))}")
    given = [
        f"{status} {_type(_json(answer)) if 'application/json' in answer['content'] else 'PDF'}"
        for status, answer in call["responses"].items()
        if status != "4XX"
    ]
    return "\n".join([*lines, f"- Gives {'; '.join(given)}", ""])


def _json(holder: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = holder["content"]["application/json"]["schema"]
    return found


def _fields(found: dict[str, Any]) -> Iterator[str]:
    yield "| field | type | meaning |"
    yield "|---|---|---|"
    for name, one in found["properties"].items():
        must = " *" if name in found.get("required", ()) else ""
        yield f"| `{name}`{must} | {_type(one)} | {_meaning(one)} |"


def _type(one: dict[str, Any]) -> str:
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in one:
        return " or ".join(_type(inner) for inner in one["anyOf"])
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    if one.get("type") == "array":
        return f"list of {_type(one['items'])}"
    if one.get("type") == "object":
        named = [f"`{name}` {_type(inner)}" for name, inner in one.get("properties", {}).items()]
        more = one.get("additionalProperties")
        if isinstance(more, dict) and more:
            named.append(f"each {_type(more)}")
        return "object" + (f" ({', '.join(named)}{', …' if more is True else ''})" if named else "")
    return str(one.get("type", "anything"))


def _meaning(one: dict[str, Any]) -> str:
    """Words, bounds and examples, on one line of a table."""
    said = [one["description"].rstrip(".")] if one.get("description") else []
    said += [f"{n} {one[n]}" for n in ("minimum", "maximum", "maxLength", "maxItems") if n in one]
    said += [f"such as `{json.dumps(example, ensure_ascii=False)}`" for example in one.get("examples", ())]
    return "; ".join(said).replace("|", "\\|")
