"""The documents say what the code says."""

import re
import tomllib
from dataclasses import fields

import pytest

from lms.domain.access import PERMISSION_NAMES, POLICY, ROLE_NAMES, Permission, Role
from lms.settings import Settings
from lms.web.api import describe
from tests.repo import docs
from tests.repo.docs import ROOT

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    "path",
    [
        "docs/permissions.md",
        "docs/settings.md",
        "docs/commands.md",
        "docs/reports.md",
        "docs/api-reference.md",
        "docs/question-kinds.md",
    ],
)
def test_a_printed_document_is_up_to_date(app, path):
    kept = (ROOT / path).read_text("utf-8")
    assert kept == docs.printed(app)[path], f"{path} is out of date: run python -m tests.repo.docs"


def test_the_guide_to_the_api_names_every_call(app):
    guide = (ROOT / "docs/api.md").read_text("utf-8")
    missing = []
    for path, calls in describe(app)["paths"].items():
        short = re.sub(r"\{[a-z]+_id\}", "{id}", path)
        missing += [name for method in calls if (name := f"{method.upper()} {short}") not in guide]
    assert missing == ["GET /api/v1/openapi.json"]


def test_every_permission_is_held_by_some_role_and_has_a_name():
    assert set(POLICY) == set(ROLE_NAMES) == set(Role)
    assert (
        {p for permissions in POLICY.values() for p in permissions}
        == set(PERMISSION_NAMES)
        == set(Permission)
    )


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_explained_in_both_languages(field):
    words = field.metadata["doc"]
    assert (bool(CHINESE.search(words.zh)), bool(CHINESE.search(words.en)), bool(words.en)) == (
        True,
        False,
        True,
    )


def every_command():
    chinese, english = dict(docs.leaves(docs.parser("zh"))), dict(docs.leaves(docs.parser("en")))
    assert list(chinese) == list(english)
    return [(name, chinese[name], english[name]) for name in chinese]


def test_every_command_and_argument_is_explained_in_both_languages():
    unexplained = []
    for name, zh, en in every_command():
        pairs = [("", zh.description, en.description)]
        pairs += [
            (a.dest, a.help, b.help) for a, b in zip(docs.arguments(zh), docs.arguments(en), strict=True)
        ]
        unexplained += [
            f"{name} {dest}".strip()
            for dest, chinese, english in pairs
            if not CHINESE.search(chinese or "") or not english or CHINESE.search(english)
        ]
    assert unexplained == []


def test_the_map_has_one_line_for_every_folder_and_none_for_others():
    rows = re.findall(r"^\| `([a-z_./]+)` \| (.+) \|$", (ROOT / "docs/map.md").read_text("utf-8"), flags=re.M)
    mapped = {name for name, words in rows if words.strip()}
    assert len(mapped) == len(rows)
    folders = {f"lms/{p.name}/" for p in (ROOT / "lms").iterdir() if p.is_dir() and list(p.glob("*.py"))}
    files = {f"lms/{p.name}" for p in (ROOT / "lms").glob("*.py") if p.name != "__init__.py"}
    top = {f"{name}/" for name in ("courses", "question_bank", "migrations", "docs", "tests", "bench")}
    assert mapped == folders | files | top


def test_the_changelog_begins_with_the_version_that_is_built_and_says_so_to_both_readers():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    english, chinese = [
        re.findall(r"^## (\S+)", (ROOT / name).read_text("utf-8"), flags=re.M)
        for name in ("CHANGELOG.md", "CHANGELOG.zh-CN.md")
    ]
    assert english == chinese
    assert english[0] == version
    assert len(english) == len(set(english))


def test_the_changelog_speaks_one_language_to_each_reader():
    english, chinese = [
        re.findall(r"^- (.+(?:\n  .+)*)", (ROOT / name).read_text("utf-8"), flags=re.M)
        for name in ("CHANGELOG.md", "CHANGELOG.zh-CN.md")
    ]
    assert len(english) == len(chinese)
    assert [entry for entry in english if CHINESE.search(re.sub("`[^`]*`|“[^”]*”", "", entry))] == []
    assert [entry for entry in chinese if not CHINESE.search(entry)] == []


@pytest.mark.parametrize("file", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda p: p.name)
def test_a_decision_has_a_number_and_a_title_and_is_short(file):
    text = file.read_text("utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", file.name)
    assert re.match(r"# \S", text)
    assert len(text.splitlines()) <= 60


def test_links_between_documents_lead_somewhere():
    dead = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []
