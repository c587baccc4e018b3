"""The command line as somebody at the machine uses it."""

import json

import pytest

from lms import cli
from lms.platform.db.database import Database
from lms.platform.schema import migrate


@pytest.fixture
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def lms(data_dir, capsys, english):
    """lms("audit", "verify"): (exit code, stdout, stderr) on an installation of its own."""

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main([*words, "--data", str(data_dir)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def as_json(lms):
    """The one JSON document that a command prints."""
    return lambda *words: json.loads(lms(*words, "--json")[1])


@pytest.fixture
def installed(data_dir) -> Database:
    """The database that `lms` works on, made by its migrations."""
    db = Database(f"sqlite:///{data_dir / 'wuneng.sqlite3'}")
    migrate.upgrade(db, data_dir / "aside")
    yield db
    db.dispose()
