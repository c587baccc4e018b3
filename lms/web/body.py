"""Reads JSON bodies: what is not asked for is refused, so that nobody can slip a field in."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from lms.domain.problem import Refused, Text


def fields(
    allowed: Mapping[str, type | tuple[type, ...]], required: tuple[str, ...] = (), most: int = 2_000_000
) -> dict[str, Any]:
    """The JSON object of this request with these fields and types, of `most` bytes. Raises Refused (400)."""
    data = _json(most)
    if not isinstance(data, dict):
        raise malformed("", "请求体须为 JSON 对象", "the body must be a JSON object")
    if unknown := sorted(set(data) - set(allowed)):
        names = "、".join(unknown)[:200]
        raise Refused(
            "unknown_fields",
            Text(f"不认识的字段：{names}", f"Unknown fields: {names}"),
            Text(f"可用字段：{'、'.join(allowed)}", f"Allowed fields: {', '.join(allowed)}"),
            status=400,
            fields=unknown,
        )
    for name in required:
        if name not in data:
            raise malformed(name, f"缺少字段 {name}", f"the field {name} is missing")
    for name, value in data.items():
        kinds = allowed[name]
        wrong_bool = isinstance(value, bool) and kinds is int
        if not isinstance(value, kinds) or wrong_bool:
            raise malformed(name, f"字段 {name} 的类型不对", f"the field {name} has the wrong type")
    return data


def _json(most: int) -> Any:
    """What the body says; {} for none. NaN and infinities are no JSON, whatever Python thinks."""
    raw = request.get_data()
    if len(raw) > most:
        raise RequestEntityTooLarge
    if not raw:
        return {}
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        return json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise malformed("", "请求体不是合法的 JSON", "the body is not valid JSON") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def malformed(where: str, zh: str, en: str) -> Refused:
    """A body that is not of the form the contract asks for."""
    return Refused(
        "malformed",
        Text(f"请求格式有误：{zh}", f"The request is malformed: {en}"),
        Text("请对照接口文档修改后重试", "Compare it with the API documentation and send it again"),
        status=400,
        where=where,
    )
