"""Events from lower packages to higher ones: a package emits, app.py subscribes."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

Handler = Callable[[Session, Any, datetime], None]

_handlers: dict[type, list[Handler]] = defaultdict(list)


def subscribe(event_type: type, handler: Handler) -> None:
    """Call `handler(session, event, now)` for each event, in the same transaction. Idempotent."""
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def emit(session: Session, event: Any, now: datetime) -> None:
    """Call the handlers of events of this type; an exception of theirs rolls back the whole transaction."""
    for handler in _handlers[type(event)]:
        handler(session, event, now)
