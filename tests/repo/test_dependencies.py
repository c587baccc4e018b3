"""What is declared is what is imported. `deptry` compares the two; this looks after what it passes over."""

import tomllib
from importlib.metadata import packages_distributions

from tests.repo.docs import ROOT
from tests.repo.test_source import imported_modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_deptry_passes_over_no_library_that_is_imported_after_all():
    passed_over = set(PROJECT["tool"]["deptry"]["per_rule_ignores"]["DEP002"])
    owners = packages_distributions()
    imported = {name.lower() for module in imported_modules() for name in owners.get(module, [])}
    assert sorted(passed_over & imported) == [], "remove them from [tool.deptry.per_rule_ignores]"
