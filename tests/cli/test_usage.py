"""Wrong usage: what is wrong and where to read how, in the reader's language and in no other."""

import pytest

from lms import cli
from lms.cli.terminal import usage

LOCALES = {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}
WRONG = {
    "no command": (
        [],
        "用法不对。还要写明：命令；请看 lms --help",
        "Wrong usage: still missing: COMMAND; see lms --help",
    ),
    "no second word": (
        ["audit"],
        "用法不对。还要写明：命令；请看 lms audit --help",
        "Wrong usage: still missing: COMMAND; see lms audit --help",
    ),
    "unknown second word": (
        ["audit", "mend"],
        "用法不对。没有“mend”这条命令，可用的有：verify、checkpoint、export；请看 lms audit --help",
        'Wrong usage: there is no command "mend"; use one of: verify, checkpoint, export; see lms audit --help',
    ),
    "missing arguments": (
        ["people", "create", "X1"],
        "用法不对。还要写明：name、--unit；请看 lms people create --help",
        "Wrong usage: still missing: name, --unit; see lms people create --help",
    ),
    "unknown choice": (
        ["people", "list", "--state", "asleep"],
        "用法不对。--state 不能是“asleep”，可用的有：active、disabled；请看 lms people list --help",
        'Wrong usage: --state cannot be "asleep"; use one of: active, disabled; see lms people list --help',
    ),
    "number out of range": (
        ["bank", "import", "a.txt", "--level", "9"],
        "用法不对。--level 不能是“9”，可用的有：1、2、3、4、5；请看 lms bank import --help",
        'Wrong usage: --level cannot be "9"; use one of: 1, 2, 3, 4, 5; see lms bank import --help',
    ),
    "not a number": (
        ["run", "--port", "http"],
        "用法不对。--port 应是整数，不能是“http”；请看 lms run --help",
        'Wrong usage: --port is a whole number and cannot be "http"; see lms run --help',
    ),
    "no value": (
        ["people", "list", "--data"],
        "用法不对。--data 后面没有写内容；请看 lms people list --help",
        "Wrong usage: nothing follows --data; see lms people list --help",
    ),
    "two that exclude each other": (
        ["run", "--demo", "--empty"],
        "用法不对。--empty 和 --demo 不能同时写；请看 lms run --help",
        "Wrong usage: --empty and --demo exclude each other; see lms run --help",
    ),
    "a value for a switch": (
        ["doctor", "--json=yes"],
        "用法不对。--json 后面不能写“yes”；请看 lms doctor --help",
        'Wrong usage: --json cannot be followed by "yes"; see lms doctor --help',
    ),
    "unknown option": (
        ["doctor", "--fast"],
        "用法不对。认不得：--fast；请看 lms --help",
        "Wrong usage: not understood: --fast; see lms --help",
    ),
    "ambiguous option": (
        ["people", "create", "--r", "x"],
        "用法不对。--r 写得不全，可能是：--rank、--role；请看 lms people create --help",
        "Wrong usage: --r is incomplete; it may be: --rank, --role; see lms people create --help",
    ),
}


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_is_explained(monkeypatch, capsys, case, language):
    monkeypatch.setenv("LC_ALL", LOCALES[language])
    words, zh, en = WRONG[case]
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err.splitlines()[-1]) == (2, "", {"zh": zh, "en": en}[language])
    assert err.startswith({"zh": "用法：lms ", "en": "usage: lms "}[language])
    assert any("\u4e00" <= character <= "\u9fff" for character in err) == (language == "zh")


def test_an_unknown_command_names_the_commands(monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", LOCALES["zh"])
    with pytest.raises(SystemExit):
        cli.main(["items"])
    assert "没有“items”这条命令，可用的有：audit、" in capsys.readouterr().err


def test_a_newer_python_writes_choices_without_quotes():
    found = "argument --to: invalid choice: 'x' (choose from csv, json)"
    assert usage.explain(found).en == '--to cannot be "x"; use one of: csv, json'


def test_what_is_not_known_is_not_shown_in_a_foreign_language():
    assert usage.explain("something new in Python 4").zh == "写法不对"
