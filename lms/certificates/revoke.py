"""Takes a certificate back: it stays, visibly revoked, with a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.certificates import find
from lms.certificates.models import Certificate
from lms.domain.access import Actor
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text
from lms.domain.text.typed import clean
from lms.platform import audit

LONGEST = 1000
"""Characters of a reason."""


def revoke(session: Session, actor: Actor, token: str, reason: str, now: datetime) -> Certificate:
    """Revoke a certificate within the actor's units. Nobody revokes their own; it happens once."""
    certificate = find.one(session, actor, token)
    reason = clean(reason)
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
    if len(reason) > LONGEST:
        raise _too_long(len(reason))
    certificate.state, certificate.reason = "revoked", reason
    certificate.revoked_at, certificate.revoked_by = now, actor.id
    number = certificate.number
    audit.record(session, "certificates.revoke", f"certificate:{number}", actor.id, now, reason=reason)
    return certificate


def _too_long(count: int) -> Refused:
    what = Text(
        f"原因最多 {LONGEST} 个字符，现有 {count} 个",
        f"A reason has at most {LONGEST} characters, this has {count}",
    )
    how = Text(f"请删去 {count - LONGEST} 个字符", f"Remove {count - LONGEST}")
    return Refused(
        "certificate.reason_too_long", what, how, 400, problems=[Problem(FieldPath("reason"), what, how)]
    )
