"""Working days of the demo's city."""

from datetime import datetime, timedelta
from random import Random

from lms.domain.beijing import BEIJING


def office_hours(moment: datetime, dice: Random) -> datetime:
    """Return the time itself if it is between eight and five on a working day, else one of the next working day."""
    local = moment.astimezone(BEIJING)
    if not 8 <= local.hour < 17:
        local = (local + timedelta(hours=7)).replace(hour=8 + dice.randrange(9), minute=dice.randrange(60))
    while local.weekday() > 4:
        local += timedelta(days=1)
    return local
