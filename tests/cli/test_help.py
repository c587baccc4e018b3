"""--help: every command is listed, in the reader's language only."""

import tomllib

import pytest

from lms import cli
from tests.repo.docs import ROOT, leaves, parser


def test_every_first_word_is_explained():
    firsts = {name.split()[1] for name, _ in leaves(parser("zh"))}
    listed = parser("zh").format_help()
    assert [first for first in sorted(firsts) if f"\n    {first}" not in listed] == []
    assert sorted(set(cli.GROUPS) - firsts) == []


@pytest.mark.parametrize("foreign", ["usage:", "options:", "positional arguments", "show this"])
def test_chinese_help_speaks_chinese(foreign):
    pages = [parser("zh").format_help(), *(of.format_help() for _, of in leaves(parser("zh")))]
    assert [page for page in pages if foreign in page] == []


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh_CN.UTF-8"), ("en", "en_GB.UTF-8")])
def test_every_command_explains_itself_in_both_languages(monkeypatch, language, locale):
    monkeypatch.setenv("LC_ALL", locale)
    pages = {name: of.format_help() for name, of in leaves(parser(language))}
    chinese = {name for name, page in pages.items() if any("\u4e00" <= c <= "\u9fff" for c in page)}
    assert chinese == (set(pages) if language == "zh" else set())


def test_the_version_is_the_one_of_pyproject(capsys):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"{project['version']}\n"
