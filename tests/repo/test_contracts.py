"""The contracts between packages are kept, and a violation of each is found."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.docs import ROOT

BAD = {
    "order": ("lms/people/unit_tree.py", "import lms.exams.models"),
    "rules": ("lms/domain/text/marks.py", "import sqlalchemy"),
    "files": ("lms/content/parse_values.py", "import lms.formats.bad\n"),
    "web": ("lms/people/accounts.py", "import flask"),
    "views": ("lms/people/views/me.py", "import lms.people.models"),
    "packages": ("lms/records/views.py", "import lms.people.forms"),
    "kinds": ("lms/questions/essay.py", "import lms.questions.numeric"),
    "formats": ("lms/formats/tables/csv.py", "import lms.formats.tables.xlsx"),
    "reports": ("lms/reports/standard/completions.py", "import lms.reports.standard.candidacies"),
    "cycles": ("lms/people/directory.py", "import lms.people.trail\n"),
}
"""One line for every contract that breaks it."""


def lint(folder: Path) -> tuple[int, str]:
    """Return the exit code and output of import-linter for the product in that folder."""
    program = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, env={"COLUMNS": "300"}
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_every_contract_is_kept():
    code, words = lint(ROOT)
    assert code == 0, words[words.find("Contracts:") :]


@pytest.mark.slow
def test_a_line_that_breaks_a_contract_is_found(tmp_path):
    sources = shutil.ignore_patterns("*.xz", "*.pyc", "templates", "static")
    shutil.copytree(ROOT / "lms", tmp_path / "lms", ignore=sources)
    (tmp_path / "lms/formats/bad.py").write_text("import werkzeug\n")
    with (tmp_path / "lms/people/trail.py").open("a") as trail:
        trail.write("\nimport lms.people.directory\n")
    for path, line in BAD.values():
        with (tmp_path / path).open("a") as file:
            file.write(f"\n{line}\n")
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    names = dict(re.findall(r'^id = "(\w+)"\nname = "(.+)"$', text, flags=re.M))
    assert set(names) == set(BAD)
    output = " ".join(lint(tmp_path)[1].split())
    assert [id for id, name in names.items() if f"{name} BROKEN" not in output] == []
