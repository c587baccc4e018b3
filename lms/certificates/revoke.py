"""Revokes a certificate: it stays, visibly revoked, with a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.certificates import find, messages
from lms.certificates.models import Certificate
from lms.domain.access import Actor
from lms.domain.text.typed import clean
from lms.platform import audit

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
    certificate.state, certificate.reason = "revoked", reason
    certificate.revoked_at, certificate.revoked_by = now, actor.id
    number = certificate.number
    audit.record(session, "certificates.revoke", f"certificate:{number}", actor.id, now, reason=reason)
    return certificate
