"""Which data folder a command works on, and that only its owner can read it."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bench.process import free_port
from lms import settings
from lms.platform.db.database import Database
from lms.platform.schema import migrate
from tests.repo.docs import ROOT

LMS = """#!/bin/sh
exec "{python}" -c 'import sys; from lms.cli import main; sys.exit(main())' "$@"
"""


class Program:
    """A copy of the program in a folder of its own, with the dependencies of this one and no content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "lms").mkdir(parents=True)
        for path in (ROOT / "lms").iterdir():
            if path.name != "__pycache__":
                (folder / "lms" / path.name).symlink_to(path)
        (folder / "lms/settings.py").unlink()  # it finds the folder of the program by its own place
        shutil.copy(ROOT / "lms/settings.py", folder / "lms/settings.py")
        shutil.copy(ROOT / "run", folder / "run")
        (folder / "setup.sh").write_text("install() { :; }\n")
        (folder / ".venv/bin").mkdir(parents=True)
        self.lms_file = folder / ".venv/bin/lms"
        self.lms_file.write_text(LMS.format(python=sys.executable))
        self.lms_file.chmod(0o755)
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
        self.environ |= {"PYTHONPATH": str(folder), "LC_ALL": "en_US.UTF-8"}

    def run(self, cwd: Path, *words: str) -> str:
        """Run ./run until it serves, stop it, and return what it printed."""
        command = [str(self.folder / "run"), "--empty", "--port", str(free_port()), *words]
        process = subprocess.Popen(
            command, cwd=cwd, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        printed = ""
        for line in process.stdout or ():
            printed += line
            if line.startswith("Data folder"):
                break
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=300)
        assert process.returncode == 0, printed + rest
        return printed + rest

    def people(self, cwd: Path, *words: str, **environ: str) -> tuple[int, str]:
        """The exit code of `lms people list`, and what it printed."""
        done = subprocess.run(
            [str(self.lms_file), "people", "list", *words],
            cwd=cwd,
            env=self.environ | environ,
            capture_output=True,
            text=True,
            timeout=300,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "program")


def empty_installation(folder: Path) -> str:
    folder.mkdir()
    db = Database(f"sqlite:///{folder / 'wuneng.sqlite3'}")
    migrate.upgrade(db, folder / "aside")
    db.dispose()
    return str(folder)


ADMIN = (0, "ADMIN\t系统管理员\tROOT\tactive\tsysadmin\n")
NOBODY = (0, "\n")


@pytest.mark.slow
def test_a_command_works_on_the_folder_that_run_used_unless_another_is_named(program, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = empty_installation(tmp_path / "other")
    assert f"Data folder: {elsewhere / 'mine'}\n" in program.run(elsewhere, "--data", "mine")
    assert program.people(tmp_path) == ADMIN
    assert program.people(tmp_path, LMS_DATA_DIR=other) == NOBODY
    assert program.people(tmp_path, "--data", str(elsewhere / "mine"), LMS_DATA_DIR=other) == ADMIN
    assert program.people(tmp_path, "--data", other) == NOBODY
    shutil.rmtree(elsewhere)
    code, printed = program.people(tmp_path)
    assert (code, printed.startswith(f"There is no installation in {elsewhere / 'mine'}; ")) == (1, True)
    assert (elsewhere.exists(), (program.folder / "data").exists()) == (False, False)


@pytest.mark.slow
def test_without_a_named_folder_run_uses_data_beside_the_program_and_commands_find_it_anywhere(
    program, tmp_path
):
    program.run(tmp_path)
    assert (program.folder / "data/wuneng.sqlite3").exists()
    assert program.people(tmp_path) == ADMIN
    (program.folder / ".data-folder").unlink()
    assert program.people(tmp_path) == ADMIN


def test_a_command_that_finds_nothing_names_the_folder_beside_the_program(program, tmp_path):
    code, printed = program.people(tmp_path)
    assert (code, printed.startswith(f"There is no installation in {program.folder / 'data'}; ")) == (1, True)
    assert not (program.folder / "data").exists()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_data_folder_and_its_database_are_closed_to_others(tmp_path):
    loaded = settings.load({}, data_dir=tmp_path / "a/data")
    db = Database(loaded.url)
    migrate.upgrade(db, loaded.data_dir / "aside")
    files = [mode(path) for path in loaded.data_dir.glob("wuneng.sqlite3*")]
    db.dispose()
    assert (mode(loaded.data_dir), mode(loaded.data_dir / "secret-key")) == (0o700, 0o600)
    assert files == [0o600] * len(files) != []


def test_an_older_installation_is_closed_at_its_next_start(tmp_path):
    folder = Path(empty_installation(tmp_path / "data"))
    folder.chmod(0o755)
    (folder / "wuneng.sqlite3").chmod(0o644)
    loaded = settings.load({}, data_dir=folder)
    db = Database(loaded.url)
    migrate.upgrade(db, folder / "aside")
    db.dispose()
    assert (mode(folder), mode(folder / "wuneng.sqlite3")) == (0o700, 0o600)


def test_a_folder_that_holds_other_things_too_stays_open_for_them(tmp_path):
    folder = Path(empty_installation(tmp_path / "data"))
    folder.chmod(0o755)
    (folder / "letters").mkdir()
    settings.load({}, data_dir=folder)
    assert mode(folder) == 0o755
