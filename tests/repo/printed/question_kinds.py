"""Print docs/question-kinds.md: what authors write and programs see of each kind, from the docstrings of the kinds."""

from inspect import getdoc
from typing import Any

from lms.domain.question.protocol import AUTO, MARKER, NEVER
from lms.questions import list_kinds

HEAD = """# 题型 Question kinds

{made}

由程序按各题型自己的说明打印；每种题型是 `lms/questions/` 里的一个文件，怎样增加见 [README](../README.zh-CN.md)。各题型都有 `stem`。

Printed from the docstrings of the kinds; each is a file of `lms/questions/`, and the [README](../README.md) says how to
add one. All of them have a `stem`.

## 作者写什么 What authors write

| 题型 Kind | 自己的键 Its own keys | 计分 Scored |
|---|---|---|
"""
PROGRAMS = """
## 程序看到什么 What programs see

An empty answer is `{}`. Ids do not reveal the key or the order in which an author wrote.

| kind | `body` | `response` |
|---|---|---|
"""
SCORED = {
    AUTO: "按规则 by rule",
    MARKER: "由人按评分标准 by a person, against a rubric",
    NEVER: "不计分 never",
}


def question_kinds(made: str) -> str:
    """Return the page."""
    kinds = list_kinds()
    written = [
        f"| `{own.KIND}` {own.NAME.zh} {own.NAME.en} | {_cell(own.HELP.zh)}<br>{_cell(own.HELP.en)} | {SCORED[own.SCORING]} |"
        for own in kinds
    ]
    seen = [f"| `{own.KIND}` | {_docstring(own.show)} | {_docstring(own.read_response)} |" for own in kinds]
    return HEAD.format(made=made) + "\n".join(written) + "\n" + PROGRAMS + "\n".join(seen) + "\n"


def _docstring(function: Any) -> str:
    """Return the docstring on one line."""
    return _cell(" ".join((getdoc(function) or "").split()).rstrip("."))


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
