"""The command line on an installation of its own."""

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

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main([*arguments, "--data", str(data_dir)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def as_json(lms):
    """The one JSON document that a command prints."""
    return lambda *arguments: json.loads(lms(*arguments, "--json")[1])


@pytest.fixture
def installed(data_dir) -> Database:
    """The database that `lms` works on, made by its migrations."""
    db = Database(f"sqlite:///{data_dir / 'wuneng.sqlite3'}")
    migrate.upgrade(db, data_dir / "aside")
    yield db
    db.dispose()
