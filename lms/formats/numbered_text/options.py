"""Options in a line: one or several, with a point, in brackets, or with nothing behind the letter."""

import re
import unicodedata
from collections.abc import Callable
from itertools import islice

from lms.formats.drafts.option_answer import options_named

_MARKED = re.compile(
    r"\s*(?:[(（\[【]\s*(?P<a>[A-Za-zＡ-Ｚａ-ｚ])\s*[)）\]】]\s*[.．、:：]?|(?:选项\s*)?(?P<b>[A-Za-zＡ-Ｚａ-ｚ])\s*[.．、:：)）])\s*"
)
_BARE = re.compile(r"\s*(?P<a>[A-ZＡ-Ｚ])(?:[ \t\u3000]+(?=\S)|(?=[^\x00-\x7fＡ-Ｚａ-ｚ]))")
_BARE_INSIDE = r"(?:(?<=[ \t\u3000])|(?<=\t))({})(?:[ \t\u3000]+(?=\S)|(?=[^\x00-\x7fＡ-Ｚａ-ｚ \t\u3000]))"
_FIRST = re.compile(r"[(（\[【]?\s*[AaＡａ]\s*[)）\]】.．、:：]")
_SIGN = re.compile(r"^(?:[○●□■◯◻☐◇◆•·]|[-*](?=\s))\s*")
_LONGEST, _MOST_TRIED = 20_000, 5
_BEFORE_FIRST = re.compile(r"[\s。？?！!）)】\]：:；;_＿]$")


def option_letter(text: str) -> str:
    """The letter (a to z) with which a line begins as a marked option does; "" if it does not."""
    found = _MARKED.match(text)
    return _to_letter(found["a"] or found["b"]) if found else ""


def bare_option_letter(text: str) -> str:
    """The letter with which a line begins as an option without a point might: "C《…", "C 《…"."""
    found = _BARE.match(text)
    return _to_letter(found["a"]) if found else ""


def options_in(text: str, expected: str, next_line: str = "") -> list[tuple[str, str]]:
    """(letter, words) of the options that the line holds; [] if it does not begin with one.

    `expected` is the letter that is due. A marked letter that is not due counts all the same, for the
    caller to judge; an unmarked one only if it is due and the next one stands in this or the next line.
    """
    found = _MARKED.match(text)
    if found is None:
        return _bare_options(text, expected, next_line)
    letter = _to_letter(found["a"] or found["b"])
    return _split(text[found.end() :], letter, next_line, _find_marked)


def inline_options(stem: str) -> tuple[str, list[tuple[str, str]]]:
    """A stem whose options stand behind it on the same line: the stem alone, and the options."""
    for found in islice(_FIRST.finditer(stem[:_LONGEST]), _MOST_TRIED):
        before = stem[: found.start()]
        if not before.strip() or not _BEFORE_FIRST.search(before[-2:]):
            continue
        options = options_in(stem[found.start() :], "a")
        if len(options) >= 2:
            return before.rstrip(), options
    return stem, []


def split_unlettered(words: str, answer: str) -> list[str]:
    """The stem and, a line each, options that have no letters: as many as the answer names; else all as one stem."""
    stem, *options = (line.strip() for line in words.split("\n"))
    options = [_SIGN.sub("", option) for option in options if option]
    named = options_named(answer, options) if len(options) > 1 else None
    return [stem, *options] if named and max(named) < len(options) else [words]


def _bare_options(text: str, expected: str, next_line: str) -> list[tuple[str, str]]:
    found = _BARE.match(text)
    if found is None or _to_letter(found["a"]) != expected or option_letter(next_line) == expected:
        return []
    options = _split(text[found.end() :], expected, next_line, _find_bare)
    following = _next_letter(options[-1][0])
    if (
        len(options) > 1
        or expected != "a"
        or following in (option_letter(next_line), bare_option_letter(next_line))
    ):
        return options
    return []


_FindOption = Callable[[str, str, str], tuple[int, int] | None]


def _split(text: str, letter: str, next_line: str, find: _FindOption) -> list[tuple[str, str]]:
    """The words of this option and those of the options behind it, as long as the next letter follows."""
    options = []
    while place := find(text, _next_letter(letter), next_line):
        options.append((letter, text[: place[0]].strip(" \t\u3000;；")))
        text, letter = text[place[1] :], _next_letter(letter)
    return [*options, (letter, text.strip())]


def _find_marked(text: str, letter: str, next_line: str) -> tuple[int, int] | None:
    """Where the next option begins and its words begin. Joined to the words before it ("甲B.乙"), it counts
    only if the next line does not begin with that letter."""
    if not letter:
        return None
    forms = f"[{letter}{letter.upper()}{_wide(letter)}{_wide(letter.upper())}]"
    pattern = rf"[(（\[【]\s*{forms}\s*[)）\]】]\s*[.．、:：]?\s*|{forms}\s*[.．、:：)）]\s*"
    for found in re.finditer(pattern, text):
        before = text[found.start() - 1 : found.start()]
        if before.isspace() or before in tuple("；;，,。）)"):
            return found.start(), found.end()
        joined = not before or not (before.isascii() and before.isalnum())
        if (
            joined
            and before
            and option_letter(next_line) != letter
            and "." not in text[found.end() : found.end() + 2]
        ):
            return found.start(), found.end()
    return None


def _find_bare(text: str, letter: str, next_line: str) -> tuple[int, int] | None:
    if not letter:
        return None
    marked = _find_marked(text, letter, next_line)
    found = re.search(_BARE_INSIDE.format(f"[{letter.upper()}{_wide(letter.upper())}]"), text)
    bare = (found.start(), found.end()) if found else None
    return min(filter(None, (marked, bare)), default=None)


def _next_letter(letter: str) -> str:
    return chr(ord(letter) + 1) if letter < "z" else ""


def _to_letter(char: str) -> str:
    return unicodedata.normalize("NFKC", char).lower()


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0)
