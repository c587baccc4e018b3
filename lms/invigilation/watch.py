"""Find the sittings that an invigilator may see and decide about: of people within their units."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.invigilation import messages
from lms.people.models import Person, Unit
from lms.people.scope import in_units
from lms.sittings.find import SittingView, any_sitting
from lms.sittings.models import Sitting


def watched_ids(actor: Actor, permission: Permission = Permission.INVIGILATE) -> Select[int]:
    """Return a query of the ids of the sittings for which the actor has the permission."""
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
    """Return one of these sittings. Raise Refused (404) for any other: for this actor it does not exist."""
    query = watched_ids(actor, permission).where(Sitting.id == sitting_id)
    if session.scalar(query.with_for_update(of=Sitting) if lock else query) is None:
        raise messages.sitting_not_found()
    return any_sitting(session, sitting_id)
