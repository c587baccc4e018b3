"""lms token create."""

import pytest

from lms.people import unit_tree
from lms.people.credentials import sign_in
from lms.platform.clock import utcnow


@pytest.fixture
def lin(installed, lms, now):
    with installed.transaction() as session:
        unit_tree.add(session, "CITY", "云川市", None, None, now)
    lms("people", "create", "E001", "林晓", "--unit", "CITY", "--role", "trainee")
    return installed


def owner(db, token):
    with db.read() as session:
        return sign_in.actor_by_token(session, token, utcnow())


def test_a_token_is_printed_alone_and_signs_its_owner_in(lin, lms):
    code, out, err = lms("token", "create", "E001", "--name", "sync", "--days", "3")
    assert (code, err, len(out.splitlines())) == (0, "", 1)
    assert owner(lin, out.strip()).login == "E001"


def test_as_json_it_is_one_field(lin, as_json):
    printed = as_json("token", "create", "E001")
    assert list(printed) == ["token"]
    assert owner(lin, printed["token"]).login == "E001"


@pytest.mark.parametrize("days", ["0", "367"])
def test_a_token_is_valid_for_1_to_366_days(lin, lms, days):
    code, out, err = lms("token", "create", "E001", "--days", days)
    assert (code, out, "choose 1 to 366 days" in err) == (1, "", True)


def test_a_disabled_account_gets_no_token(lin, lms):
    lms("people", "disable", "E001")
    assert lms("token", "create", "E001")[0] == 1


def test_wrong_usage_ends_with_2(lin, lms, capsys):
    with pytest.raises(SystemExit) as ended:
        lms("token", "create")
    assert ended.value.code == 2
