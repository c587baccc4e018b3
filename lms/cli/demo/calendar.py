"""When the people of the demo's city work and learn."""

from datetime import datetime, timedelta
from random import Random

from lms.domain.beijing import BEIJING

_OFF_DUTY = 0.2
"""How often somebody learns in the evening, on a working day or at the weekend."""


def office_hours(moment: datetime, dice: Random) -> datetime:
    """Return the time itself if it is between eight and five on a working day, else one of the next working day."""
    local = moment.astimezone(BEIJING)
    if not 8 <= local.hour < 17:
        local = (local + timedelta(hours=7)).replace(hour=8 + dice.randrange(9), minute=dice.randrange(60))
    while local.weekday() > 4:
        local += timedelta(days=1)
    return local


def time_to_learn(moment: datetime, dice: Random, *, on_shifts: bool) -> datetime:
    """Return when somebody learns next, not before `moment`: any hour for people on shifts; for others office hours or an evening."""
    if on_shifts:
        return moment
    if dice.random() < _OFF_DUTY:
        return _next_evening(moment, dice)
    return office_hours(moment, dice)


def _next_evening(moment: datetime, dice: Random) -> datetime:
    local = moment.astimezone(BEIJING)
    evening = local.replace(hour=19 + dice.randrange(3), minute=dice.randrange(60))
    return evening if evening >= local else evening + timedelta(days=1)
