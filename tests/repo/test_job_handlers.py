"""A worker knows how to do every job: a process of its own has imported all that register a handler."""

import os
import subprocess
import sys
from pathlib import Path

from tests.repo.docs import ROOT

LOADED = """
import sys
from lms.app import create_app
from lms.settings import load
create_app(load())
print(*sys.modules, sep="\\n")
"""


def test_a_worker_has_imported_every_module_with_a_handler(tmp_path: Path) -> None:
    declaring = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "lms").rglob("*.py")
        if "\n@handler(" in path.read_text("utf-8")
    }
    environ = {**os.environ, "LMS_DATA_DIR": str(tmp_path)}
    worker = subprocess.run(
        [sys.executable, "-c", LOADED], env=environ, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "lms.platform.mail" in declaring
    assert declaring - set(worker.stdout.split()) == set()
