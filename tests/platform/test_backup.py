"""Backups hold everything, bad ones are refused before anything is touched, restoring gives back what was."""

import hashlib
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select, text

from lms.domain.problem import Refused
from lms.platform import audit, backup
from lms.platform.db.database import Base, Database
from lms.platform.db.models import load_models
from lms.platform.files import Files
from lms.platform.locks import SERVING, hold
from lms.platform.schema import migrate
from tests import make


@pytest.fixture
def live(request: pytest.FixtureRequest, db: Database, data_dir: Path, now):
    """An installation with three events, a file and settings."""
    load_models()
    made = db
    if db.is_sqlite:
        (data_dir / "wuneng.sqlite3").unlink()
    else:
        made = Database(make.postgres_empty(request.getfixturevalue("postgres"), "lms_live"))
    migrate.upgrade(made, data_dir / "aside")
    note(made, now, "one", "two", "𠮷")
    Files(data_dir / "files").keep(b"a certificate")
    (data_dir / "lms.toml").write_text('issuer_zh = "云川市"\n', "utf-8")
    yield made
    made.dispose()


@pytest.fixture
def bare(request: pytest.FixtureRequest, db: Database, tmp_path: Path):
    """An installation without anything: its database and its folder."""
    folder = tmp_path / "bare"
    folder.mkdir()
    if db.is_sqlite:
        made = Database(f"sqlite:///{folder / 'wuneng.sqlite3'}")
    else:
        made = Database(make.postgres_empty(request.getfixturevalue("postgres"), "lms_bare"))
    yield made, folder
    made.dispose()


def note(db: Database, now, *words: str) -> None:
    for word in words:
        with db.transaction() as session:
            audit.record(session, "test.note", f"thing:{word}", None, now)


def everything(db: Database) -> dict[str, list[tuple]]:
    with db.read() as session:
        return {
            name: sorted(map(tuple, session.execute(select(table))), key=str)
            for name, table in Base.metadata.tables.items()
        }


def objects(db: Database) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(audit.AuditEvent.object).order_by(audit.AuditEvent.seq)))


@pytest.mark.both_engines
def test_what_was_backed_up_comes_back(live: Database, data_dir: Path, bare, tmp_path: Path, now) -> None:
    out = tmp_path / "one.wuneng"
    backup.write_backup(live, data_dir, out, now)
    assert out.stat().st_mode & 0o777 == 0o600
    target, folder = bare
    backup.restore(out, target, folder, now)
    assert everything(target) == everything(live)
    assert objects(target) == ["thing:one", "thing:two", "thing:𠮷"]
    assert [p.read_bytes() for p in (folder / "files").glob("??/*")] == [b"a certificate"]
    assert (folder / "lms.toml").read_text("utf-8") == 'issuer_zh = "云川市"\n'
    assert not (folder / "secret-key").exists()


@pytest.mark.both_engines
def test_life_goes_on_after_a_restore(live: Database, data_dir: Path, bare, tmp_path: Path, now) -> None:
    with live.transaction() as session:
        session.execute(text("INSERT INTO bank (slug, purpose) VALUES ('old', 'exam')"))
    backup.write_backup(live, data_dir, tmp_path / "one.wuneng", now)
    target, folder = bare
    backup.restore(tmp_path / "one.wuneng", target, folder, now)
    with target.transaction() as session:
        session.execute(text("INSERT INTO bank (slug, purpose) VALUES ('new', 'exam')"))
    note(target, now, "after")
    with target.read() as session:
        assert audit.verify(session)[0] == 4
        assert [tuple(row) for row in session.execute(text("SELECT id, slug FROM bank ORDER BY id"))] == [
            (1, "old"),
            (2, "new"),
        ]


