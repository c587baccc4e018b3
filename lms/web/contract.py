"""Declare what an API call accepts and returns: views read by it, and OpenAPI describes it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import request

from lms.platform.json_schema import fields_of
from lms.web.body import read_json

View = TypeVar("View", bound=Callable[..., Any])
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
MOST = 2_000_000
PDF = "application/pdf"


def accepts_body(form: type, most: int = MOST) -> Decorator:
    """Accept a JSON body of this TypedDict, of at most so many bytes; the view gets it as `body`."""
    allowed = fields_of(form)
    required = tuple(sorted(form.__required_keys__))  # type: ignore[attr-defined]

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def read_first(**kwargs: Any) -> Any:
            return view(body=read_json(allowed, required, most), **kwargs)

        read_first.accepted_body = form  # type: ignore[attr-defined]
        return read_first

    return declare


def accepts_query(form: type) -> Decorator:
    """Accept query parameters of this TypedDict of texts; the view gets those that were sent as `query`."""
    names = tuple(fields_of(form))

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def read_first(**kwargs: Any) -> Any:
            sent = {name: request.args[name] for name in names if name in request.args}
            return view(query=sent, **kwargs)

        read_first.accepted_query = form  # type: ignore[attr-defined]
        return read_first

    return declare


def returns(form: Any, *statuses: int) -> Callable[[View], View]:
    """Declare that it returns JSON of this type, or a PDF, with these statuses; 200 by default."""

    def declare(view: View) -> View:
        view.returned = dict.fromkeys(statuses or (200,), form)  # type: ignore[attr-defined]
        return view

    return declare
