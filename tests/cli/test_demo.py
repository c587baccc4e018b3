"""The demo: all its data comes from the use-cases, so all of it is consistent."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms import questions
from lms.bank.listing_models import ItemStatistic
from lms.bank.models import Item, ItemVersion
from lms.candidates.models import Candidacy
from lms.certificates.models import Certificate
from lms.cli.demo import essays, tour
from lms.cli.demo.city import DEMO_AGE, fill
from lms.cli.demo.exam import SLUG
from lms.cli.serving.first import FirstAccount
from lms.cli.serving.prepare import Fill, prepare
from lms.domain.access import Role
from lms.domain.beijing import BEIJING
from lms.exams.models import Exam
from lms.exams.published import LISTED
from lms.learning.models import Assignment, Progress
from lms.people.credentials import sign_in
from lms.people.models import Person, Unit
from lms.platform import audit
from lms.platform.db.database import Database
from lms.records.models import CompletionRecord, HoursEntry
from lms.results.models import Mark, ScoreRun
from lms.settings import Settings
from lms.sittings.models import Sitting, SittingEvent

pytestmark = pytest.mark.slow
PEOPLE = 70


@dataclass(frozen=True)
class Demo:
    data: Path
    db: Database


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    data = tmp_path_factory.mktemp("demo")
    settings = Settings(data_dir=data, secret_key="a key for tests only")
    prepare(settings, Fill(fill, DEMO_AGE))
    demo = Demo(data, Database(settings.url))
    yield demo
    demo.db.dispose()


@pytest.fixture
def session(demo: Demo) -> Iterator[Session]:
    with demo.db.read() as session:
        yield session


def count(session: Session, *what) -> int:
    return session.scalar(select(func.count()).where(*what)) or 0


def test_every_role_has_somebody_who_can_sign_in(demo, session):
    accounts = json.loads((demo.data / "first-accounts.json").read_text("utf-8"))
    roles = {role for account in accounts for role in account["roles"]}
    assert roles == {role.value for role in Role}
    assert [set(account) for account in accounts] == [{"login", "password", "roles", "name"}] * PEOPLE
    account = accounts[20]
    person = sign_in.check_password(
        session, account["login"], account["password"], "127.0.0.1", datetime.now(UTC)
    )
    assert not count(session, Person.must_change_password)
    assert person.login == account["login"]


def test_run_prints_the_tour_with_the_passwords_of_its_accounts(demo, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    written = json.loads((demo.data / "first-accounts.json").read_text("utf-8"))
    accounts = {account["login"]: account for account in written}
    printed = tour.tour_table([FirstAccount(**account) for account in written], demo.data).splitlines()
    assert [line.split()[1:4] for line in printed[1:-1:2]] == [
        [stop.login, accounts[stop.login]["password"], accounts[stop.login]["name"]] for stop in tour.STOPS
    ]
    assert [line.strip() for line in printed[2:-1:2]] == [stop.look.zh for stop in tour.STOPS]
    assert str(demo.data / "first-accounts.json") in printed[-1]


def test_no_two_accounts_share_a_password(demo):
    accounts = json.loads((demo.data / "first-accounts.json").read_text("utf-8"))
    assert len({account["password"] for account in accounts}) == PEOPLE


def test_the_city_has_three_levels_and_names_that_every_font_has(session):
    paths = session.scalars(select(Unit.path)).all()
    assert max(path.count("/") for path in paths) == 4
    chinese = [name for name in session.scalars(select(Person.name)) if not name.isascii()]
    assert [
        name for name in chinese if not name.replace("·", "").encode("gb2312", "ignore").decode("gb2312")
    ] == []
    assert len(chinese) == PEOPLE - 1


def test_each_step_that_needs_two_people_can_be_tried(demo):
    accounts = json.loads((demo.data / "first-accounts.json").read_text("utf-8"))
    people = Counter(role for account in accounts for role in account["roles"])
    least = {"hr": 2, "secadmin": 2, "trainer": 2, "reviewer": 2, "invigilator": 2, "marker": 3}
    assert {role: people[role] for role in least if people[role] < least[role]} == {}


def test_there_is_something_of_everything(session):
    states = Counter(session.scalars(select(Sitting.state)))
    assert states["submitted"] > 80
    assert states["open"] >= 1
    assert count(session, ScoreRun.passed.is_(True)) > 60
    assert count(session, ScoreRun.passed.is_(False)) > 5
    assert count(session, Progress.completed_at.is_(None)) > 5
    today = datetime.now(UTC).date()
    assert count(session, Assignment.due < today) > 0
    assert count(session, Assignment.due >= today) > 0
    assert count(session, Item.state == "approved") > 100


def test_how_questions_did_is_counted(session):
    asked = session.scalar(select(func.count(Mark.version_id.distinct())).where(Mark.points > 0))
    assert asked > 100
    assert count(session, ItemStatistic.n > 0) > 100


def test_every_completion_has_its_hours_its_certificate_and_its_exam(session):
    records = count(session, CompletionRecord.id > 0)
    assert records > 60
    assert count(session, HoursEntry.id > 0) == records
    assert count(session, Certificate.id > 0) == records
    assert count(session, Progress.completed_at.is_not(None)) == records
    assert count(session, CompletionRecord.id > 0, CompletionRecord.sitting_id.is_(None)) == 0


def test_all_events_are_in_the_order_of_time(session):
    times = session.scalars(select(audit.AuditEvent.at).order_by(audit.AuditEvent.seq)).all()
    assert times == sorted(times)
    assert isinstance(audit.verify(session), tuple)


def test_a_second_start_adds_nothing(demo, session):
    people = count(session, Person.id > 0)
    events = count(session, audit.AuditEvent.seq > 0)
    session.rollback()
    settings = Settings(data_dir=demo.data, secret_key="a key for tests only")
    assert prepare(settings, Fill(fill, DEMO_AGE)).first_accounts == []
    assert (count(session, Person.id > 0), count(session, audit.AuditEvent.seq > 0)) == (people, events)


def test_an_exam_draws_essays_of_which_some_are_marked_and_some_wait(session):
    exam = session.scalars(select(Exam).where(Exam.slug == SLUG)).one()
    assert exam.audience == LISTED
    listed = count(session, Candidacy.exam_id == exam.id)
    sat = count(session, Sitting.exam_id == exam.id, Sitting.state == "submitted")
    assert (sat, listed - sat) == (listed - 4, 4)
    waiting = session.scalars(select(Mark).where(Mark.needs_marker, Mark.mark.is_(None))).all()
    marked = session.scalars(select(Mark).where(Mark.needs_marker, Mark.mark.is_not(None))).all()
    assert (len(waiting) >= 6, len(marked) >= 15, len({mark.marker_id for mark in marked}) > 1) == (True,) * 3


def test_every_candidate_writes_in_words_of_their_own_about_the_question(session):
    answers = [
        answer
        for answer in session.scalars(select(SittingEvent.response).where(SittingEvent.type == "answer"))
        if "text" in answer
    ]
    long = [answer["text"] for answer in answers if len(answer["text"]) > 40]
    assert len(long) > 20
    assert len(set(long)) > len(long) * 9 // 10
    for subject in ("晨星助剂公司", "销号", "库房"):
        assert any(subject in text for text in long), subject


def test_marks_follow_from_what_was_written():
    essay = essays.essays()["emerg-duty-008"]
    best, weakest = (essays.write(essay, knows, Random(1)) for knows in (1, -1))
    points, comment = essays.mark(best)
    assert (points, comment) == ([2, 2, 2, 1, 1, 1, 1], essays.ALL_THERE + "。")
    points, comment = essays.mark(weakest)
    assert sum(points) < 5
    assert "信息来源" in comment
    assert essays.mark("别人写的") is None


def test_the_pieces_of_an_essay_have_the_points_of_its_rubric(session):
    for name, essay in essays.essays().items():
        body = session.scalars(
            select(ItemVersion.body).join(Item, Item.id == ItemVersion.item_id).where(Item.name == name)
        ).one()
        rubric = questions.rubric(questions.restore_question(body))
        most = [max(piece.points for piece in pieces) for pieces in essay.criteria]
        assert most == [Decimal(row["points"]) for row in rubric], name


def test_people_learn_at_weekends_and_at_night_too(session):
    hours = {sitting.started_at.astimezone(BEIJING) for sitting in session.scalars(select(Sitting))}
    assert any(moment.weekday() > 4 for moment in hours)
    assert any(not 8 <= moment.hour < 18 for moment in hours)


def test_questions_wait_for_review(session):
    states = Counter(session.scalars(select(Item.state)))
    assert (states["in_review"], states["draft"]) == (2, 1)
