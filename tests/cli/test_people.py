"""lms people: accounts, for administrators of the machine."""

import pytest
from sqlalchemy import select

from lms.people import unit_tree
from lms.people.credentials import passwords
from lms.people.models import Person
from lms.platform import audit


@pytest.fixture
def city(installed, now):
    with installed.transaction() as session:
        unit_tree.add(session, "CITY", "云川市", None, None, now)
    return installed


def person(db, login):
    with db.read() as session:
        person = session.scalars(select(Person).where(Person.login == login)).one()
        assert isinstance(person.grants, list)
        return person


def test_a_created_account_has_the_printed_password_and_the_given_roles(city, as_json):
    printed = as_json(
        "people", "create", "E001", "林晓", "--unit", "CITY", "--role", "sysadmin", "--email", "l@b.cn"
    )
    created = person(city, "E001")
    assert printed == {"login": "E001", "password": printed["password"]}
    assert passwords.verify(printed["password"], created.password_hash)
    assert ([grant.role for grant in created.grants], created.email, created.must_change_password) == (
        ["sysadmin"],
        "l@b.cn",
        True,
    )


def test_two_administrator_roles_are_refused_and_no_account_is_created(city, lms):
    both = ("--role", "sysadmin", "--role", "auditor")
    code, out, err = lms("people", "create", "E001", "林晓", "--unit", "CITY", *both)
    assert (code, out, "Nobody may hold two" in err) == (1, "", True)
    with city.read() as session:
        assert session.scalars(select(Person)).all() == []


def test_an_unknown_unit_is_refused_with_the_codes_of_the_units(city, lms):
    code, _, err = lms("people", "create", "E001", "林晓", "--unit", "EDU")
    assert (code, "existing codes: CITY" in err) == (1, True)


def test_accounts_are_listed_disabled_and_enabled(city, lms, as_json):
    for login in ("E001", "E002"):
        lms("people", "create", login, "众", "--unit", "CITY", "--role", "trainee")
    assert lms("people", "disable", "E001")[:2] == (0, "disabled E001\n")
    row = {"name": "众", "unit": "CITY", "roles": ["trainee"]}
    first, second = {"login": "E001", "state": "disabled", **row}, {"login": "E002", "state": "active", **row}
    assert as_json("people", "list") == [first, second]
    assert as_json("people", "list", "--state", "active", "--unit", "CITY") == [second]
    assert lms("people", "enable", "E001")[:2] == (0, "enabled E001\n")
    assert lms("people", "list")[1] == "E001\t众\tCITY\tactive\ttrainee\nE002\t众\tCITY\tactive\ttrainee\n"


def test_a_reset_by_command_works_for_the_auditor_and_is_in_the_audit_trail(city, lms, as_json):
    lms("people", "create", "E007", "孙正", "--unit", "CITY", "--role", "auditor")
    printed = as_json("people", "reset-password", "E007")
    assert passwords.verify(printed["password"], person(city, "E007").password_hash)
    with city.read() as session:
        last = list(audit.rows(session))[-1]
    assert (last["action"], last["actor_id"], last["ip"]) == ("people.reset_password", None, "local")


@pytest.mark.parametrize("command", ["disable", "enable", "reset-password"])
def test_an_unknown_number_is_refused(city, lms, command):
    code, out, err = lms("people", command, "E404")
    assert (code, out, "There is no employee number E404" in err) == (1, "", True)
