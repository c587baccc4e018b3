"""Only a kind knows its name: whoever else names kinds would have to be edited for a new one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lms.questions import kinds
from tests.repo.docs import ROOT

MAPPED = ("questions", "formats")
"""Kinds themselves, and the formats of other systems, which map their kinds to ours."""
NOT_MAPPED = ("formats/printed",)
OTHER_WORDS = {
    ("lms/platform/json_schema.py", "description"),
    ("lms/web/api.py", "description"),
    ("lms/web/forms/question.py", "numeric"),
    ("lms/web/forms/numbers.py", "numeric"),
}
"""Words that happen to be the name of a kind: of OpenAPI, and of HTML's inputmode."""
EXAMPLES = {("lms/sittings/api_types.py", "single_choice"), ("lms/sittings/api_types.py", "blanks")}
"""What an answer may look like, in the description of the API."""


def is_shared(path: Path) -> bool:
    """Whether the file belongs to no kind and to no format that maps kinds."""
    inside = path.relative_to(ROOT / "lms").as_posix()
    return not inside.startswith(MAPPED) or inside.startswith(NOT_MAPPED)


def texts(path: Path) -> Iterator[str]:
    """Every text that a program or a page compares or lists."""
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        nodes = list(ast.walk(ast.parse(source)))
        docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield node.value
    else:
        inside = re.findall(r"\{[{%].*?[%}]\}", source, re.DOTALL) if path.suffix == ".html" else [source]
        for code in inside:
            yield from re.findall(r"""["']([a-z_]+)["']""", code)


def test_no_shared_file_names_a_kind() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), text)
        for ending in ("*.py", "*.html", "*.js")
        for path in sorted((ROOT / "lms").rglob(ending))
        if is_shared(path)
        for text in texts(path)
        if text in kinds()
    }
    assert found - OTHER_WORDS - EXAMPLES == set(), "ask the kind: lms/domain/question/protocol.py"
    assert (OTHER_WORDS | EXAMPLES) - found == set(), "these are gone: take them off the list"


def test_what_a_page_or_a_program_names_is_found(tmp_path: Path) -> None:
    page, program = tmp_path / "x.html", tmp_path / "x.py"
    page.write_text("<p class='essay'>{% if kind in ['essay', \"numeric\"] %}{{ kind }}{% endif %}</p>")
    program.write_text('"""essay"""\nSHORT = {"numeric": 1}\nif kind == "essay":\n    pass\n')
    assert [sorted(set(texts(path)) & set(kinds())) for path in (page, program)] == [["essay", "numeric"]] * 2
