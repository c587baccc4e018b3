"""What every request of an application can reach: its settings, its database, its clock."""

from dataclasses import dataclass

from flask import current_app

from lms.platform.clock import Clock
from lms.platform.db.database import Database
from lms.settings import Settings


@dataclass(frozen=True, slots=True)
class Runtime:
    """Made once by create_app; `app.extensions["lms"]`."""

    settings: Settings
    db: Database
    clock: Clock


def runtime() -> Runtime:
    """The runtime of the running application."""
    found: Runtime = current_app.extensions["lms"]
    return found
