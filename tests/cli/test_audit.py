"""lms audit: verification of the trail, and the files that prove it."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import text

from lms.platform import audit
from lms.web.pages import ROOT


@pytest.fixture
def trail(installed, now):
    for number in range(3):
        with installed.transaction() as session:
            audit.record(session, "test.note", f"thing:{number}", None, now)
    return installed


@pytest.fixture
def checkpoint(trail, lms, data_dir):
    path = data_dir / "checkpoint.json"
    assert lms("audit", "checkpoint", str(path))[0] == 0
    return path


def tamper(db, statement: str) -> None:
    with db.transaction() as session:
        session.execute(text("DROP TRIGGER audit_event_no_update"))
        session.execute(text("DROP TRIGGER audit_event_no_delete"))
        session.execute(text(statement))


def test_an_intact_trail_gives_its_number_and_head(trail, lms, as_json):
    with trail.read() as session:
        count, head = audit.verify(session)
    assert lms("audit", "verify")[:2] == (0, f"The trail is intact: 3 events, head {head}\n")
    assert as_json("audit", "verify") == {"events": count, "head": head}


def test_a_checkpoint_has_the_number_and_head_that_verify_prints(trail, checkpoint, as_json):
    verified = as_json("audit", "verify", "--checkpoint", str(checkpoint))
    written = json.loads(checkpoint.read_text())
    assert sorted(written) == ["at", "hash", "seq"]
    assert verified == {"events": written["seq"], "head": written["hash"]}


def test_a_trail_that_has_grown_since_is_still_intact(trail, checkpoint, lms, now):
    with trail.transaction() as session:
        audit.record(session, "test.note", "thing:3", None, now)
    assert lms("audit", "verify", "--checkpoint", str(checkpoint))[0] == 0


def test_the_first_break_is_named(trail, lms):
    tamper(trail, "UPDATE audit_event SET action = 'x' WHERE seq = 2")
    code, out, err = lms("audit", "verify")
    assert (code, out, err.startswith("#2: This event was changed; ")) == (1, "", True)


def test_a_cut_tail_shows_only_against_a_checkpoint(trail, checkpoint, lms):
    tamper(trail, "DELETE FROM audit_event WHERE seq = 3")
    assert lms("audit", "verify")[0] == 0
    code, _, err = lms("audit", "verify", "--checkpoint", str(checkpoint))
    assert (code, err.startswith("#3: The events from here on were deleted; ")) == (1, True)


def test_no_checkpoint_is_written_of_a_broken_trail(trail, lms, data_dir):
    tamper(trail, "DELETE FROM audit_event WHERE seq = 1")
    path = data_dir / "checkpoint.json"
    assert lms("audit", "checkpoint", str(path))[0] == 1
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"seq": 1}'])
def test_a_file_that_is_not_a_checkpoint_is_refused(trail, lms, data_dir, content):
    path = data_dir / "bad.json"
    path.write_text(content)
    code, _, err = lms("audit", "verify", "--checkpoint", str(path))
    assert (code, "checkpoint" in err) == (1, True)


def test_a_missing_checkpoint_is_refused(trail, lms, data_dir):
    assert lms("audit", "verify", "--checkpoint", str(data_dir / "none.json"))[0] == 1


def test_the_exported_trail_is_verified_by_the_independent_program(trail, lms, as_json, data_dir):
    out = data_dir / "audit.jsonl"
    exported = as_json("audit", "export", str(out))
    assert (exported["events"], len(out.read_text("utf-8").splitlines())) == (3, 3)
    assert out.stat().st_mode & 0o777 == 0o600
    program = ROOT / "sittings/static/wuneng_verify.py"
    ran = subprocess.run([sys.executable, "-I", program, "--trail", out], capture_output=True, text=True)
    assert (ran.returncode, exported["head"] in ran.stdout) == (0, True)
    with trail.read() as session:
        assert list(audit.rows(session))[-1]["action"] == "audit.export"


def test_an_export_to_a_place_that_cannot_be_written_is_refused(trail, lms, data_dir):
    assert lms("audit", "export", str(data_dir / "none" / "audit.jsonl"))[0] == 1
