"""The stage: an installation with candidates, each in the middle of a paper of fifty questions."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from lms import questions
from lms.app import load_models, wire
from lms.bank.models import Bank, Item
from lms.cli import content
from lms.content.library import read_library
from lms.delivery.sit import sit
from lms.domain import blueprint
from lms.domain.access import Role
from lms.domain.blueprint import Plan
from lms.domain.question import Question
from lms.exams.items import items
from lms.exams.models import Exam
from lms.exams.publish import publish
from lms.people import accounts, roles, sign_in, tokens, units
from lms.platform import migrate
from lms.platform.clock import utcnow
from lms.platform.db import Database
from lms.platform.files import Files
from lms.settings import Settings

LENGTH = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who sits: the token, the sitting, and a right response for every position."""

    token: str
    sitting_id: int
    responses: dict[int, dict]


def set_up(folder: Path, candidates: int, url: str = "") -> list[Candidate]:
    """Fill an installation in `folder`, or the database at `url`. Papers are drawn from what ships with it."""
    settings = Settings(data_dir=folder, database_url=url, secret_key="for measuring only")
    load_models()
    wire()
    db, now = Database(settings.url), utcnow()
    migrate.upgrade(db, folder)
    made = []
    with db.transaction() as session:
        content.load(session, read_library(settings.content_dir), Files(folder / "files"), None, now)
        publish(session, "bench", _plan(session), None, now)
        exam_id = session.scalars(select(Exam.id).where(Exam.slug == "bench")).one()
        root = units.add(session, "ROOT", "测量", None, None, now)
        for number in range(candidates):
            person = accounts.create(session, f"B{number:05d}", f"考生{number}", root, None, now)
            roles.grant(session, person, Role.TRAINEE, root, None, now)
            token = tokens.create(session, person, "bench", 30, now)
            actor = sign_in.by_id(session, person.id)
            assert actor is not None
            held = sit(session, actor, exam_id, now).held
            known = items(session, {place.version_id for place in held.paper})
            responses = {p.number: _right(known[p.version_id].question) for p in held.paper}
            made.append(Candidate(token, held.id, responses))
    db.dispose()
    return made


def _right(question: Question) -> dict:
    """The key as the server keeps responses."""
    return questions.read(question, questions.key(question))


def _plan(session) -> Plan:
    """Fifty questions, whatever the kinds the bank has for each competency."""
    counts: dict[str, int] = {}
    rows = session.scalars(
        select(Bank.slug)
        .join(Item, Item.bank_id == Bank.id)
        .where(Item.state == "approved", Bank.purpose == "exam")
    )
    for slug in rows:
        counts[slug] = counts.get(slug, 0) + 1
    share = LENGTH // len(counts)
    kinds = sorted(set(questions.kinds()) - {"essay"})  # its points are its rubric's
    draws = [{"competency": slug, "count": share, "kinds": kinds, "points": "2"} for slug in sorted(counts)]
    draws[0]["count"] += LENGTH - share * len(draws)
    words = {"zh": "测量", "en": "Measuring"}
    plan = blueprint.load(
        {
            "title": words,
            "instructions": words,
            "minutes": 600,
            "attempts": 1,
            "pass_percent": "60",
            "cut_set_by": words,
            "section": [{"title": words, "draw": draws}],
        }
    )
    assert isinstance(plan, Plan), plan
    return plan
