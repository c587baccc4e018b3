"""Places are values until a reader is met: nothing words them earlier, and nothing reads the words back."""

import ast

from tests.repo.test_source import nodes

WORDED = {
    "lms/cli/bank_export.py",
    "lms/cli/bank_import.py",
    "lms/cli/findings.py",
    "lms/content/messages.py",  # a problem that mentions the place of another item, in both languages
    "lms/candidates/messages.py",  # the same of another line of the list
    "lms/domain/place.py",
    "lms/domain/problem.py",  # the JSON and the line of a problem, for whom a language is given
    "lms/formats/annotations/problem_list.py",  # the list that a reader downloads
    "lms/formats/numbered_text/messages.py",  # a problem that mentions the last line it is about
    "lms/people/roster/parse.py",  # the same of the cell of another row
    "lms/web/i18n.py",
}


def _words_a_place(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    if not isinstance(called, ast.Attribute) or called.attr != "in_":
        return False
    return ast.unparse(called.value).rpartition(".")[2].partition("[")[0] in (
        "where",
        "place",
        "places",
        "outer",
        "inner",
        "other",
    )


def test_a_place_is_put_into_words_only_where_a_reader_is_met():
    assert {where.partition(":")[0] for where, node in nodes(ast.Call) if _words_a_place(node)} == WORDED


def test_no_pattern_reads_the_words_of_a_place_back():
    patterns = [
        (where, ast.unparse(node.args[0]))
        for where, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re" and node.args
    ]
    assert len(patterns) > 100
    assert [
        where for where, text in patterns if "第" in text and any(sign in text for sign in ("行", "段", "表"))
    ] == []
