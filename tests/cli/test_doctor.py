"""lms doctor: what is wrong, and how to correct it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from lms.cli.doctor import examine
from lms.cli.serving.address import FILE, noted
from lms.platform import audit
from lms.platform.db.database import Database
from lms.platform.jobs import enqueue
from lms.platform.locks import SERVING, hold
from lms.platform.schema import migrate
from lms.settings import Settings


@pytest.fixture
def diagnose(installed, data_dir):
    """diagnose(): {name: (state, what, how)} in English."""
    (data_dir / "secret-key").touch(mode=0o600)
    data_dir.chmod(0o700)

    def findings(db: Database = installed, **more):
        results = examine(Settings(data_dir=data_dir, secret_key="x", **more), db)
        return {result.name.en: (result.state, result.what.en, result.how.en) for result in results}

    return findings


def test_a_fresh_installation_has_nothing_wrong(diagnose):
    findings = diagnose()
    assert {name for name, (state, _, _) in findings.items() if state == "wrong"} == set()
    notes = {name for name, (state, _, _) in findings.items() if state == "note"}
    assert notes == {"Mail", "Server", "Public address", "The three administrators"}
    assert findings["Database"][1] == f"answers, schema {migrate.newest()}"


def test_every_finding_that_is_not_ok_says_what_to_do(diagnose):
    assert all(how for state, _, how in diagnose().values() if state != "ok")


def test_settings_silence_their_notes(diagnose):
    findings = diagnose(mail_url="smtp://127.0.0.1", public_url="http://10.1.2.3")
    assert (findings["Mail"][0], findings["Public address"][:2]) == ("ok", ("ok", "http://10.1.2.3"))


@pytest.mark.parametrize(
    ("public_url", "printed"), [("", "http://127.0.0.1:8000"), ("http://localhost", "http://localhost")]
)
def test_an_address_that_only_this_machine_can_open_is_noted(diagnose, public_url, printed):
    assert diagnose(public_url=public_url)["Public address"] == (
        "note",
        f"certificates and mail show {printed}, which other computers cannot open: codes on certificates lead nowhere",
        "Set LMS_PUBLIC_URL to the address that people type, such as http://10.1.2.3:8000, and start again",
    )


def test_a_key_that_others_can_read_is_wrong(diagnose, data_dir):
    (data_dir / "secret-key").chmod(0o640)
    state, what, how = diagnose()["Secret key"]
    assert (state, what.endswith("has mode 640: others can read it"), how) == (
        "wrong", True, f"chmod 600 {data_dir / 'secret-key'}",
    )  # fmt: skip


def test_a_folder_and_a_database_that_others_can_read_are_named(diagnose, data_dir):
    data_dir.chmod(0o755)
    (data_dir / "wuneng.sqlite3").chmod(0o644)
    findings = diagnose()
    assert findings["Data folder"] == (
        "note", f"{data_dir} has mode 755: others can enter it", f"chmod 700 {data_dir}",
    )  # fmt: skip
    assert findings["Database file"] == (
        "wrong",
        f"{data_dir / 'wuneng.sqlite3'} has mode 644: others can read it",
        f"chmod 600 {data_dir / 'wuneng.sqlite3'}",
    )


def test_the_address_is_the_one_that_is_really_served(diagnose, data_dir):
    served = Settings(data_dir=data_dir, port=8101)
    with hold(data_dir / SERVING, shared=True), noted(served):
        findings = diagnose()
        assert findings["Server"][:2] == ("ok", "running at http://127.0.0.1:8101")
        assert findings["Public address"][1] == (
            "certificates and mail show http://127.0.0.1:8101, which other computers cannot open: codes on certificates lead nowhere"
        )
        left = (data_dir / FILE).read_bytes()
    assert not (data_dir / FILE).exists()
    (data_dir / FILE).write_bytes(left)  # as after kill -9
    assert diagnose()["Server"][:2] == ("note", "not running")


def test_a_file_of_first_passwords_that_is_still_there_is_noted(diagnose, data_dir):
    (data_dir / "first-accounts.json").write_text("[]")
    assert diagnose()["First passwords"][0] == "note"


def test_a_database_that_does_not_answer_is_wrong(diagnose):
    unreachable = Database("postgresql+psycopg://127.0.0.1:1/none")
    findings = diagnose(unreachable)
    assert (findings["Database"][0], "Audit trail" in findings) == ("wrong", False)


def test_a_database_without_tables_asks_to_be_migrated(diagnose, data_dir):
    empty = Database(f"sqlite:///{data_dir / 'empty.sqlite3'}")
    state, what, how = diagnose(empty)["Database"]
    assert (state, what.startswith("schema empty, not 0"), how) == ("wrong", True, "Run lms migrate")
    empty.dispose()


def test_a_broken_trail_and_parked_jobs_are_wrong(diagnose, installed, now):
    for number in range(2):
        with installed.transaction() as session:
            audit.record(session, "test.note", f"thing:{number}", None, now)
            enqueue(session, "mail.send", {}, now - timedelta(days=1)).state = "parked"
    with installed.transaction() as session:
        session.execute(text("DROP TRIGGER audit_event_no_update"))
        session.execute(text("UPDATE audit_event SET object = 'x' WHERE seq = 1"))
    findings = diagnose()
    assert findings["Audit trail"][:2] == ("wrong", "#1 This event was changed")
    assert findings["Jobs"][:2] == ("wrong", "jobs parked after too many failures: 2, such as mail.send")


def test_a_font_folder_that_is_not_there_is_wrong(diagnose, data_dir):
    findings = diagnose(fonts_dir=data_dir / "nowhere")["Certificate fonts"]
    assert findings[:2] == ("wrong", f"there is no folder {data_dir / 'nowhere'}")


def test_the_command_ends_with_1_only_if_something_is_wrong(diagnose, lms, data_dir):
    code, out, _ = lms("doctor")
    assert (code, "✓ Database: answers" in out) == (0, True)
    (data_dir / "secret-key").chmod(0o644)
    code, out, err = lms("doctor")
    assert (code, out, "✗ Secret key" in err) == (1, "", True)
