"""lms content load, as somebody runs it: in a process that has imported nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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
