"""Discard a preview: nothing of it is left, and nothing else changes."""

import os
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from lms.bank.imports import find
from lms.bank.imports.commit import commit_import
from lms.bank.imports.discard import FILE_DELAY, discard_import
from lms.bank.models import ImportRow, Item
from lms.domain.problem import Refused
from lms.platform import jobs
from lms.platform.audit import AuditEvent
from lms.platform.files import Files
from tests.bank.imports.files import GOOD, PAPER, import_file, read_file

pytestmark = pytest.mark.both_engines


def work(db, now: datetime, folder, kept_at: datetime | None = None) -> None:
    """Run the jobs due when the file is deleted; the files were kept a little before `now`, or at `kept_at`."""
    tools = SimpleNamespace(settings=SimpleNamespace(data_dir=folder))
    at = (kept_at or now - timedelta(minutes=5)).timestamp()
    for path in (folder / "files").rglob("*/*"):
        os.utime(path, (at, at))
    while jobs.work_once(db, lambda: now + FILE_DELAY, tools):
        pass


def kept(folder, sha256: str) -> bool:
    return Files(folder / "files").path(sha256).exists()


def test_the_questions_and_the_file_of_a_preview_are_gone_and_the_audit_trail_records_it(
    db, cast, now, tmp_path
):
    import_file(db, GOOD, cast.chen, now, tmp_path)
    with db.transaction() as session:
        imported = read_file(session, PAPER, cast.chen, now, tmp_path)
        other = read_file(session, PAPER + "\n5. 另一题？\n答案：对\n", cast.chen, now, tmp_path)
        number, sha256, spared = imported.id, imported.sha256, other.sha256
        assert [each.id for each in find.latest_imports(session, cast.chen)] == [other.id, number, number - 1]
    assert (kept(tmp_path, sha256), kept(tmp_path, spared)) == (True, True)
    with db.transaction() as session:
        discard_import(session, cast.chen, number, now)
    work(db, now, tmp_path)
    assert (kept(tmp_path, sha256), kept(tmp_path, spared)) == (False, True)
    with db.read() as session:
        assert [each.id for each in find.latest_imports(session, cast.chen)] == [number + 1, number - 1]
        of_it = select(func.count()).where(ImportRow.import_id == number)
        assert (session.scalar(of_it), session.scalar(select(func.count(Item.id)))) == (0, 2)
        with pytest.raises(Refused) as refused:
            find.visible_import(session, cast.chen, number)
        assert refused.value.status == 404
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        detail = {"file": "题.txt", "sha256": sha256, "questions": 4}
        assert (event.action, event.object, event.detail) == (
            "bank.import_discard",
            f"import:{number}",
            detail,
        )


def test_a_file_that_another_import_needs_is_kept(db, cast, now, tmp_path):
    with db.transaction() as session:
        first, second = (read_file(session, PAPER, cast.chen, now, tmp_path) for _ in range(2))
        numbers, sha256 = [first.id, second.id], first.sha256
    for number, is_kept in zip(numbers, (True, False), strict=True):
        with db.transaction() as session:
            discard_import(session, cast.chen, number, now)
        work(db, now, tmp_path)
        assert kept(tmp_path, sha256) is is_kept


def test_a_file_that_a_job_made_and_somebody_uploaded_again_is_kept(db, cast, now, tmp_path):
    with db.transaction() as session:
        imported = read_file(session, PAPER, cast.chen, now, tmp_path)
        export = jobs.enqueue(session, "bank.export", {}, now, cast.chen.id)
        export.state, export.result = "done", {"sha256": imported.sha256, "name": "题.txt"}
        discard_import(session, cast.chen, imported.id, now)
        sha256 = imported.sha256
    work(db, now, tmp_path)
    assert kept(tmp_path, sha256)


def test_a_file_that_somebody_is_uploading_is_kept_until_it_is_clear_whether_it_is_needed(
    db, cast, now, tmp_path
):
    with db.transaction() as session:
        imported = read_file(session, PAPER, cast.chen, now, tmp_path)
        discard_import(session, cast.chen, imported.id, now)
        sha256 = imported.sha256
    work(db, now, tmp_path, kept_at=now + FILE_DELAY)
    assert kept(tmp_path, sha256)
    work(db, now + 2 * FILE_DELAY, tmp_path, kept_at=now + FILE_DELAY)
    assert not kept(tmp_path, sha256)


def test_a_committed_import_or_that_of_another_cannot_be_discarded(db, cast, now, tmp_path):
    done = import_file(db, GOOD, cast.chen, now, tmp_path)
    with db.transaction() as session:
        mine = read_file(session, PAPER, cast.chen, now, tmp_path).id
        for actor, number, status in ((cast.chen, done, 409), (cast.zhao, mine, 403)):
            with pytest.raises(Refused) as refused:
                discard_import(session, actor, number, now)
            assert refused.value.status == status
    with db.transaction() as session:
        assert commit_import(session, cast.chen, mine, now).counts == {"added": 1, "changed": 1}
