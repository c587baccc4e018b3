"""To which year hours belong: the calendar year in Beijing."""

from datetime import datetime

from lms.domain.beijing import BEIJING


def training_year(moment: datetime) -> int:
    """The year of the ledger that a moment belongs to."""
    return moment.astimezone(BEIJING).year
