"""Says in the reader's language what argparse found wrong with the words of a command."""

import ast
import re
from collections.abc import Callable

from lms.domain.problem import Text

COMMAND = Text("命令", "COMMAND")
"""What help and errors call the words that name a command."""


def explain(found: str) -> Text:
    """Return what is wrong. The wording of `found` differs a little between versions of Python."""
    for pattern, words in _WORDS:
        if match := re.fullmatch(pattern, found, re.DOTALL):
            return words(*match.groups())
    return Text("写法不对", "the command is not written correctly")


def _not_one_of(name: str, value: str, choices: str) -> Text:
    typed, known = _typed(value), [_typed(choice) for choice in choices.split(", ")]
    zh, en = "、".join(known), ", ".join(known)
    if name in (COMMAND.zh, COMMAND.en):
        return Text(
            f"没有“{typed}”这条命令，可用的有：{zh}", f'there is no command "{typed}"; use one of: {en}'
        )
    return Text(f"{name} 不能是“{typed}”，可用的有：{zh}", f'{name} cannot be "{typed}"; use one of: {en}')


def _not_a_number(name: str, value: str) -> Text:
    return Text(
        f"{name} 应是整数，不能是“{_typed(value)}”",
        f'{name} is a whole number and cannot be "{_typed(value)}"',
    )


def _nothing_follows(name: str) -> Text:
    return Text(f"{name} 后面没有写内容", f"nothing follows {name}")


def _exclude_each_other(one: str, other: str) -> Text:
    return Text(f"{one} 和 {other} 不能同时写", f"{one} and {other} exclude each other")


def _takes_no_value(name: str, value: str) -> Text:
    return Text(f"{name} 后面不能写“{_typed(value)}”", f'{name} cannot be followed by "{_typed(value)}"')


def _missing(names: str) -> Text:
    return Text(f"还要写明：{names.replace(', ', '、')}", f"still missing: {names}")


def _not_understood(words: str) -> Text:
    return Text(f"认不得：{words}", f"not understood: {words}")


def _ambiguous(name: str, names: str) -> Text:
    return Text(
        f"{name} 写得不全，可能是：{names.replace(', ', '、')}", f"{name} is incomplete; it may be: {names}"
    )


_WORDS: tuple[tuple[str, Callable[..., Text]], ...] = (
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", _not_one_of),
    (r"argument (.+?): invalid int value: (.+)", _not_a_number),
    (r"argument (.+?): expected .+ arguments?", _nothing_follows),
    (r"argument (.+?): not allowed with argument (.+)", _exclude_each_other),
    (r"argument (.+?): ignored explicit argument (.+)", _takes_no_value),
    (r"the following arguments are required: (.+)", _missing),
    (r"unrecognized arguments: (.+)", _not_understood),
    (r"ambiguous option: (.+?) could match (.+)", _ambiguous),
)


def _typed(shown: str) -> str:
    """Return a value as it was typed; argparse shows most of them as Python would write them."""
    try:
        return str(ast.literal_eval(shown))
    except (ValueError, SyntaxError):
        return shown
