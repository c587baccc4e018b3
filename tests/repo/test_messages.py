"""What a message tells its reader to do: in English after a semicolon, so with a small letter; and only what can be done."""

import ast
from collections.abc import Iterator

import pytest

from tests.repo.docs import ROOT
from tests.repo.test_source import sources

NOT_THERE = {
    "成绩复核": "a final mark stays; HR or an invigilator can grant a makeup",
    "review of the result": "likewise",
    "ask for a review": "likewise",
}
TEXTS = [
    path
    for folder in ("lms", "docs")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".html", ".js", ".md", ".toml") and "vendor" not in path.parts
]


def english(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield the English beginnings of a text: of each branch of a condition, and of a sum its first part."""
    match node:
        case ast.Call(ast.Name("Text"), [_, text]):
            yield from english(text)
        case ast.IfExp():
            yield from english(node.body)
            yield from english(node.orelse)
        case ast.BinOp(left=left):
            yield from english(left)
        case ast.JoinedStr([ast.Constant() as first, *_]):
            yield from english(first)
        case ast.Constant(str()):
            yield node


def things_to_do(path: str, tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what refusals, problems and messages tell the reader to do, where it is written in its place."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("Refused" | "Problem"), [_, _, how, *_]):
                yield how
            case ast.Tuple([ast.Call(ast.Name("Text")), how]) if path.endswith("messages.py"):
                yield how
            case ast.AnnAssign(annotation=ast.Name("Message"), value=ast.Tuple([_, how])):
                yield how


def test_what_to_do_begins_with_a_small_letter():
    capital = [
        f"{path}:{text.lineno} {text.value}"
        for path, tree in sources().items()
        for how in things_to_do(path, tree)
        for text in english(how)
        if text.value[:1].isupper() and not text.value[:2].isupper()
    ]
    assert capital == []


def test_the_rule_finds_a_capital_letter():
    tree = ast.parse(
        'Refused("a.b", Text("错", "Wrong"), Text("改", f"Correct {x}") if x else Text("删", "delete it"))'
    )
    assert [text.value for how in things_to_do("a.py", tree) for text in english(how)] == [
        "Correct ",
        "delete it",
    ]


@pytest.mark.parametrize("words", NOT_THERE)
def test_nobody_is_sent_to_a_process_that_is_not_there(words):
    assert [str(path.relative_to(ROOT)) for path in TEXTS if words in path.read_text("utf-8")] == []
