"""Issues a certificate for a completion record, and keeps its PDF."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.certificates.draw import draw
from lms.certificates.facts import Facts
from lms.certificates.models import Certificate
from lms.competency.models import Competency
from lms.domain.beijing import BEIJING
from lms.domain.problem import Text
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import Work, enqueue, handler
from lms.records.events import CompletionRecorded
from lms.records.models import CompletionRecord
from lms.settings import Settings


def completion_recorded(session: Session, event: CompletionRecorded, now: datetime) -> None:
    """Certify a completion that was recorded. Idempotent. A job draws the PDF, as that takes longer than a write may."""
    record = session.get_one(CompletionRecord, event.record_id)
    if session.scalar(select(Certificate.id).where(Certificate.record_id == record.id)) is not None:
        return
    certificate = Certificate(
        token=secrets.token_urlsafe(16),
        number=_number(record, now),
        record_id=record.id,
        person_id=record.person_id,
        facts=_facts(session, record, now),
        issued_at=now,
    )
    session.add(certificate)
    session.flush()
    enqueue(session, "certificates.draw", {"certificate": certificate.id}, now)
    audit.record(
        session,
        "certificates.issue",
        f"certificate:{certificate.number}",
        record.person_id,
        now,
        record=record.id,
    )


def _number(record: CompletionRecord, now: datetime) -> str:
    return f"WN{now.astimezone(BEIJING).year}-{record.id:06d}"


def _facts(session: Session, record: CompletionRecord, now: datetime) -> dict[str, Any]:
    competency = session.get_one(Competency, record.competency_id)
    level = next(
        (row["name"] for row in competency.levels if row["level"] == record.level), {"zh": "", "en": ""}
    )
    score = None
    if record.score is not None and record.most is not None:
        score = f"{_decimal(record.score)} / {_decimal(record.most)}"
    return {
        "name": record.name,
        "unit": record.unit_name,
        "course_title": record.course_title,
        "competency": competency.name,
        "level": record.level,
        "level_name": level,
        "hours": _decimal(record.hours),
        "score": score,
        "completed_on": record.completed_at.astimezone(BEIJING).date().isoformat(),
        "issued_on": now.astimezone(BEIJING).date().isoformat(),
    }


def _decimal(value: Any) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed_facts(certificate: Certificate, settings: Settings) -> Facts:
    """Return everything that is printed on the certificate."""
    facts = certificate.facts
    return Facts(
        number=certificate.number,
        name=facts["name"],
        unit=facts["unit"],
        course_title=_text(facts["course_title"]),
        competency=_text(facts["competency"]),
        level=facts["level"],
        level_name=_text(facts["level_name"]),
        hours=facts["hours"],
        score=facts["score"],
        completed_on=date.fromisoformat(facts["completed_on"]),
        issued_on=date.fromisoformat(facts["issued_on"]),
        issuer=Text(settings.issuer_zh, settings.issuer_en),
        verify_url=f"{settings.base_url}/verify/{certificate.token}",
        opens_elsewhere=settings.opens_elsewhere,
    )


def _text(words: dict[str, str]) -> Text:
    return Text(words["zh"], words["en"])


def pdf(certificate: Certificate, settings: Settings) -> bytes:
    """Return the stored PDF, or draw it now if its job has not run yet. Raise MissingGlyph if it cannot be drawn."""
    files = Files(settings.data_dir / "files")
    if certificate.sha256:
        return files.read(certificate.sha256)
    return draw(printed_facts(certificate, settings), extra_fonts=settings.extra_fonts)


@handler("certificates.draw")
def _draw(work: Work) -> None:
    settings = work.tools.settings
    with work.db.read() as session:
        certificate = session.get_one(Certificate, work.payload["certificate"])
    if certificate.sha256:
        return
    sha256 = Files(settings.data_dir / "files").keep(pdf(certificate, settings))
    with work.db.transaction() as session:
        session.execute(
            update(Certificate)
            .where(Certificate.id == certificate.id, Certificate.sha256 == "")
            .values(sha256=sha256)
        )
