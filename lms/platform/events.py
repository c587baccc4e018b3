"""What must rise rises as an event: a lower room says what happened, app.py says who cares."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

Handler = Callable[[Session, Any, datetime], None]

_handlers: dict[type, list[Handler]] = defaultdict(list)


def on(happening: type, handler: Handler) -> None:
    """Call `handler(session, happening, now)` in the same transaction. Twice is once."""
    if handler not in _handlers[happening]:
        _handlers[happening].append(handler)


def emit(session: Session, happening: Any, now: datetime) -> None:
    """Tell everyone who asked for events of this type. What they refuse, undoes the whole."""
    for handler in _handlers[type(happening)]:
        handler(session, happening, now)
