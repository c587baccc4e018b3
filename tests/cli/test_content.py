"""lms content load, as somebody runs it: in a process that has imported nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import small
from tests.repo.docs import ROOT


def run(tmp_path: Path, *words: str) -> Any:
    environ = {
        **os.environ,
        "LMS_DATA_DIR": str(tmp_path / "data"),
        "LMS_CONTENT_DIR": str(tmp_path / "content"),
    }
    program = "import sys; from lms.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, *words, "--json"]
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else None


@pytest.mark.slow
def test_content_is_loaded_and_a_changed_question_again(tmp_path):
    for folder in ("courses", "question_bank"):
        shutil.copytree(ROOT / folder, tmp_path / "content" / folder)
    run(tmp_path, "migrate")
    added = run(tmp_path, "content", "load")["items"]["added"]
    path = tmp_path / "content/question_bank/writing/kinds.toml"
    path.write_text(path.read_text("utf-8").replace('stem = "', 'stem = "改：', 1), "utf-8")
    assert run(tmp_path, "content", "load")["items"] == {
        "added": 0,
        "changed": 1,
        "unchanged": added - 1,
        "retired": 0,
    }


def test_what_was_checked_and_loaded_is_said_in_sentences(lms, installed, tmp_path, monkeypatch):
    small.write(tmp_path)
    monkeypatch.setenv("LMS_CONTENT_DIR", str(tmp_path))
    assert lms("content", "check", str(tmp_path)) == (
        0, "No problems. Competencies: 1, courses: 1, questions: 4, check questions: 2, exams: 1\n", "",
    )  # fmt: skip
    code, out, err = lms("content", "load")
    assert (code, out.splitlines(), err) == (
        0,
        [
            "Questions: 6 added, 0 changed, 0 unchanged, 0 retired",
            "Courses: 1 added or changed, 0 unchanged",
            "Exams: 1 added or changed, 0 unchanged",
        ],
        "",
    )
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert lms("content", "check", str(tmp_path))[1] == (
        "内容没有问题：能力 1 项，课程 1 门，试题 4 道，练习题 2 道，考试 1 场\n"
    )
    assert lms("content", "load")[1].splitlines() == [
        "试题：新增 0，修改 0，不变 6，停用 0",
        "课程：新增或修改 0，不变 1",
        "考试：新增或修改 0，不变 1",
    ]
