"""Finds certificates for those who may see them."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.certificates import messages
from lms.certificates.models import Certificate
from lms.domain.access import Actor, Permission
from lms.people import scope
from lms.records.models import CompletionRecord


def own_certificates(session: Session, actor: Actor) -> list[Certificate]:
    """Return the actor's certificates, newest first."""
    query = select(Certificate).where(Certificate.person_id == actor.id)
    return list(session.scalars(query.order_by(Certificate.id.desc())))


def visible_certificate(session: Session, actor: Actor, token: str) -> Certificate:
    """Return a certificate of the actor's own or of somebody in their units. Raise Refused (404) otherwise."""
    certificate = session.scalar(
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
    if certificate is None:
        raise messages.no_certificate()
    return certificate


def may_revoke(session: Session, actor: Actor, certificate: Certificate) -> bool:
    """Return whether it is valid, within the units whose records the actor may correct, and not their own."""
    if certificate.person_id == actor.id or certificate.state == "revoked":
        return False
    within = scope.in_units(actor, Permission.CORRECT_RECORDS, CompletionRecord.unit_path)
    return (
        session.scalar(
            select(CompletionRecord.id).where(CompletionRecord.id == certificate.record_id, within)
        )
        is not None
    )
