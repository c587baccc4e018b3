"""Tells what happened to a completion and its certificate, in the order of time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.certificates import messages
from lms.certificates.models import Certificate
from lms.domain.problem import Text
from lms.people.models import Person
from lms.records.history import RecordView


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened; `by` is "" where the system did it."""

    at: datetime
    what: Text
    by: str = ""
    reason: str = ""


def steps(session: Session, view: RecordView, certificate: Certificate | None) -> list[Step]:
    """Return what happened to the record that the view shows, and to its certificate, the oldest first."""
    first, newest = view.first, view.newest
    happened = [Step(first.completed_at, messages.COURSE_COMPLETED, first.name)]
    if certificate:
        happened.append(Step(certificate.issued_at, messages.CERTIFICATE_ISSUED))
    if newest.corrected_at:
        happened.append(
            Step(newest.corrected_at, messages.COMPLETION_WITHDRAWN, view.corrected_by, newest.reason)
        )
    if certificate and certificate.revoked_at:
        by = session.get(Person, certificate.revoked_by)
        revoked = messages.REVOKED_BY_HR, by.name if by else "", certificate.reason
        happened.append(Step(certificate.revoked_at, *revoked))
    return sorted(happened, key=lambda step: step.at)
