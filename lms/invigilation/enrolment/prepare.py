"""Draw papers in advance, so that the start stays fast when everybody begins together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.candidates.eligibility import EXPECTED, MAKEUP, DrawnForm
from lms.candidates.models import Candidacy
from lms.domain.access import Actor
from lms.exams.published import exam_with_sources
from lms.invigilation.enrolment import listing, messages
from lms.platform import audit
from lms.platform.db.insert import batched
from lms.platform.jobs import Job, Work, enqueue, handler
from lms.sittings.models import Sitting
from lms.sittings.start.sit import draw_paper, is_usable, versions_in

JOB = "delivery.prepare"
BATCH = 50
"""Papers per transaction: candidates who begin meanwhile wait for at most so many."""


def queue_drawing(session: Session, actor: Actor, exam_id: int, now: datetime) -> Job:
    """Queue a job that draws papers for everyone of the actor's units who is still to sit the exam."""
    exam, _ = exam_with_sources(session, exam_id)
    people = listing.people_to_draw_for(session, actor, exam_id)
    if not people:
        raise messages.nobody_to_draw_for()
    facts = {"people": len(people), "version": exam.number}
    audit.record(session, "delivery.prepare", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    return enqueue(session, JOB, {"exam": exam_id, "people": people}, now, actor.id)


def draw_papers(session: Session, exam_id: int, person_ids: Sequence[int]) -> int:
    """Draw papers for those of these people who have none that may still be sat; return how many were drawn.

    A paper avoids the items that its candidate has seen in earlier attempts.
    """
    exam, sources = exam_with_sources(session, exam_id)
    listed = session.execute(
        select(
            Candidacy.id, Candidacy.person_id, Candidacy.exam_version_id, Candidacy.seed, Candidacy.paper
        ).where(
            Candidacy.exam_id == exam_id,
            Candidacy.person_id.in_(person_ids),
            Candidacy.status.in_((EXPECTED, MAKEUP)),
        )
    ).all()
    earlier: dict[int, list[list[Any]]] = {}
    for person_id, paper in session.execute(
        select(Sitting.person_id, Sitting.paper).where(
            Sitting.exam_id == exam_id, Sitting.person_id.in_(person_ids)
        )
    ):
        earlier.setdefault(person_id, []).append(paper)
    rows = []
    for row in listed:
        papers = earlier.get(row.person_id, [])
        ready = DrawnForm(row.exam_version_id, row.seed, row.paper) if row.paper else None
        if ready is None or not is_usable(ready, exam, sources, papers):
            seed, paper = draw_paper(exam, sources, versions_in(papers))
            rows.append({"id": row.id, "exam_version_id": exam.version_id, "seed": seed, "paper": paper})
    if rows:
        session.execute(update(Candidacy), rows)
    return len(rows)


@handler(JOB)
def _draw_papers_job(work: Work) -> dict[str, int]:
    people, drawn, done = work.payload["people"], 0, 0
    for batch in batched(people, BATCH):
        with work.db.transaction() as session:
            drawn += draw_papers(session, work.payload["exam"], batch)
        done += len(batch)
        work.progress(done, len(people))
    return {"drawn": drawn, "people": len(people)}
