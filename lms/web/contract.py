"""Says what a call of the API takes and gives, once: views read by it, and the description is made from it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import request

from lms.platform.json_schema import fields_of
from lms.web.body import fields

View = TypeVar("View", bound=Callable[..., Any])
Make = Callable[[Callable[..., Any]], Callable[..., Any]]
MOST = 2_000_000
PDF = "application/pdf"


def takes(form: type, most: int = MOST) -> Make:
    """A JSON body of this TypedDict, in at most so many bytes; the view gets it as `body`. Other fields are refused."""
    allowed = fields_of(form)
    required = tuple(sorted(form.__required_keys__))  # type: ignore[attr-defined]

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def read_first(**kwargs: Any) -> Any:
            return view(body=fields(allowed, required, most), **kwargs)

        read_first.takes = form  # type: ignore[attr-defined]
        return read_first

    return declare


def asks(form: type) -> Make:
    """Parameters of the address, of this TypedDict of texts; the view gets those that were sent as `query`."""
    names = tuple(fields_of(form))

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def read_first(**kwargs: Any) -> Any:
            sent = {name: request.args[name] for name in names if name in request.args}
            return view(query=sent, **kwargs)

        read_first.asks = form  # type: ignore[attr-defined]
        return read_first

    return declare


def gives(form: Any, *statuses: int) -> Callable[[View], View]:
    """JSON of this type, or a PDF, with these statuses; 200 if none is named."""

    def declare(view: View) -> View:
        view.gives = dict.fromkeys(statuses or (200,), form)  # type: ignore[attr-defined]
        return view

    return declare
