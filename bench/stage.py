"""The stage: an installation with candidates, each in the middle of a paper of fifty questions."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import questions
from lms.app import load_models, wire
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
from lms.people import accounts, passwords, roles, sign_in, tokens, unit_tree
from lms.people.models import Person, Unit
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.files import Files
from lms.platform.schema import migrate
from lms.settings import Settings
from lms.sittings.find import SittingView
from lms.sittings.start.sit import sit

LENGTH = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who sits: the token, the sitting, and a right response for every position."""

    token: str
    sitting_id: int
    responses: dict[int, dict]


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who may sit and has not begun."""

    login: str
    token: str


@dataclass(frozen=True, slots=True)
class Hall:
    """An exam and those who may sit it; whoever composes exams and whoever exports records, by their cookies."""

    exam_id: int
    course: str
    people: list[Invited]
    author: dict[str, str]
    hr: dict[str, str]


PASSWORD = "for-measuring-only"


def set_up(folder: Path, candidates: int, url: str = "") -> list[Candidate]:
    """Fill an installation in `folder`, or the database at `url`, with people who sit."""
    db, now, made = _database(folder, url), utcnow(), []
    with db.transaction() as session:
        exam_id, root = _furnish(session, folder)
        for number in range(candidates):
            person, token = _invite(session, number, root, "")
            actor = sign_in.by_id(session, person.id)
            assert actor is not None
            held = sit(session, actor, exam_id, now).held
            made.append(Candidate(token, held.id, right_answers(session, held)))
    db.dispose()
    return made


def invite(folder: Path, people: int, url: str = "") -> Hall:
    """The same before anybody has begun; everybody's password is PASSWORD."""
    db, hashed = _database(folder, url), passwords.hash_password(PASSWORD)
    with db.transaction() as session:
        exam_id, root = _furnish(session, folder)
        made = [_invite(session, number, root, hashed) for number in range(people)]
        cookies = []
        for login, role in (("AUTHOR", Role.TRAINER), ("HR", Role.HR)):
            person = accounts.create(session, login, login, root, None, utcnow())
            roles.grant(session, person, role, root, None, utcnow())
            cookies.append({"sid": sign_in.open_session(session, person, "127.0.0.1", "bench", 12, utcnow())})
        course = session.scalars(select(Course.slug).order_by(Course.slug)).first() or ""
    db.dispose()
    invited = [Invited(person.login, token) for person, token in made]
    return Hall(exam_id, course, invited, *cookies)


def _database(folder: Path, url: str) -> Database:
    load_models()
    wire()
    db = Database(Settings(data_dir=folder, database_url=url, secret_key="for measuring only").url)
    migrate.upgrade(db, folder)
    return db


def _furnish(session: Session, folder: Path) -> tuple[int, Unit]:
    """An exam drawn from the questions that ship with the product, and a unit."""
    now = utcnow()
    content.load(session, read_library(Settings().content_dir), Files(folder / "files"), None, now)
    publish_plan(session, "bench", _plan(session), None, now)
    exam_id = session.scalars(select(Exam.id).where(Exam.slug == "bench")).one()
    return exam_id, unit_tree.add(session, "ROOT", "测量", None, None, now)


def _invite(session: Session, number: int, root: Unit, hashed: str) -> tuple[Person, str]:
    now = utcnow()
    person = accounts.create(session, f"B{number:05d}", f"考生{number}", root, None, now, hashed)
    person.must_change_password = False
    roles.grant(session, person, Role.TRAINEE, root, None, now)
    return person, tokens.create(session, person, "bench", 30, now)


def right_answers(session: Session, held: SittingView) -> dict[int, dict]:
    """The keys of a paper by position, as the server keeps responses."""
    known = paper_items(session, {place.version_id for place in held.paper})
    asked = {place.number: known[place.version_id].question for place in held.paper}
    return {number: questions.read(one, questions.key(one)) for number, one in asked.items()}


def _plan(session: Session) -> Plan:
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
