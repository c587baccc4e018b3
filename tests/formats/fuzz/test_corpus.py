"""Inputs that led a fuzzer into corners of a reader, kept: each is still read, in time, to questions or problems."""

from base64 import b64decode
from pathlib import Path

import pytest

from bench.fuzz import check_reader

CORPUS = Path(__file__).parent / "corpus"


@pytest.mark.parametrize("form", sorted(path.stem for path in CORPUS.glob("*.txt")))
def test_what_the_fuzzer_found_worth_keeping_is_read(form: str) -> None:
    lines = (CORPUS / f"{form}.txt").read_text("ascii").split()
    for line in lines:
        check_reader(form, b64decode(line))
    assert lines
