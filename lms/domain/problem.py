"""What is wrong, where, and how to mend it: the words of every refusal, in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.domain.place import NOWHERE, Place


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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in something that was handed in.

    `where` points into it and is put into words where a reader is met; `what` says what is wrong,
    `how` what to do next. Many at once are a list, never an exception.
    """

    where: Place
    what: Text
    how: Text
    notice: bool = False
    """Nothing was refused for it; it is only to be known."""
    other: Place = NOWHERE
    """The other place that `what` speaks of, where it says which one this repeats."""

    def at(self, outer: Place) -> "Problem":
        """The same problem seen from one level further out."""
        return replace(self, where=self.where.within(outer))

    def moved(self, to: Callable[[Place], Place]) -> "Problem":
        """The same problem where its places are called otherwise, as fields are cells of a row."""
        if self.other == NOWHERE:
            return replace(self, where=to(self.where))
        other = to(self.other)
        words = (self.what.in_(each).replace(self.other.in_(each), other.in_(each)) for each in ("zh", "en"))
        return replace(self, where=to(self.where), what=Text(*words), other=other)

    def as_json(self, language: str) -> dict[str, Any]:
        """`{"where", "what", "how"}` in that language, and `"notice": true` where nothing was refused."""
        said = {
            "where": self.where.in_(language),
            "what": self.what.in_(language),
            "how": self.how.in_(language),
        }
        return said | ({"notice": True} if self.notice else {})

    def line(self, language: str) -> str:
        """`where: what; how`, the form in which the command line prints it."""
        gap = "；" if language == "zh" else "; "
        return f"{self.where.in_(language)}: {self.what.in_(language)}{gap}{self.how.in_(language)}"


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
