"""Every command on a folder without an installation: one line that says so, and nothing is created."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lms import cli
from tests.repo.docs import leaves, parser

CREATE = {"lms run", "lms migrate", "lms restore"}
"""Commands that make an installation in a folder that is named."""
NEED_NONE = {"lms bank convert", "lms content check"}
COMMANDS = dict(leaves(parser("en")))
WORKING = sorted(set(COMMANDS) - CREATE - NEED_NONE)
READ, WRITTEN = ("IN", "FILE", "FILE.pdf"), "OUT"
FORMATS = {"bank": "toml"}


def words_of(name: str, files: Path) -> Iterator[str]:
    """Yield the words of a command with everything that it requires; the file to read exists in that folder."""
    group = name.split()[1]
    yield from name.split()[1:]
    for action in COMMANDS[name]._actions:
        if action.option_strings and action.required:
            option = action.option_strings[0]
            yield from (option, FORMATS.get(group, "xlsx") if option == "--to" else "writing")
        elif not action.option_strings:
            yield {WRITTEN: WRITTEN}.get(
                str(action.metavar), str(files / "roster.csv" if action.metavar in READ else "X1")
            )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an empty data folder in it, and a file to read."""
    (tmp_path / "data").mkdir()
    (tmp_path / "roster.csv").write_text("工号,姓名,单位代码\nX1,林晓,ROOT\n", "utf-8")
    return tmp_path


@dataclass(frozen=True, slots=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(place, monkeypatch, capsys):
    """run("doctor", LMS_DATA_DIR="data"): how the command ends that somebody types in that folder."""
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(place)

    def typed(*words: str, **environ: str) -> Ended:
        for name, value in {"LC_ALL": "en_US.UTF-8", **environ}.items():
            monkeypatch.setenv(name, value)
        code = cli.main(words)
        return Ended(code, *capsys.readouterr())

    return typed


@pytest.mark.parametrize("name", WORKING)
@pytest.mark.parametrize("folder", ["data", "nowhere"])
def test_a_command_without_an_installation_says_so_and_creates_nothing(place, run, name, folder):
    before = tree(place)
    done = run(*words_of(name, place), "--data", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"There is no installation in {folder}; name its data folder with --data, or make one with ./run;"
        " nothing was changed\n"
    )
    assert tree(place) == before


def test_it_is_said_in_chinese_too_and_to_programs(run):
    done = run("doctor", "--json", LC_ALL="zh_CN.UTF-8", LMS_DATA_DIR="data")
    assert done.returncode == 1
    assert (
        done.stderr
        == "data 里没有五能的数据；请用 --data 指明数据文件夹，或先执行 ./run 建立一个；什么都没有改动\n"
    )
    assert json.loads(done.stdout)["error"] == "installation.none"


def test_a_refused_restore_creates_nothing(place, run):
    before = tree(place)
    done = run("restore", "roster.csv", "--data", "nowhere")
    assert (done.returncode, "cannot be used" in done.stderr) == (1, True)
    assert tree(place) == before


def test_a_damaged_database_is_named_in_one_line_and_stays_as_it_is(place, run):
    (place / "data/wuneng.sqlite3").write_bytes(b"not a database at all" * 99)
    before = tree(place)
    done = run("backup", "OUT", "--data", "data")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database fails: file is not a database; run lms doctor to see why\n"
    assert tree(place) == before


def test_a_database_that_does_not_answer_is_one_line(run):
    address = "postgresql://127.0.0.1:1/none"
    done = run("people", "list", "--data", "data", LMS_DATABASE_URL=address)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert done.stderr.startswith("The database fails: ")


def test_a_settings_file_that_is_not_toml_is_one_line(place, run):
    (place / "data/lms.toml").write_text("port = = 80", "utf-8")
    done = run("people", "list", "--data", "data")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith("This setting is invalid: data/lms.toml: ")
