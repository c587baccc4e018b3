"""What every request can reach: settings, database, clock, and who can be recognised how."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.platform.clock import Clock
from lms.platform.db import Database
from lms.settings import Settings

Identify = Callable[[Session | Connection, str, datetime], Actor | None]


@dataclass(frozen=True, slots=True)
class Frame:
    """Made once by create_app. `by_cookie` and `by_token` come from the room of people."""

    settings: Settings
    db: Database
    clock: Clock
    by_cookie: Identify
    by_token: Identify


def frame() -> Frame:
    """The frame of the running application."""
    found: Frame = current_app.extensions["lms"]
    return found
