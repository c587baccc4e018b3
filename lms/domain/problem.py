"""Texts in both languages, problems in input, and refusals of use-cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.domain.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and in English. What people wrote may lack the English: it is "" then."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text in `language` ("zh" or "en"); in Chinese for any other, or if there is no English."""
        return (self.en or self.zh) if language == "en" else self.zh

    def __add__(self, other: "Text") -> "Text":
        return Text(self.zh + other.zh, self.in_("en") + other.in_("en"))

    @property
    def sentence(self) -> "Text":
        """The same text with a capital letter first, for where it does not follow another."""
        return Text(self.zh, self.en[:1].upper() + self.en[1:])


Message = tuple[Text, Text]
"""What is wrong, and what to do; for a problem whose place the caller knows.

In English what to do begins with a small letter: it follows what is wrong, after a semicolon.
"""


def join_message(what: Text, how: Text) -> Text:
    """Return what is wrong and what to do in one line: "what; how"."""
    return what + Text("；", "; ") + how


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in something that was submitted, such as a file or a form.

    `where` points into it and becomes words only at the entry point; `what` says what is wrong, `how` what to
    do next. Several at once are a list, never an exception.
    """

    where: Place
    what: Text
    how: Text
    notice: bool = False
    """For information only: nothing was refused."""
    other: Place = NOWHERE
    """The other place that `what` mentions, such as the first of two that are equal."""

    def at(self, outer: Place) -> "Problem":
        """Return the same problem, with its place inside `outer`."""
        return replace(self, where=self.where.within(outer))

    def with_places(self, convert: Callable[[Place], Place]) -> "Problem":
        """Return the same problem with converted places, such as cells instead of fields."""
        if self.other == NOWHERE:
            return replace(self, where=convert(self.where))
        other = convert(self.other)
        words = (self.what.in_(each).replace(self.other.in_(each), other.in_(each)) for each in ("zh", "en"))
        return replace(self, where=convert(self.where), what=Text(*words), other=other)

    def as_json(self, language: str) -> dict[str, Any]:
        """Return `{"where", "what", "how"}` in that language, with `"notice": true` for a notice."""
        texts = {
            "where": self.where.in_(language),
            "what": self.what.in_(language),
            "how": self.how.in_(language),
        }
        return texts | ({"notice": True} if self.notice else {})

    def line(self, language: str) -> str:
        """Return `where: what; how`, as the command line prints it; `what; how` if there is no place."""
        where, words = self.where.in_(language), join_message(self.what, self.how).in_(language)
        return f"{where}: {words}" if where else words


class Refused(Exception):
    """Raised by a use-case that refuses; entry points turn it into a page, JSON or a line on stderr.

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
    """Return the refusal for a thing that does not exist, or that this person may not know to exist."""
    return Refused(
        "not_found",
        Text(f"没有找到这个{thing.zh}", f"This {thing.en} was not found"),
        Text("请检查地址，或返回首页重新进入", "check the address, or start again from the home page"),
        status=404,
    )
