"""Generate docs/api-reference.md: every API call with what it accepts and returns, from its own description."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask

from lms.web.api import describe

HEAD = """# 接口全部调用 Every call of the API

{made}

由程序从接口自己的说明（`/api/v1/openapi.json`）打印；用法见 [api.md](api.md)。带 * 的字段必有。

Generated from the description of the API (`/api/v1/openapi.json`); [api.md](api.md) explains how to use it.
Fields with * are always present, or required.
"""


def api_reference(app: Flask, made: str) -> str:
    """Return the page."""
    described = describe(app)
    parts = [HEAD.format(made=made)]
    for path, calls in described["paths"].items():
        parts += [_call(method, path, call) for method, call in calls.items()]
    for name, schema in described["components"]["schemas"].items():
        parts.append("\n".join([f"## {name}", "", schema.get("description", ""), "", *_fields(schema), ""]))
    return "\n".join(parts).rstrip() + "\n"


def _call(method: str, path: str, call: dict[str, Any]) -> str:
    lines = [f"## `{method.upper()} {path}`", "", call["summary"], ""]
    lines.append("- Who: " + ", ".join(f"`{name}`" for name in call["x-permissions"]))
    for parameter in call["parameters"]:
        if parameter.get("in") == "query":
            schema = parameter["schema"]
            meaning = _meaning(parameter | schema)
            lines.append(f"- `?{parameter['name']}=`: {_type(schema)}. {meaning}".rstrip())
    if "requestBody" in call:
        lines.append(f"- Accepts {_type(_json(call['requestBody']))}")
    returned = [
        f"{status} {_type(_json(answer)) if 'application/json' in answer['content'] else 'PDF'}"
        for status, answer in call["responses"].items()
        if status != "4XX"
    ]
    return "\n".join([*lines, f"- Returns {'; '.join(returned)}", ""])


def _json(body: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = body["content"]["application/json"]["schema"]
    return schema


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    yield "| field | type | meaning |"
    yield "|---|---|---|"
    for name, field in schema["properties"].items():
        required = " *" if name in schema.get("required", ()) else ""
        yield f"| `{name}`{required} | {_type(field)} | {_meaning(field)} |"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(inner) for inner in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if schema.get("type") == "object":
        named = [f"`{name}` {_type(inner)}" for name, inner in schema.get("properties", {}).items()]
        more = schema.get("additionalProperties")
        if isinstance(more, dict) and more:
            named.append(f"each {_type(more)}")
        return "object" + (f" ({', '.join(named)}{', …' if more is True else ''})" if named else "")
    return str(schema.get("type", "anything"))


def _meaning(schema: dict[str, Any]) -> str:
    """Return description, bounds and examples on one line of a table."""
    parts = [schema["description"].rstrip(".")] if schema.get("description") else []
    parts += [f"{n} {schema[n]}" for n in ("minimum", "maximum", "maxLength", "maxItems") if n in schema]
    parts += [
        f"such as `{json.dumps(example, ensure_ascii=False)}`" for example in schema.get("examples", ())
    ]
    return "; ".join(parts).replace("|", "\\|")
