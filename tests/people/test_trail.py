"""The audit trail for the auditor."""

from datetime import timedelta

import pytest

from lms.domain.access import Role
from lms.domain.problem import Refused
from lms.people import roles, trail
from lms.people.credentials import sign_in
from lms.people.models import Person
from lms.people.trail import Filter
from lms.platform import audit

pytestmark = pytest.mark.both_engines


@pytest.fixture
def five(db, cast, time):
    """Five events of one day each, by 林, by 陈 and by nobody."""
    who = [cast.lin.id, cast.chen.id, cast.lin.id, None, cast.chen.id]
    for number, actor_id in enumerate(who):
        with db.transaction() as session:
            audit.record(session, f"test.{'ab'[number % 2]}", f"thing:{number * 9}", actor_id, time.now)
        time.pass_(days=1)


def objects(session, actor, chosen, most=50):
    rows, before = trail.page(session, actor, chosen, most)
    return [entry.event.object for entry in rows if entry.event.action.startswith("test.")], before


def test_the_newest_come_first_and_pages_join(db, cast, five):
    with db.read() as session:
        first, before = objects(session, cast.sun, Filter(), most=3)
        second, _ = objects(session, cast.sun, Filter(before=before), most=3)
    assert (first, second) == (["thing:36", "thing:27", "thing:18"], ["thing:9", "thing:0"])


def test_an_event_names_who_did_it(db, cast, five):
    with db.read() as session:
        rows, _ = trail.page(session, cast.sun, Filter(), 2)
    assert [(entry.login, entry.name) for entry in rows] == [("E003", "陈立"), ("", "")]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Filter(login=" E001"), ["thing:18", "thing:0"]),
        (Filter(login="E404"), []),
        (Filter(action="test.a"), ["thing:36", "thing:18", "thing:0"]),
        (Filter(action="test.", object="thing:9"), ["thing:9"]),
        (Filter(object="thing"), ["thing:36", "thing:27", "thing:18", "thing:9", "thing:0"]),
        (Filter(object="thin"), []),
        (Filter(object="thing:%"), []),
        (Filter(action="est"), []),
    ],
)
def test_filters_find_what_they_say(db, cast, five, chosen, found):
    with db.read() as session:
        assert objects(session, cast.sun, chosen)[0] == found


def test_days_begin_when_the_filter_says(db, cast, five, now):
    with db.read() as session:
        span = Filter(since=now + timedelta(days=1), until=now + timedelta(days=3))
        assert objects(session, cast.sun, span)[0] == ["thing:18", "thing:9"]


def test_an_auditor_of_one_bureau_sees_what_its_people_did(db, cast, five, now):
    with db.transaction() as session:
        roles.grant(session, session.get_one(Person, cast.wai.id), Role.AUDITOR, cast.education, None, now)
    with db.read() as session:
        wai = sign_in.actor_by_id(session, cast.wai.id)
        assert objects(session, wai, Filter())[0] == ["thing:18", "thing:0"]


def test_without_the_permission_no_event_is_listed(db, cast, five):
    with db.read() as session:
        assert trail.page(session, cast.an, Filter())[0] == []


def test_a_verification_is_itself_recorded(db, cast, five, now):
    with db.read() as session:
        outcome = audit.verify(session)
    with db.transaction() as session:
        trail.record_verification(session, cast.sun, outcome, now)
        trail.record_verification(session, cast.sun, audit.Break(7, "gap"), now)
    with db.read() as session:
        intact, broken = list(audit.rows(session))[-2:]
    assert (intact["outcome"], intact["detail"]) == ("ok", {"events": outcome[0], "head": outcome[1]})
    assert (broken["outcome"], broken["detail"]) == ("failed", {"seq": 7, "why": "gap"})


def test_a_checkpoint_is_read_as_it_was_written(now):
    made = trail.checkpoint(7, "a" * 64, now)
    assert made == {"seq": 7, "hash": "a" * 64, "at": "2026-11-23T01:00:00.000Z"}
    assert trail.read_checkpoint(made) == (7, "a" * 64)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"seq": "7", "hash": "a" * 64},
        {"seq": -1, "hash": "a" * 64},
        {"seq": True, "hash": "a" * 64},
        {"seq": 7, "hash": "a"},
    ],
)
def test_what_is_no_checkpoint_is_refused(raw):
    with pytest.raises(Refused) as refused:
        trail.read_checkpoint(raw)
    assert refused.value.code == "checkpoint.malformed"
