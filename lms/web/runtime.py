"""What every request of an application can use: its settings, database and clock."""

from dataclasses import dataclass

from flask import current_app

from lms.platform.clock import Clock
from lms.platform.db.database import Database
from lms.settings import Settings


@dataclass(frozen=True, slots=True)
class Runtime:
    """Created once by create_app; `app.extensions["lms"]`."""

    settings: Settings
    db: Database
    clock: Clock


def runtime() -> Runtime:
    """Return the runtime of the current application."""
    current: Runtime = current_app.extensions["lms"]
    return current
