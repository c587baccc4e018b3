"""Takes a certificate back: it stays, visibly revoked, with a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.certificates import find
from lms.certificates.models import Certificate
from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.platform import audit


def revoke(session: Session, actor: Actor, token: str, reason: str, now: datetime) -> Certificate:
    """Revoke a certificate within the actor's units. Nobody revokes their own; it happens once."""
    certificate = find.one(session, actor, token)
    reason = reason.strip()
    if not find.may_revoke(session, actor, certificate):
        raise Refused(
            "certificate.not_revocable",
            Text("不能撤销这张证书", "You cannot revoke this certificate"),
            Text(
                "证书已撤销，或不在您负责的单位，或是您本人的",
                "It is revoked already, outside your units, or your own",
            ),
            status=403,
        )
    if not reason:
        raise Refused(
            "certificate.no_reason",
            Text("没有填写撤销原因", "The reason is missing"),
            Text("请写明原因，它会显示在核验页上", "Write the reason; the verification page shows it"),
            status=400,
        )
    certificate.state, certificate.reason = "revoked", reason[:1000]
    certificate.revoked_at, certificate.revoked_by = now, actor.id
    audit.record(
        session,
        "certificates.revoke",
        f"certificate:{certificate.number}",
        actor.id,
        now,
        reason=reason[:1000],
    )
    return certificate
