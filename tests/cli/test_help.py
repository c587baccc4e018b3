"""--help: every command is listed, in the reader's language and in no other."""

import pytest

from lms import cli
from tests.repo.docs import leaves, parser


def test_every_first_word_is_explained():
    firsts = {name.split()[1] for name, _ in leaves(parser("zh"))}
    listed = parser("zh").format_help()
    assert [first for first in sorted(firsts) if f"\n    {first}" not in listed] == []
    assert sorted(set(cli.GROUPS) - firsts) == []


@pytest.mark.parametrize("foreign", ["usage:", "options:", "positional arguments", "show this"])
def test_chinese_help_speaks_chinese(foreign):
    pages = [parser("zh").format_help(), *(of.format_help() for _, of in leaves(parser("zh")))]
    assert [page for page in pages if foreign in page] == []


def test_wrong_usage_says_where_to_read_how(monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with pytest.raises(SystemExit) as ended:
        cli.main(["bank"])
    assert (ended.value.code, "用法不对，请看 lms bank --help" in capsys.readouterr().err) == (2, True)
