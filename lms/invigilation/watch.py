"""Finds the sittings that an invigilator may see and decide about: of people within their units."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text, not_found
from lms.people.models import Person, Unit
from lms.people.scope import in_units
from lms.sittings.find import SittingView, one
from lms.sittings.models import Sitting


def watched_ids(actor: Actor, permission: Permission = Permission.INVIGILATE) -> Select[int]:
    """The ids of the sittings over which the permission holds."""
    return (
        select(Sitting.id)
        .join(Person, Person.id == Sitting.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(in_units(actor, permission, Unit.path))
    )


def watched_sitting(
    session: Session,
    actor: Actor,
    sitting_id: int,
    *,
    lock: bool = False,
    permission: Permission = Permission.INVIGILATE,
) -> SittingView:
    """One sitting of those; any other does not exist for this actor."""
    query = watched_ids(actor, permission).where(Sitting.id == sitting_id)
    if session.scalar(query.with_for_update(of=Sitting) if lock else query) is None:
        raise not_found(Text("考试记录", "sitting"))
    return one(session, sitting_id)
