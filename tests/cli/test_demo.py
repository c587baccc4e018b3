"""The demo: all its data comes from the use-cases, so all of it is consistent."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank.models import Item
from lms.certificates.models import Certificate
from lms.cli.demo import tour
from lms.cli.demo.city import DEMO_AGE, fill
from lms.cli.serving.first import FirstAccount
from lms.cli.serving.prepare import Fill, prepare
from lms.domain.access import Role
from lms.learning.models import Assignment, Progress
from lms.people.credentials import sign_in
from lms.people.models import Person, Unit
from lms.platform import audit
from lms.platform.db.database import Database
from lms.records.models import CompletionRecord, HoursEntry
from lms.results.models import ScoreRun
from lms.settings import Settings
from lms.sittings.models import Sitting

pytestmark = pytest.mark.slow


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
    assert [set(account) for account in accounts] == [{"login", "password", "roles", "name"}] * 60
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
    assert len({account["password"] for account in accounts}) == 60


def test_the_city_has_three_levels_and_rare_names(session):
    paths = session.scalars(select(Unit.path)).all()
    assert max(path.count("/") for path in paths) == 4
    names = set(session.scalars(select(Person.name)))
    assert {"张㛃", "韩䶮", "𠮷田云", "买买提·艾力"} <= names


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
