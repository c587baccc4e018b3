"""A command imports only what it needs."""

import argparse
import subprocess
import sys

import pytest

from lms import cli


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers below this one, by their words."""
    parsers = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                deeper = commands(below)
                parsers.update({f"{name} {tail}": leaf for tail, leaf in deeper.items()} or {name: below})
    return parsers


ALL = commands(cli.build_parser())


@pytest.mark.parametrize("words", sorted(ALL))
def test_a_command_is_the_same_whether_others_are_loaded_or_not(words: str) -> None:
    alone = commands(cli.build_parser(words.split()[0]))[words]
    assert alone.format_help() == ALL[words].format_help()


@pytest.mark.parametrize("word", ["", "-h", "no-such-command"])
def test_without_a_known_command_all_are_listed(word: str) -> None:
    assert sorted(commands(cli.build_parser(word))) == sorted(ALL)


def test_the_server_starts_without_the_libraries_for_files() -> None:
    program = "import sys; from lms import cli; cli.build_parser('run'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [
        name for name in loaded.stdout.split() if name.split(".")[0] in ("xlsxwriter", "openpyxl", "docx")
    ] == []
