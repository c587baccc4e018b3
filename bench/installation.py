"""Sets up an installation with candidates, each in the middle of a form of fifty questions."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import questions
from lms.app import wire
from lms.bank.models import Bank, Item
from lms.catalog.models import Course
from lms.cli import content
from lms.content.library import read_library
from lms.domain.access import Role
from lms.domain.exam import blueprint
from lms.domain.exam.blueprint import Plan
from lms.exams.items import paper_items
from lms.exams.models import Exam
from lms.exams.publish import publish_plan
from lms.people import accounts, roles, unit_tree
from lms.people.credentials import passwords, sign_in, tokens
from lms.people.models import Person, Unit
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.db.models import load_models
from lms.platform.files import Files
from lms.platform.schema import migrate
from lms.settings import Settings
from lms.sittings.find import SittingView
from lms.sittings.start.sit import begin_sitting

LENGTH = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate in a sitting: the token, the sitting, and a correct response for every position."""

    token: str
    sitting_id: int
    responses: dict[int, dict]


@dataclass(frozen=True, slots=True)
class InvitedCandidate:
    """A candidate who may sit and has not started."""

    login: str
    token: str


@dataclass(frozen=True, slots=True)
class InvitedExam:
    """An exam and those who may sit it; the cookies of an author of exams and of an HR officer."""

    exam_id: int
    course: str
    people: list[InvitedCandidate]
    author: dict[str, str]
    hr: dict[str, str]


PASSWORD = "for-measuring-only"


def set_up(folder: Path, count: int, url: str = "") -> list[Candidate]:
    """Fill an installation in `folder`, or the database at `url`, with candidates in a sitting."""
    db, now, candidates = _database(folder, url), utcnow(), []
    with db.transaction() as session:
        exam_id, root = _add_exam(session, folder)
        for number in range(count):
            person, token = _add_candidate(session, number, root, "")
            actor = sign_in.actor_by_id(session, person.id)
            assert actor is not None
            sitting = begin_sitting(session, actor, exam_id, now).sitting
            candidates.append(Candidate(token, sitting.id, right_answers(session, sitting)))
    db.dispose()
    return candidates


def set_up_invited(folder: Path, people: int, url: str = "") -> InvitedExam:
    """Fill an installation with candidates who have not started; everybody's password is PASSWORD."""
    db, hashed = _database(folder, url), passwords.hash_password(PASSWORD)
    with db.transaction() as session:
        exam_id, root = _add_exam(session, folder)
        added = [_add_candidate(session, number, root, hashed) for number in range(people)]
        cookies = []
        for login, role in (("AUTHOR", Role.TRAINER), ("HR", Role.HR)):
            person = accounts.create(session, login, login, root, None, utcnow())
            roles.grant(session, person, role, root, None, utcnow())
            cookies.append(
                {"sid": sign_in.create_sign_in(session, person, "127.0.0.1", "bench", 12, utcnow())}
            )
        course = session.scalars(select(Course.slug).order_by(Course.slug)).first() or ""
    db.dispose()
    invited = [InvitedCandidate(person.login, token) for person, token in added]
    return InvitedExam(exam_id, course, invited, *cookies)


def _database(folder: Path, url: str) -> Database:
    load_models()
    wire()
    db = Database(Settings(data_dir=folder, database_url=url, secret_key="for measuring only").url)
    migrate.upgrade(db, folder)
    return db


def _add_exam(session: Session, folder: Path) -> tuple[int, Unit]:
    """Add an exam drawn from the shipped questions, and a unit; return both."""
    now = utcnow()
    content.load_content(session, read_library(Settings().content_dir), Files(folder / "files"), None, now)
    publish_plan(session, "bench", _plan(session), None, now)
    exam_id = session.scalars(select(Exam.id).where(Exam.slug == "bench")).one()
    return exam_id, unit_tree.add(session, "ROOT", "测量", None, None, now)


def _add_candidate(session: Session, number: int, root: Unit, hashed: str) -> tuple[Person, str]:
    now = utcnow()
    person = accounts.create(session, f"B{number:05d}", f"考生{number}", root, None, now, hashed)
    person.must_change_password = False
    roles.grant(session, person, Role.TRAINEE, root, None, now)
    return person, tokens.create(session, person, "bench", 30, now)


def right_answers(session: Session, sitting: SittingView) -> dict[int, dict]:
    """Return the keys of a form by position, as the server stores responses."""
    by_version = paper_items(session, {position.version_id for position in sitting.paper})
    asked = {position.number: by_version[position.version_id].question for position in sitting.paper}
    return {
        number: questions.read_response(question, questions.answer_key(question))
        for number, question in asked.items()
    }


def _plan(session: Session) -> Plan:
    """Return a plan of fifty questions of any kind, spread over the competencies."""
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
