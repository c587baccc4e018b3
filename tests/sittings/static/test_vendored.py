"""Vendored code is as its authors published it, with its licence beside it."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

import lms

NOBLE = Path(str(lms.__path__[0])) / "sittings" / "static" / "vendor" / "noble-ciphers"
DIGESTS = dict(
    re.findall(r"^\| `(\S+)` \| `([0-9a-f]{64})` \|$", (NOBLE / "README.md").read_text("utf-8"), re.M)
)
NEWER = re.compile(
    r"\?\?=|\|\|=|&&=|^\s*static\s*\{|^\s*(static\s+)?#\w+|\.at\(|structuredClone|replaceAll", re.M
)
"""Syntax and functions that Chromium 86 does not have."""
STATIC = sorted(path for path in Path(str(lms.__path__[0])).glob("*/static/**/*.js"))


def test_the_cipher_is_as_it_was_published():
    found = {
        path.name: sha256(path.read_bytes()).hexdigest() for path in NOBLE.iterdir() if path.suffix != ".md"
    }
    assert found == DIGESTS
    assert (NOBLE / "LICENSE").read_text("utf-8").startswith("The MIT License (MIT)")


@pytest.mark.parametrize("path", STATIC, ids=lambda path: path.name)
def test_every_script_is_of_a_syntax_that_old_browsers_read(path):
    assert NEWER.findall(path.read_text("utf-8")) == []


def test_newer_syntax_would_be_found():
    new = [
        "a ??= b",
        "class A {\n  #secret = 1;\n}",
        "class A {\n  static {\n}}",
        "list.at(-1)",
        'text.replaceAll("a", "b")',
    ]
    assert [bool(NEWER.search(text)) for text in new] == [True] * 5
