"""Lists of people, by key."""

import pytest

from lms.domain.access import Permission, Role
from lms.domain.problem import Refused
from lms.people import directory
from lms.people.directory import Filter
from lms.people.models import Person
from tests.exam_data import counting

pytestmark = pytest.mark.both_engines
MANAGE = Permission.MANAGE_PEOPLE


def logins(session, actor, chosen, most=50):
    rows, after = directory.page(session, actor, MANAGE, chosen, most)
    return [person.login for person in rows], after


def test_pages_join_without_a_gap_or_a_repeat(db, cast):
    with db.read() as session:
        seen, after = [], ""
        while True:
            some, after = logins(session, cast.an, Filter(after=after), most=5)
            seen += some
            if not after:
                break
    assert seen == [f"E{n:03}" for n in (*range(1, 13), 99)]


def test_a_page_that_is_just_full_is_the_last(db, cast):
    with db.read() as session:
        assert logins(session, cast.an, Filter(), most=13)[1] == ""
        assert logins(session, cast.an, Filter(), most=12)[1] == "E012"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("林", ["E001"]),
        ("e00", [f"E{n:03}" for n in range(1, 10)]),
        ("%", []),
        ("_", []),
        ("E１２", []),
        ("罗强", ["E012"]),
    ],
)
def test_words_are_part_of_the_name_or_the_start_of_the_number(db, cast, words, found):
    with db.read() as session:
        assert logins(session, cast.an, Filter(words)) == (found, "")


def test_filters_combine(db, cast):
    with db.transaction() as session:
        session.get_one(Person, cast.wang.id).state = "disabled"
    with db.read() as session:
        education = cast.education.id
        assert logins(session, cast.an, Filter(unit_id=education))[0] == ["E001", "E002", "E006"]
        assert logins(session, cast.an, Filter(unit_id=education, state="active"))[0] == ["E001", "E006"]
        assert logins(session, cast.an, Filter(unit_id=education, role=Role.HR))[0] == ["E006"]


def test_a_unit_of_others_cannot_be_chosen(db, cast):
    with db.read() as session, pytest.raises(Refused) as refused:
        directory.page(session, cast.wu, Permission.SEE_RECORDS, Filter(unit_id=cast.finance.id))
    assert refused.value.status == 404


def test_a_page_takes_three_queries_however_many_people(db, cast):
    with counting(db) as statements, db.read() as session:
        rows, _ = directory.page(session, cast.an, MANAGE, Filter())
        assert [grant.unit.code for person in rows for grant in person.grants].count("CITY") == 11
    assert len([s for s in statements if s.startswith("SELECT")]) == 3
