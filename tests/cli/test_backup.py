"""lms backup | restore | migrate."""

import hashlib

from sqlalchemy import select

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
        "backup.bad: This backup cannot be used: it is incomplete or damaged; nothing was changed. Use another backup\n"
    )
    assert codes(installed) == ["CITY"]


def test_migrate_prints_the_version_before_and_after(as_json):
    assert as_json("migrate") == {"before": "", "after": migrate.newest()}
    assert as_json("migrate") == {"before": migrate.newest(), "after": migrate.newest()}
