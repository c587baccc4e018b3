"""Verifies a certificate for the public, by the address printed on it or by its file."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certificates import messages
from lms.certificates.models import Certificate
from lms.domain.problem import Text

Verdict = Literal["valid", "revoked", "unknown"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What the public may know of a certificate: no full name, employee number, unit or score."""

    verdict: Verdict
    reason: Text
    number: str = ""
    name: str = ""
    """Masked: 林*, 王*明."""
    course: Text = Text("", "")
    competency: Text = Text("", "")
    level: int = 0
    completed_on: date | None = None
    issued_on: date | None = None
    revoked_because: str = ""

    def as_json(self, language: str) -> dict[str, Any]:
        """Return the JSON for programs and --json."""
        certified = None
        if self.number:
            certified = {
                "number": self.number,
                "name": self.name,
                "course": self.course.in_(language),
                "competency": self.competency.in_(language),
                "level": self.level,
                "completed_on": str(self.completed_on),
                "issued_on": str(self.issued_on),
            }
        return {"verdict": self.verdict, "reasons": [self.reason.in_(language)], "certified": certified}


def masked(name: str) -> str:
    """Return the first character, and of three or more the last; the others as asterisks."""
    if len(name) < 2:
        return "*"
    return name[0] + "*" if len(name) == 2 else name[0] + "*" * (len(name) - 2) + name[-1]


def by_token(session: Session, token: str) -> Verification:
    """Verify the address printed on a certificate."""
    certificate = session.scalar(select(Certificate).where(Certificate.token == token))
    return _verification(certificate, messages.VALID, messages.UNKNOWN_ADDRESS)


def by_file(session: Session, data: bytes) -> Verification:
    """Verify that a file is byte for byte one that was issued here."""
    if not data.startswith(b"%PDF-"):
        return Verification("unknown", messages.NOT_A_PDF)
    digest = hashlib.sha256(data).hexdigest()
    certificate = session.scalar(select(Certificate).where(Certificate.sha256 == digest))
    unknown = messages.UNKNOWN_FILE
    undrawn = select(Certificate.id).where(Certificate.sha256 == "").limit(1)
    if certificate is None and session.scalar(undrawn):
        unknown += messages.PERHAPS_NOT_DRAWN_YET
    return _verification(certificate, messages.UNCHANGED, unknown)


def _verification(certificate: Certificate | None, good: Text, unknown: Text) -> Verification:
    if certificate is None:
        return Verification("unknown", unknown)
    revoked = certificate.state == "revoked"
    facts = certificate.facts
    return Verification(
        "revoked" if revoked else "valid",
        messages.REVOKED if revoked else good,
        certificate.number,
        masked(facts["name"]),
        Text(facts["course_title"]["zh"], facts["course_title"]["en"]),
        Text(facts["competency"]["zh"], facts["competency"]["en"]),
        facts["level"],
        date.fromisoformat(facts["completed_on"]),
        date.fromisoformat(facts["issued_on"]),
        certificate.reason if revoked else "",
    )
