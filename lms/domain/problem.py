"""What is wrong, where, and how to mend it: the words of every refusal, in both languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """The words in `language` ("zh" or "en"); Chinese for any other."""
        return self.en if language == "en" else self.zh

    def __add__(self, other: "Text") -> "Text":
        return Text(self.zh + other.zh, self.en + other.en)


_PLACES = (
    (re.compile(r"表 (\d+) 第 (\d+) 行"), r"table \1, row \2"),
    (re.compile(r"第 (\d+) 行"), r"line \1"),
    (re.compile(r"第 (\d+) 段"), r"paragraph \1"),
    (re.compile(r"第 (\d+) 题"), r"question \1"),
)


def place(where: str, language: str) -> str:
    """Where something stands in a file, for a reader of that language; readers of files say it in Chinese."""
    if language == "en":
        for spoken, words in _PLACES:
            where = spoken.sub(words, where)
    return where


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in something that was handed in.

    `where` points into it ("03-items.toml:17", "第 4 行", "options[2].text"); `what` says what is
    wrong, `how` what to do next. Many at once are a list, never an exception.
    """

    where: str
    what: Text
    how: Text
    notice: bool = False
    """Nothing was refused for it; it is only to be known."""

    def at(self, place: str) -> "Problem":
        """The same problem seen from one level further out."""
        inner = f"{place} {self.where}" if self.where else place
        return replace(self, where=inner.strip())

    def as_json(self, language: str) -> dict[str, Any]:
        """`{"where", "what", "how"}` in that language, and `"notice": true` where nothing was refused."""
        said = {
            "where": place(self.where, language),
            "what": self.what.in_(language),
            "how": self.how.in_(language),
        }
        return said | ({"notice": True} if self.notice else {})

    def line(self, language: str) -> str:
        """`where: what; how`, the form in which the command line prints it."""
        gap = "；" if language == "zh" else "; "
        return f"{place(self.where, language)}: {self.what.in_(language)}{gap}{self.how.in_(language)}"


class Refused(Exception):
    """A use-case says no. Entry points turn it into a page, JSON or a line on stderr.

    `code` is stable and part of the API ("exam.closed"); `status` is its HTTP status; `facts`
    are JSON-able details that a program may want.
    """

    def __init__(self, code: str, what: Text, how: Text, status: int = 409, **facts: Any) -> None:
        super().__init__(f"{code}: {what.en}")
        self.code = code
        self.what = what
        self.how = how
        self.status = status
        self.facts: Mapping[str, Any] = facts
        self.problems: list[Problem] = list(facts.pop("problems", []))


def not_found(thing: Text = Text("内容", "page")) -> Refused:
    """Also the answer for what exists but is not this person's: its existence is not told."""
    return Refused(
        "not_found",
        Text(f"没有找到这个{thing.zh}", f"This {thing.en} was not found"),
        Text("请检查地址，或返回首页重新进入", "Check the address, or start again from the home page"),
        status=404,
    )
