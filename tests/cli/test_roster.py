"""lms roster import."""

import csv
import stat

import pytest
from sqlalchemy import select

from lms.people.credentials import passwords
from lms.people.models import Person

ROWS = "工号,姓名,单位代码,单位,角色\nE001,林晓,CITY,云川市,学员\nE002,王敏,CITY,云川市,\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text(ROWS, "gb18030")
    return path


def logins(db):
    with db.read() as session:
        return session.scalars(select(Person.login).order_by(Person.login)).all()


def test_a_dry_run_writes_nothing(installed, lms, as_json, file):
    assert lms("roster", "import", str(file), "--dry-run")[:2] == (0, "No problems: 2 people, 2 new\n")
    assert as_json("roster", "import", str(file), "--dry-run") == {"people": 2, "new": 2}
    assert logins(installed) == []


def test_an_import_prints_what_it_did_and_is_idempotent(installed, as_json, file):
    counts = {"units": 1, "new": 2, "changed": 0, "unchanged": 0, "roles": 1}
    assert as_json("roster", "import", str(file)) == counts
    assert as_json("roster", "import", str(file)) == {
        "units": 0,
        "new": 0,
        "changed": 0,
        "unchanged": 2,
        "roles": 0,
    }
    assert logins(installed) == ["E001", "E002"]


def test_first_passwords_are_written_for_new_accounts_only_and_readable_by_the_owner_only(
    installed, lms, file, tmp_path
):
    out = tmp_path / "passwords.csv"
    lms("roster", "import", str(file), "--passwords", str(out))
    with out.open(encoding="utf-8-sig", newline="") as written:
        rows = list(csv.reader(written))
    assert (rows[0], [row[0] for row in rows[1:]]) == (["工号", "姓名", "初始密码"], ["E001", "E002"])
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with installed.read() as session:
        lin = session.scalars(select(Person).where(Person.login == "E001")).one()
    assert passwords.verify(rows[1][2], lin.password_hash)


def test_problems_name_the_file_and_the_cell(installed, lms, file):
    file.write_text("工号,姓名,单位代码\nE001,,CITY\n")
    code, out, err = lms("roster", "import", str(file))
    assert (code, out, err) == (1, "", "名册.csv B2: The name is missing; fill it in\n")
    assert logins(installed) == []


def test_a_missing_file_is_refused(installed, lms, tmp_path):
    assert lms("roster", "import", str(tmp_path / "none.csv"))[0] == 1
