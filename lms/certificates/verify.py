"""Tells anybody what was certified: by the address on the paper, or by the file itself."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certificates.models import Certificate
from lms.domain.problem import Text

Verdict = Literal["valid", "revoked", "unknown"]


@dataclass(frozen=True, slots=True)
class Certified:
    """What the public may know of a certificate: no full name, number, unit or score."""

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
        """For --json and programs."""
        what = None
        if self.number:
            what = {
                "number": self.number,
                "name": self.name,
                "course": self.course.in_(language),
                "competency": self.competency.in_(language),
                "level": self.level,
                "completed_on": str(self.completed_on),
                "issued_on": str(self.issued_on),
            }
        return {"verdict": self.verdict, "reasons": [self.reason.in_(language)], "certified": what}


def masked(name: str) -> str:
    """The first character, and of three or more the last; the others as asterisks."""
    if len(name) < 2:
        return "*"
    return name[0] + "*" if len(name) == 2 else name[0] + "*" * (len(name) - 2) + name[-1]


def by_token(session: Session, token: str) -> Certified:
    """What stands behind the address on the paper."""
    found = session.scalar(select(Certificate).where(Certificate.token == token))
    unknown = Text(
        "没有这个编号的证书，可能抄错了网址", "There is no such certificate; the address may be mistyped"
    )
    return _certified(found, Text("证书有效", "This certificate is valid"), unknown)


def by_file(session: Session, data: bytes) -> Certified:
    """Whether this very file was issued here: one changed byte makes another file."""
    if not data.startswith(b"%PDF-"):
        no_pdf = Text("这不是 PDF 文件", "This is not a PDF file")
        return Certified("unknown", no_pdf)
    digest = hashlib.sha256(data).hexdigest()
    found = session.scalar(select(Certificate).where(Certificate.sha256 == digest))
    unknown = Text(
        "文件与本系统签发的任何证书都不一致：可能被改动过，或不是由本系统签发",
        "The file equals no certificate issued here: it was changed, or was not issued here",
    )
    if found is None and session.scalar(select(Certificate.id).where(Certificate.sha256 == "").limit(1)):
        unknown += Text(
            "；如果证书刚刚签发，请一分钟后再核验", "; if it was issued just now, verify it again in a minute"
        )
    return _certified(
        found,
        Text("文件与签发时完全一致，证书有效", "The file is exactly as issued; the certificate is valid"),
        unknown,
    )


def _certified(found: Certificate | None, good: Text, unknown: Text) -> Certified:
    if found is None:
        return Certified("unknown", unknown)
    revoked = found.state == "revoked"
    said = found.facts
    return Certified(
        "revoked" if revoked else "valid",
        Text("证书已被撤销", "This certificate has been revoked") if revoked else good,
        found.number,
        masked(said["name"]),
        Text(said["course_title"]["zh"], said["course_title"]["en"]),
        Text(said["competency"]["zh"], said["competency"]["en"]),
        said["level"],
        date.fromisoformat(said["completed_on"]),
        date.fromisoformat(said["issued_on"]),
        found.reason if revoked else "",
    )
