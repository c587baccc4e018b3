"""A kind of question costs three files and no edit: shown by a kind that is added to a copy of the product."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.docs import ROOT

NEW = "situational"
FILES = {
    f"{NEW}.py": "lms/questions",
    f"{NEW}.html": "lms/questions/templates",
    f"{NEW}.toml": "lms/questions/samples",
}
OWN = f"tests/questions/{NEW}/checks.py"
"""Pages, printed papers, typing in, exports, imports, help and documents."""
ALL = (
    "tests/questions",
    "tests/formats/test_losses.py",
    "tests/formats/items/test_docx_print.py",
    "tests/bank/authoring/test_editor.py",
    "tests/bank/authoring/test_starter.py",
)
"""What holds for every kind, over its samples."""
LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", ".venv", ".git", ".pytest_cache", ".ruff_cache", ".mypy_cache"
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product with three files more; what is large and read only is the same file as here."""
    folder: Path = tmp_path_factory.mktemp("kinds")
    for name in ("lms", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT, copy_function=_link_fonts)
    for name in ("courses", "question_bank", "migrations", "docs", "bench"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    for path in [*ROOT.glob("*.md"), ROOT / "pyproject.toml"]:
        (folder / path.name).symlink_to(path)
    for file, into in FILES.items():
        shutil.copy(ROOT / "tests/questions" / NEW / file, folder / into)
    return folder


def _link_fonts(source: str, target: str) -> None:
    if source.endswith(".xz"):
        Path(target).symlink_to(source)
    else:
        shutil.copy(source, target)


def ran(copy: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and output of pytest in the copy."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "--depth", "quick"]
    done = subprocess.run([*command, *arguments], cwd=copy, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_pages_papers_exports_help_and_documents_know_a_kind_that_is_three_files(copy: Path) -> None:
    code, said = ran(copy, OWN)
    assert code == 0, said[-6000:]


@pytest.mark.slow
def test_what_holds_for_every_kind_holds_for_it(copy: Path) -> None:
    code, said = ran(copy, *ALL, "-k", NEW)
    assert code == 0, said[-6000:]


def test_nobody_else_knows_it() -> None:
    sources = [path for kind in ("*.py", "*.html", "*.js") for path in (ROOT / "lms").rglob(kind)]
    assert [path.name for path in sources if NEW in path.read_text("utf-8")] == []
