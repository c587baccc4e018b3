"""Finds certificates for those who may see them."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.certificates.models import Certificate
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text, not_found
from lms.people import scope
from lms.records.models import CompletionRecord

CERTIFICATE = Text("证书", "certificate")


def own(session: Session, actor: Actor) -> list[Certificate]:
    """The actor's certificates, newest first."""
    mine = select(Certificate).where(Certificate.person_id == actor.id)
    return list(session.scalars(mine.order_by(Certificate.id.desc())))


def one(session: Session, actor: Actor, token: str) -> Certificate:
    """A certificate of the actor's own, or of somebody in their units."""
    found = session.scalar(
        select(Certificate)
        .join(CompletionRecord, CompletionRecord.id == Certificate.record_id)
        .where(Certificate.token == token)
        .where(
            or_(
                Certificate.person_id == actor.id,
                scope.in_units(actor, Permission.SEE_RECORDS, CompletionRecord.unit_path),
            )
        )
    )
    if found is None:
        raise not_found(CERTIFICATE)
    return found


def of_records(session: Session, record_ids: list[int]) -> dict[int, Certificate]:
    """The certificates of these records, by record."""
    rows = session.scalars(select(Certificate).where(Certificate.record_id.in_(record_ids)))
    return {certificate.record_id: certificate for certificate in rows}


def may_revoke(session: Session, actor: Actor, certificate: Certificate) -> bool:
    """Whether it lies within the units whose records the actor may correct, and is not their own."""
    if certificate.person_id == actor.id or certificate.state == "revoked":
        return False
    within = scope.in_units(actor, Permission.CORRECT_RECORDS, CompletionRecord.unit_path)
    return (
        session.scalar(
            select(CompletionRecord.id).where(CompletionRecord.id == certificate.record_id, within)
        )
        is not None
    )
