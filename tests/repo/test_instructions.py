"""The commands, options, settings and files that documents mention exist."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from lms.cli.demo import city, tour
from lms.domain.access import ROLE_NAMES, Role
from lms.domain.problem import Text
from lms.settings import Settings
from tests.repo import docs
from tests.repo.docs import ROOT

PRINTED = {"commands.md", "settings.md", "permissions.md"}
DECISIONS = ROOT / "docs/decisions"  # each describes the state at its date
TOP = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [
    *(ROOT / name for name in TOP if (ROOT / name).exists()),
    *sorted(path for path in (ROOT / "docs").glob("*.md") if path.name not in PRINTED),
    ROOT / "question_bank/README.md",
    ROOT / "courses/README.md",
]
INSTALL = (ROOT / "docs/install.md").read_text("utf-8")
SETTINGS = {field.name for field in fields(Settings)}
FILE_OF_SETTINGS = "LMS_CONFIG"


@cache
def options() -> dict[str, set[str]]:
    """Return the options of every command by its name, "lms audit verify"."""
    return {
        name: {option for action in command._actions for option in action.option_strings}
        for name, command in docs.leaves(docs.parser("en"))
    }


def typed(page: Path) -> Iterator[list[str]]:
    """Yield the words of every `lms …` that a page shows, in a block or in a line."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"^```(?:sh|cron|ini)\n(.*?)^```", text, flags=re.M | re.S)
    shown = [line for block in blocks for line in re.split(r"\n|&&", block.replace("\\\n", ""))]
    shown += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    for line in shown:
        if found := re.search(r"(?:^|\s|=|\.venv/bin/)lms (?=[a-z-])(.*)", line):
            yield shlex.split(found[1].strip())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_shows_exists_with_its_options(page):
    wrong = []
    for words in typed(page):
        name = next((n for n in (" ".join(["lms", *words[:2]]), f"lms {words[0]}") if n in options()), None)
        used = {word.split("=")[0] for word in words if word.startswith("-") and word != "-"}
        if used not in ({"--help"}, {"--version"}) and (name is None or not used <= options()[name]):
            wrong.append(" ".join(["lms", *words]))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_variable_that_a_page_names_is_a_setting(page):
    named = set(re.findall(r"\bLMS_[A-Z_]+\b", page.read_text("utf-8")))
    assert named - {FILE_OF_SETTINGS} <= {f"LMS_{name.upper()}" for name in SETTINGS}


def test_the_examples_of_a_settings_file_are_settings():
    examples = re.findall(r"^```toml\n(.*?)^```", INSTALL, flags=re.M | re.S)
    inline = re.findall(r"`([a-z_]+) = [^`]+`", INSTALL)
    named = {name for example in examples for name in tomllib.loads(example)} | set(inline)
    assert {"database_url", "https", "trusted_proxies", "host"} <= named <= SETTINGS


def test_every_page_of_ours_that_the_product_names_exists():
    named = set()
    for path in [ROOT / "setup.sh", *(ROOT / "lms").rglob("*.py"), *(ROOT / "lms").rglob("*.html")]:
        named |= set(re.findall(r"docs/[a-z-]+\.md", path.read_text("utf-8")))
    assert "docs/install.md" in named
    assert {name for name in named if not (ROOT / name).is_file()} == set()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_the_chain_of_packages_is_the_one_that_is_checked(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["id"] == "order"]
    here = [layer for layer in layers if layer[0] != "(" or (ROOT / "lms" / layer.strip("()")).is_dir()]
    chain = re.search(r"^```\n(cli > .*?)^```", (ROOT / name).read_text("utf-8"), flags=re.M | re.S)
    assert chain is not None
    assert [" ".join(step.split()) for step in chain[1].split(">")] == [layer.strip("()") for layer in here]


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_tour_is_the_one_that_run_prints(name, language):
    people = {row["login"]: row for row in city.rows("people.csv")}
    stops = [(people[stop.login], stop) for stop in tour.STOPS]
    rows = [
        f"| {number} | `{stop.login}` {person['name']} | {role(person).in_(language)} | {stop.look.in_(language)} |"
        for number, (person, stop) in enumerate(stops, 1)
    ]
    shown = re.findall(r"^\| \d \|.*$", (ROOT / name).read_text("utf-8"), flags=re.M)
    assert shown == rows


def test_the_tour_shows_every_role_of_the_demo_once():
    people = {row["login"]: row for row in city.rows("people.csv")}
    assert sorted(role(people[stop.login]).en for stop in tour.STOPS) == sorted(
        {role(person).en for person in people.values()}
    )


def role(person: dict[str, str]) -> Text:
    return ROLE_NAMES[Role(person["roles"].partition("@")[0])]
