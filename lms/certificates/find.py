"""Finds certificates for those who may see them."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
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


def certificates_of_records(session: Session, record_ids: Sequence[int]) -> list[Certificate]:
    """Return the certificates issued for these records."""
    query = select(Certificate).where(Certificate.record_id.in_(record_ids))
    return list(session.scalars(query.order_by(Certificate.id)))


def certificate_of(session: Session, record_id: int) -> Certificate | None:
    """Return the certificate of a record that the actor has been shown; None if there is none."""
    return next(iter(certificates_of_records(session, [record_id])), None)


def count_drawn(session: Session) -> int:
    """Count the certificates whose PDF is kept, with the address that was set when it was drawn."""
    return session.scalar(select(func.count()).where(Certificate.sha256 != "")) or 0


def is_valid(certificate: Certificate | None) -> bool:
    """Return whether there is one that was not revoked."""
    return certificate is not None and certificate.state == "valid"


def may_revoke(session: Session, actor: Actor, certificate: Certificate) -> bool:
    """Return whether it is valid, within the units whose records the actor may correct, and not their own."""
    if certificate.person_id == actor.id or certificate.state == "revoked":
        return False
    return _holds_for_record(session, actor, Permission.CORRECT_RECORDS, certificate)


def may_see_record(session: Session, actor: Actor, certificate: Certificate) -> bool:
    """Return whether the record it certifies is within the units whose records the actor may see."""
    return _holds_for_record(session, actor, Permission.SEE_RECORDS, certificate)


def _holds_for_record(
    session: Session, actor: Actor, permission: Permission, certificate: Certificate
) -> bool:
    within = scope.in_units(actor, permission, CompletionRecord.unit_path)
    record = select(CompletionRecord.id).where(CompletionRecord.id == certificate.record_id, within)
    return session.scalar(record) is not None
