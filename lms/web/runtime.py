"""What every request of an application can reach: its settings, its database, its clock."""

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
class Runtime:
    """Made once by create_app; `app.extensions["lms"]`. `by_cookie` and `by_token` come from `people`."""

    settings: Settings
    db: Database
    clock: Clock
    by_cookie: Identify
    by_token: Identify


def runtime() -> Runtime:
    """The runtime of the running application."""
    found: Runtime = current_app.extensions["lms"]
    return found
