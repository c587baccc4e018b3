"""Revokes a certificate: it stays, visibly revoked, with a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.certificates import find, messages
from lms.certificates.models import Certificate
from lms.domain.access import Actor
from lms.domain.text.typed import clean
from lms.platform import audit
from lms.records.events import CompletionWithdrawn

LONGEST_REASON = 1000
"""Characters."""


def revoke(session: Session, actor: Actor, token: str, reason: str, now: datetime) -> Certificate:
    """Revoke a certificate within the actor's units. Raise Refused if it is their own or revoked already."""
    certificate = find.visible_certificate(session, actor, token)
    reason = clean(reason)
    if not find.may_revoke(session, actor, certificate):
        raise messages.not_revocable()
    if not reason:
        raise messages.reason_missing()
    if len(reason) > LONGEST_REASON:
        raise messages.reason_too_long(len(reason), LONGEST_REASON)
    _revoke(session, certificate, actor.id, reason, now)
    return certificate


def completion_withdrawn(session: Session, event: CompletionWithdrawn, now: datetime) -> None:
    """Revoke the valid certificates of a completion that does not count any more."""
    for certificate in find.certificates_of_records(session, event.record_ids):
        if certificate.state == "valid":
            _revoke(session, certificate, event.by_id, event.reason, now)


def _revoke(session: Session, certificate: Certificate, by_id: int, reason: str, now: datetime) -> None:
    certificate.state, certificate.reason = "revoked", reason
    certificate.revoked_at, certificate.revoked_by = now, by_id
    number = certificate.number
    audit.record(session, "certificates.revoke", f"certificate:{number}", by_id, now, reason=reason)
