"""The audit trail holds, and says where it does not."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from lms.platform import audit

pytestmark = pytest.mark.both_engines


def note(db, now, count=3):
    for number in range(count):
        with db.transaction() as session:
            audit.record(session, "test.note", f"thing:{number}", None, now, who="林𠮷", n=number)


def test_a_chain_of_events_verifies(db, now):
    note(db, now)
    with db.read() as session:
        count, head = audit.verify(session)
        assert count == 3
        assert audit.verify(session, (3, head)) == (3, head)


def test_events_are_never_changed_or_deleted(db, now):
    note(db, now)
    for statement in ("UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"):
        with pytest.raises(DatabaseError, match="append-only"), db.transaction() as session:
            session.execute(text(statement))


def drop_triggers(session, db):
    if db.is_sqlite:
        session.execute(text("DROP TRIGGER audit_event_no_update"))
        session.execute(text("DROP TRIGGER audit_event_no_delete"))
    else:
        session.execute(text("DROP TRIGGER audit_event_append_only ON audit_event"))


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_event SET action = 'x' WHERE seq = 2", audit.Break(2, "changed")),
        ("DELETE FROM audit_event WHERE seq = 2", audit.Break(2, "gap")),
        ("UPDATE audit_event SET seq = 9 WHERE seq = 2", audit.Break(2, "gap")),
    ],
)
def test_tampering_by_somebody_with_the_database_is_found(db, now, statement, broken):
    note(db, now)
    with db.transaction() as session:
        drop_triggers(session, db)
        session.execute(text(statement))
    with db.read() as session:
        assert audit.verify(session) == broken


def test_a_cut_tail_is_found_with_a_filed_checkpoint(db, now):
    note(db, now)
    with db.read() as session:
        head = audit.verify(session)
    with db.transaction() as session:
        drop_triggers(session, db)
        session.execute(text("DELETE FROM audit_event WHERE seq = 3"))
    with db.read() as session:
        assert audit.verify(session, head) == audit.Break(3, "cut")


def test_what_is_rolled_back_leaves_no_event(db, now):
    with db.write() as session:
        audit.record(session, "test.note", "thing:1", None, now)
        session.rollback()
        audit.record(session, "test.note", "thing:2", None, now)
        session.commit()
    with db.read() as session:
        assert [row["object"] for row in audit.rows(session)] == ["thing:2"]
