"""The glossary names things that exist, each once."""

import ast
import re
from pathlib import Path

from lms.questions import kinds
from tests.repo.docs import ROOT

ROWS = [
    line for line in (ROOT / "docs/glossary.md").read_text("utf-8").splitlines() if line.startswith("| `")
]
TERMS = [term for line in ROWS for term in re.findall(r"`(\w+)`", line.split("|")[1])]


def defined(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)} | {
        path.stem
    }


def test_every_term_is_a_name_in_the_code():
    known = set().union(*(defined(path) for path in (ROOT / "lms").rglob("*.py"))) | set(kinds())
    assert [term for term in TERMS if term not in known] == []


def test_every_term_occurs_once_with_chinese_and_english():
    assert sorted(TERMS) == sorted(set(TERMS))
    for line in ROWS:
        _, _, chinese, english, *_ = line.split("|")
        assert re.search("[一-鿿]", chinese), line
        assert re.search("[a-z]", english), line
