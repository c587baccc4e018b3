"""The checks beside pytest: what deptry passes over, and that the hooks before a commit run the same checks."""

import re
import tomllib
from importlib import metadata

from tests.repo.docs import ROOT
from tests.repo.test_source import imported_modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

OF_HOOKS = {"--force-exclude"}
"""A hook names the files that changed, those that ruff passes over too."""
OF_THE_SUITE = {".", "--quiet"}


def words(check: str) -> list[str]:
    """A check without what is only right in one of the two places."""
    return [word for word in check.split() if word not in OF_HOOKS | OF_THE_SUITE]


def test_deptry_passes_over_no_library_that_is_imported_after_all():
    passed_over = set(PROJECT["tool"]["deptry"]["per_rule_ignores"]["DEP002"])
    modules = {
        file.parts[0].removesuffix(".py") for name in passed_over for file in metadata.files(name) or ()
    }
    assert modules >= {"psycopg"}
    assert sorted(modules & imported_modules()) == [], "remove them from [tool.deptry.per_rule_ignores]"


def test_the_hooks_before_a_commit_run_the_checks_of_the_suite():
    """Each check of `./test` is a line of its own, in whatever order or background."""
    check = re.compile(r"\.venv/bin/((?:ruff|mypy|deptry)\b[^&|;>\n]*)")
    suite, hooks = [
        check.findall((ROOT / name).read_text("utf-8")) for name in ("test", ".pre-commit-config.yaml")
    ]
    assert sorted(map(words, hooks)) == sorted(map(words, suite))
