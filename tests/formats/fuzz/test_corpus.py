"""Inputs with which a fuzzer reached rare code of a reader: each still gives questions or problems, in time."""

from base64 import b64decode
from pathlib import Path

import pytest

from bench.fuzz import check_reader

CORPUS = Path(__file__).parent / "corpus"


@pytest.mark.parametrize("form", sorted(path.stem for path in CORPUS.glob("*.txt")))
def test_an_input_of_the_corpus_is_read(form: str) -> None:
    lines = (CORPUS / f"{form}.txt").read_text("ascii").split()
    for line in lines:
        check_reader(form, b64decode(line))
    assert lines