def test_restoring_over_data_keeps_the_old_database(
    live: Database, data_dir: Path, tmp_path: Path, now
) -> None:
    backup.write_backup(live, data_dir, tmp_path / "one.wuneng", now)
    note(live, now, "later")
    backup.restore(tmp_path / "one.wuneng", live, data_dir, now)
    assert objects(live) == ["thing:one", "thing:two", "thing:𠮷"]
    (aside,) = data_dir.glob("before-restore-*")
    old = Database(f"sqlite:///{aside / 'wuneng.sqlite3'}")
    assert objects(old) == ["thing:one", "thing:two", "thing:𠮷", "thing:later"]
    old.dispose()


def names(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.name != SERVING)


def refused(path: Path, db: Database, folder: Path, now) -> str:
    before = everything(db), names(folder)
    with pytest.raises(Refused) as raised:
        backup.restore(path, db, folder, now)
    assert (everything(db), names(folder)) == before
    assert raised.value.code == "backup.bad"
    return raised.value.what.en


def test_a_truncated_backup_is_refused_wherever_it_was_cut(
    live: Database, data_dir: Path, tmp_path: Path, now
) -> None:
    whole = tmp_path / "one.wuneng"
    backup.write_backup(live, data_dir, whole, now)
    cut = tmp_path / "cut.wuneng"
    size = whole.stat().st_size
    for length in [0, 1, 100, *range(1000, size, size // 40), size - 1]:
        cut.write_bytes(whole.read_bytes()[:length])
        refused(cut, live, data_dir, now)


def test_a_changed_byte_is_noticed_wherever_it_is(
    live: Database, data_dir: Path, tmp_path: Path, now
) -> None:
    whole = tmp_path / "one.wuneng"
    backup.write_backup(live, data_dir, whole, now)
    found = backup.check(whole)
    changed, passed = tmp_path / "changed.wuneng", []
    for place in range(5, whole.stat().st_size, whole.stat().st_size // 60):
        data = bytearray(whole.read_bytes())
        data[place] ^= 0x55
        changed.write_bytes(data)
        try:
            passed.append(backup.check(changed) == found)
        except Refused:
            continue
    assert all(passed)  # a byte that no reader looks at may change, content never
    assert len(passed) < 10


def test_files_that_are_no_backup_are_refused(live: Database, data_dir: Path, tmp_path: Path, now) -> None:
    assert (
        refused(tmp_path / "nowhere", live, data_dir, now)
        == "This backup cannot be used: there is no such file"
    )
    text_file = tmp_path / "text"
    text_file.write_text("hello")
    assert (
        refused(text_file, live, data_dir, now) == "This backup cannot be used: it is incomplete or damaged"
    )
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "hello")
    assert refused(other, live, data_dir, now) == "This backup cannot be used: it is not a backup of Wuneng"


def rewritten(path: Path, out: Path, change) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        entries = {name: old.read(name) for name in old.namelist()}
        manifest = json.loads(entries.pop("manifest.json"))
        change(manifest, entries)
        for name, data in entries.items():
            new.writestr(name, data)
        new.writestr("manifest.json", json.dumps(manifest))
    return out


def test_a_backup_of_a_newer_version_is_refused(live: Database, data_dir: Path, tmp_path: Path, now) -> None:
    backup.write_backup(live, data_dir, tmp_path / "one.wuneng", now)

    def newer(manifest, _entries) -> None:
        manifest["revision"] = "9999"

    path = rewritten(tmp_path / "one.wuneng", tmp_path / "newer.wuneng", newer)
    assert "newer version" in refused(path, live, data_dir, now)


def test_a_name_that_leads_out_of_the_folder_is_refused(
    live: Database, data_dir: Path, tmp_path: Path, now
) -> None:
    backup.write_backup(live, data_dir, tmp_path / "one.wuneng", now)

    def outside(manifest, entries) -> None:
        name = next(name for name in entries if name.startswith("files/"))
        entries["files/../../evil"] = entries.pop(name)
        manifest["entries"]["files/../../evil"] = manifest["entries"].pop(name)

    path = rewritten(tmp_path / "one.wuneng", tmp_path / "evil.wuneng", outside)
    assert "unexpected file names" in refused(path, live, data_dir, now)
    assert not list(tmp_path.rglob("evil"))


def test_a_damaged_database_inside_a_sound_file_is_refused(
    live: Database, data_dir: Path, tmp_path: Path, now
) -> None:
    backup.write_backup(live, data_dir, tmp_path / "one.wuneng", now)

    def damage(manifest, entries) -> None:
        data = bytearray(entries["database.sqlite3"])
        data[4096 * 3 : 4096 * 5] = bytes(4096 * 2)
        entries["database.sqlite3"] = bytes(data)
        manifest["entries"]["database.sqlite3"] = [len(data), hashlib.sha256(data).hexdigest()]

    path = rewritten(tmp_path / "one.wuneng", tmp_path / "damaged.wuneng", damage)
    assert "fails its integrity check" in refused(path, live, data_dir, now)


def test_nothing_is_restored_under_a_running_server(
    live: Database, data_dir: Path, tmp_path: Path, now
) -> None:
    backup.write_backup(live, data_dir, tmp_path / "one.wuneng", now)
    with hold(data_dir / SERVING, shared=True), pytest.raises(Refused) as raised:
        backup.restore(tmp_path / "one.wuneng", live, data_dir, now)
    assert raised.value.code == "restore.running"


@pytest.mark.both_engines
def test_a_backup_of_the_other_engine_or_over_rows_is_refused(
    live: Database, data_dir: Path, tmp_path: Path, now
) -> None:
    backup.write_backup(live, data_dir, tmp_path / "one.wuneng", now)

    def other(manifest, _entries) -> None:
        manifest["engine"] = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest["engine"]]

    path = rewritten(tmp_path / "one.wuneng", tmp_path / "other.wuneng", other)
    assert "this installation uses" in refused(path, live, data_dir, now)
    if not live.is_sqlite:
        with pytest.raises(Refused) as raised:
            backup.restore(tmp_path / "one.wuneng", live, data_dir, now)
        assert raised.value.code == "restore.not_empty"


@pytest.mark.both_engines
def test_a_backup_holds_all_that_was_acknowledged_before_it_began(
    live: Database, data_dir: Path, bare, tmp_path: Path, now
) -> None:
    acknowledged, stop = [0], threading.Event()

    def write() -> None:
        while not stop.is_set():
            note(live, now, str(acknowledged[0]))
            acknowledged[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    while acknowledged[0] < 20:
        pass
    before = acknowledged[0]
    backup.write_backup(live, data_dir, tmp_path / "one.wuneng", now)
    stop.set()
    writer.join()
    target, folder = bare
    backup.restore(tmp_path / "one.wuneng", target, folder, now)
    with target.read() as session:
        count, _ = audit.verify(session)
    assert 3 + before <= count <= 3 + acknowledged[0]


def test_copies_before_upgrades_are_whole_and_few(live: Database, tmp_path: Path) -> None:
    for number in range(migrate.KEPT + 2):
        migrate.put_aside(live, tmp_path / "aside" / f"{number}.sqlite3")
    kept = sorted(path.name for path in (tmp_path / "aside").iterdir())
    assert kept == ["2.sqlite3", "3.sqlite3", "4.sqlite3"]
    shutil.copy(tmp_path / "aside" / "4.sqlite3", tmp_path / "look.sqlite3")
    with sqlite3.connect(tmp_path / "look.sqlite3") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("SELECT count(*) FROM audit_event").fetchall() == [(3,)]


def test_of_copies_of_one_moment_the_names_say_which_are_old(live: Database, tmp_path: Path) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    for number in (3, 1, 2, 0):  # a folder lists its files in any order
        (aside / f"{number}.sqlite3").touch()
        os.utime(aside / f"{number}.sqlite3", (0, 0))
    migrate.put_aside(live, aside / "4.sqlite3")
    assert sorted(path.name for path in aside.iterdir()) == ["2.sqlite3", "3.sqlite3", "4.sqlite3"]
