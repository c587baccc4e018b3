"""The licence is complete, and the licence of every library is known."""

import hashlib
import re
import tomllib
from importlib.metadata import metadata

import pytest

from tests.repo.docs import ROOT

AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
CC0 = "a2010f343487d3f7618affe54f789f5487602331c0a8d03f49e9a7c547cf0499"
PAGE = (ROOT / "docs/licences.md").read_text("utf-8")
LIBRARIES = dict(re.findall(r"^\| `([a-z0-9.-]+)` \| (.+) \|$", PAGE, flags=re.M))


@pytest.mark.parametrize(
    ("path", "digest"), [("LICENSE", AGPL), ("courses/LICENSE", CC0), ("question_bank/LICENSE", CC0)]
)
def test_the_text_of_a_licence_is_the_one_its_authors_published(path, digest):
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest


def test_the_page_of_licences_names_every_library_that_is_installed():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert sorted(LIBRARIES) == sorted(re.findall(r"^([a-z0-9.-]+)==", lock, flags=re.M))


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_page_gives_the_licence_that_a_library_declares(library):
    declared = metadata(library).get("License-Expression")
    assert declared in (LIBRARIES[library], None)


def test_every_licence_text_that_is_named_exists_and_is_in_the_package():
    named = set(re.findall(r"`([\w/.-]*LICENSE[\w.-]*)`", PAGE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    included = {str(path.relative_to(ROOT)) for glob in project["license-files"] for path in ROOT.glob(glob)}
    assert included == named
    assert {path for path in named if not (ROOT / path).is_file()} == set()
