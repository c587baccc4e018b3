"""The database keeps what it has said it keeps, and reading cannot write."""

import threading
import time as clock
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError

from lms.domain.place import NOWHERE, Named, Quoted, TextLine
from lms.people.models import Person, Unit
from lms.platform.db.database import PRAGMAS
from lms.platform.db.types import Hundredths, PlaceText, UtcTime

THINGS = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime),
    Column("marks", Hundredths),
    Column("place", PlaceText(60)),
)


@pytest.fixture
def things(db):
    THINGS.create(db.writer)
    return THINGS


def test_sqlite_waits_for_the_disk_on_every_connection(db):
    for make in (db.read, db.write):
        with make() as session:
            set_to = {name: session.scalar(text(f"PRAGMA {name}")) for name in PRAGMAS}
        assert set_to == PRAGMAS


@pytest.mark.both_engines
def test_a_reading_session_cannot_write(db, cast):
    for statement in (
        update(Unit).values(name="x"),
        text("DELETE FROM person"),
        text("CREATE TABLE x (y int)"),
    ):
        with db.read() as session, pytest.raises(DatabaseError):
            session.execute(statement)
    with db.transaction() as session:
        session.execute(update(Unit).values(name="x"))


@pytest.mark.both_engines
def test_a_transaction_keeps_all_or_nothing(db, cast):
    def half_right() -> None:
        with db.transaction() as session:
            session.execute(update(Unit).values(name="x"))
            session.execute(update(Unit).values(code="the same"))

    with pytest.raises(IntegrityError):
        half_right()
    with db.read() as session:
        assert session.scalar(select(Unit.name).where(Unit.code == "EDU")) == "市教育局"


@pytest.mark.both_engines
def test_a_reference_to_a_missing_row_is_refused(db, cast, now):
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.add(Person(login="x", name="x", unit_id=4711, created_at=now))


def test_a_read_that_turns_into_a_write_waits_instead_of_failing(db, cast):
    def more(_number: int) -> None:
        with db.transaction() as session:
            kept = session.scalar(select(Person.rank).where(Person.id == cast.lin.id)) or "0"
            clock.sleep(0.001)
            session.execute(update(Person).where(Person.id == cast.lin.id).values(rank=str(int(kept) + 1)))

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(more, range(80)))
    with db.read() as session:
        assert session.scalar(select(Person.rank).where(Person.id == cast.lin.id)) == "80"


@pytest.mark.both_engines
def test_readers_do_not_wait_for_a_writer(db, cast):
    seen = []

    def look() -> None:
        with db.read() as session:
            seen.append(session.scalar(select(Unit.name).where(Unit.code == "EDU")))

    with db.transaction() as session:
        session.execute(update(Unit).values(name="x"))
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(60)  # a busy machine may be late, a reader that waits for the writer never comes back
    assert seen == ["市教育局"]


@pytest.mark.both_engines
def test_a_time_comes_back_as_the_same_moment_in_utc(db, things):
    moment = datetime(2026, 11, 23, 9, 30, 0, 123456, timezone(timedelta(hours=8)))
    with db.transaction() as session:
        session.execute(insert(things).values(id=1, at=moment))
    with db.read() as session:
        kept = session.scalar(select(things.c.at))
    assert (kept, kept.tzinfo, kept.hour) == (moment, UTC, 1)


@pytest.mark.both_engines
def test_a_time_without_a_zone_is_refused(db, things):
    with pytest.raises(StatementError, match="without a zone"), db.transaction() as session:
        session.execute(insert(things).values(id=1, at=datetime(2026, 11, 23)))


@pytest.mark.both_engines
def test_marks_are_exact_hundredths(db, things):
    with db.transaction() as session:
        for number, marks in enumerate(("0.1", "0.2", "99.99", "-1")):
            session.execute(insert(things).values(id=number, marks=Decimal(marks)))
    with db.read() as session:
        kept = session.scalars(select(things.c.marks).order_by(things.c.id)).all()
        assert [str(marks) for marks in kept] == ["0.10", "0.20", "99.99", "-1.00"]
        assert session.scalar(select(things.c.id).where(things.c.marks == Decimal("0.2"))) == 1


@pytest.mark.both_engines
def test_marks_are_never_rounded_in_silence(db, things):
    with pytest.raises(StatementError, match="more than two places"), db.transaction() as session:
        session.execute(insert(things).values(id=1, marks=Decimal("0.125")))


@pytest.mark.both_engines
def test_rare_characters_come_back_as_they_were(db, cast):
    with db.transaction() as session:
        session.get_one(Person, cast.lin.id).name = "𠮷野㐂·ཨོཾ"
    with db.read() as session:
        assert session.get_one(Person, cast.lin.id).name == "𠮷野㐂·ཨོཾ"


@pytest.mark.both_engines
def test_a_place_comes_back_as_the_place_it_was(db, things):
    places = [TextLine(12), NOWHERE, Named("第 3 行"), Quoted("甲").within(TextLine(1)), None]
    with db.transaction() as session:
        for number, place in enumerate(places):
            session.execute(insert(things).values(id=number, place=place))
    with db.read() as session:
        assert session.scalars(select(things.c.place).order_by(things.c.id)).all() == places


@pytest.mark.both_engines
def test_names_in_a_place_are_cut_until_it_fits(db, things):
    with db.transaction() as session:
        session.execute(insert(things).values(id=1, place=Quoted("题" * 90).within(Named("a" * 90))))
    with db.read() as session:
        assert session.scalar(select(things.c.place)) == Quoted("题" * 20).within(Named("a" * 20))
