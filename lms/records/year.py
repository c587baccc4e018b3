"""Says to which year hours belong: the calendar year in Beijing."""

from datetime import datetime

from lms.domain.beijing import BEIJING


def training_year(moment: datetime) -> int:
    """Return the training year of a time."""
    return moment.astimezone(BEIJING).year
