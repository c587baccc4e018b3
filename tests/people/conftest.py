"""Somebody with a password, and a browser that signs in with it."""

import pytest

from lms.people.credentials import passwords
from lms.people.models import Person
from tests.cast import PASSWORD

HASH = passwords.hash_password(PASSWORD)


@pytest.fixture
def with_password(db):
    """with_password(cast.lin): the account now has the password of the cast."""

    def give(actor, **more):
        with db.transaction() as session:
            person = session.get_one(Person, actor.id)
            person.password_hash = HASH
            for name, value in more.items():
                setattr(person, name, value)

    return give


@pytest.fixture
def browser(client_of):
    """A stranger's browser."""
    return client_of(None)


@pytest.fixture
def enter(browser):
    """enter("E001", "…"): what the sign-in page answers."""

    def post(login, password=PASSWORD, client=browser, **more):
        return client.post("/sign-in", data={"login": login, "password": password}, **more)

    return post
