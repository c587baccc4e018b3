"""lms backup | restore | migrate."""

import contextlib
import hashlib
import sqlite3

import pytest
from sqlalchemy import select, text

from lms.cli.serving.prepare import FINGERPRINT_FILE
from lms.people import unit_tree
from lms.people.models import Unit
from lms.platform import audit
from lms.platform.schema import migrate


def codes(db) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(Unit.code).order_by(Unit.id)))


def actions(db) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(audit.AuditEvent.action).order_by(audit.AuditEvent.seq)))


def test_a_backup_prints_its_digest_and_is_recorded(as_json, installed, tmp_path, now):
    with installed.transaction() as session:
        unit_tree.add(session, "CITY", "云川市", None, None, now)
    out = tmp_path / "one.wuneng"
    assert as_json("backup", str(out)) == {
        "file": str(out),
        "bytes": out.stat().st_size,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
        "files": 0,
        "schema": migrate.newest(),
    }
    assert actions(installed) == ["people.add_unit", "platform.backup"]


def test_a_restore_brings_back_the_state_of_the_backup(lms, installed, data_dir, tmp_path, now):
    with installed.transaction() as session:
        unit_tree.add(session, "CITY", "云川市", None, None, now)
    assert lms("backup", str(tmp_path / "one.wuneng"))[0] == 0
    with installed.transaction() as session:
        unit_tree.add(session, "LATER", "后来", None, None, now)
    (data_dir / FINGERPRINT_FILE).write_text("what was loaded since")
    installed.dispose()
    code, printed, _ = lms("restore", str(tmp_path / "one.wuneng"))
    assert (code, printed.startswith("Restored to the state of 20")) == (0, True)
    assert codes(installed) == ["CITY"]
    assert actions(installed) == ["people.add_unit", "platform.restore"]
    assert not (data_dir / FINGERPRINT_FILE).exists()


def test_a_bad_backup_is_refused(lms, installed, tmp_path, now):
    with installed.transaction() as session:
        unit_tree.add(session, "CITY", "云川市", None, None, now)
    (tmp_path / "bad").write_bytes(b"PK\3\4 not really")
    code, out, err = lms("restore", str(tmp_path / "bad"))
    assert (code, out) == (1, "")
    assert err == (
        "This backup cannot be used: it is incomplete or damaged; nothing was changed. Use another backup\n"
    )
    assert codes(installed) == ["CITY"]


def test_migrate_prints_the_version_before_and_after(as_json):
    assert as_json("migrate") == {"before": "", "after": migrate.newest()}
    assert as_json("migrate") == {"before": migrate.newest(), "after": migrate.newest()}


@pytest.mark.parametrize("name", ["wuneng.sqlite3", "secret-key", "lms.toml"])
def test_a_backup_never_replaces_a_file_of_the_installation(lms, installed, data_dir, name):
    (data_dir / "secret-key").touch()
    (data_dir / "lms.toml").touch()
    kept = (data_dir / name).read_bytes()
    code, out, err = lms("backup", str(data_dir / name))
    assert (code, out, err) == (
        1, "", f"{data_dir / name} is a file of the installation itself; choose another name\n",
    )  # fmt: skip
    assert (data_dir / name).read_bytes() == kept


def test_a_backup_that_fails_leaves_the_earlier_one_and_no_half_file(lms, installed, data_dir, tmp_path, now):
    out = tmp_path / "kept" / "one.wuneng"
    out.parent.mkdir()
    assert lms("backup", str(out))[0] == 0
    kept = out.read_bytes()
    with installed.transaction() as session:
        unit_tree.add(session, "CITY", "云川市", None, None, now)
    installed.dispose()
    with contextlib.closing(sqlite3.connect(data_dir / "wuneng.sqlite3")) as db:
        db.execute("UPDATE unit SET parent_id = 999")
        db.commit()
    code, printed, err = lms("backup", str(out))
    assert (code, printed) == (1, "")
    assert err.startswith("The database is damaged and was not backed up: a row of unit refers to nothing; ")
    assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == {"one.wuneng": kept}


def test_a_backup_into_a_folder_that_is_not_there_is_refused(lms, installed, tmp_path):
    code, out, err = lms("backup", str(tmp_path / "none/one.wuneng"))
    assert (code, out) == (1, "")
    assert err.startswith(f"{tmp_path / 'none/one.wuneng'} cannot be written: ")
    assert not (tmp_path / "none").exists()


def test_a_database_of_an_older_version_asks_for_the_upgrade(lms, installed):
    with installed.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert lms("people", "list")[::2] == (
        1, "The database has the schema of an older version; run lms migrate first\n",
    )  # fmt: skip


def test_a_database_of_a_newer_version_is_not_touched(lms, installed):
    with installed.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, _, err = lms("people", "list")
    assert (code, err.startswith("The database was created by a newer version (schema 9999)")) == (1, True)
