"""Find options in a line: one or several, with a point, in brackets, or with the bare letter."""

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
_BULLET = re.compile(r"^(?:[○●□■◯◻☐◇◆•·]|[-*](?=\s))\s*")
_LONGEST, _MOST_TRIED = 20_000, 5
_BEFORE_FIRST = re.compile(r"[\s。？?！!）)】\]：:；;_＿]$")


def option_letter(text: str) -> str:
    """Return the letter (a to z) of the marked option that begins the line; "" if none does."""
    match = _MARKED.match(text)
    return _to_letter(match["a"] or match["b"]) if match else ""


def bare_option_letter(text: str) -> str:
    """Return the letter that begins the line as in an option without a point: "C《…", "C 《…"; "" if none does."""
    match = _BARE.match(text)
    return _to_letter(match["a"]) if match else ""


def options_in(text: str, expected: str, next_line: str = "") -> list[tuple[str, str]]:
    """Return (letter, words) of the options in the line; [] if it does not begin with one.

    `expected` is the next letter. A marked letter is an option even if another was expected, so that the caller can
    decide; a bare one only if it was expected and the one after it is in this or the next line.
    """
    match = _MARKED.match(text)
    if match is None:
        return _bare_options(text, expected, next_line)
    letter = _to_letter(match["a"] or match["b"])
    return _split(text[match.end() :], letter, next_line, _find_marked)


def inline_options(stem: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a stem without the options after it on the same line, and these options."""
    for first in islice(_FIRST.finditer(stem[:_LONGEST]), _MOST_TRIED):
        before = stem[: first.start()]
        if not before.strip() or not _BEFORE_FIRST.search(before[-2:]):
            continue
        options = options_in(stem[first.start() :], "a")
        if len(options) >= 2:
            return before.rstrip(), options
    return stem, []


def split_unlettered(words: str, answer: str) -> list[str]:
    """Return the stem and the options without letters, a line each; all as one stem if the answer names none of them."""
    stem, *options = (line.strip() for line in words.split("\n"))
    options = [_BULLET.sub("", option) for option in options if option]
    named = options_named(answer, options) if len(options) > 1 else None
    return [stem, *options] if named and max(named) < len(options) else [words]


def _bare_options(text: str, expected: str, next_line: str) -> list[tuple[str, str]]:
    match = _BARE.match(text)
    if match is None or _to_letter(match["a"]) != expected or option_letter(next_line) == expected:
        return []
    options = _split(text[match.end() :], expected, next_line, _find_bare)
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
    """Return this option and those after it, as long as the next letter follows."""
    options = []
    while span := find(text, _next_letter(letter), next_line):
        start, end = span
        options.append((letter, text[:start].strip(" \t\u3000;；")))
        text, letter = text[end:], _next_letter(letter)
    return [*options, (letter, text.strip())]


def _find_marked(text: str, letter: str, next_line: str) -> tuple[int, int] | None:
    """Return where the option with this letter begins and where its words begin; None if the text has none.

    Where it follows other words without a space ("甲B.乙"), it is one only if the next line does not begin with it.
    """
    if not letter:
        return None
    letters = f"[{letter}{letter.upper()}{_wide(letter)}{_wide(letter.upper())}]"
    pattern = rf"[(（\[【]\s*{letters}\s*[)）\]】]\s*[.．、:：]?\s*|{letters}\s*[.．、:：)）]\s*"
    for match in re.finditer(pattern, text):
        start, end = match.span()
        before = text[start - 1 : start]
        if before.isspace() or before in tuple("；;，,。）)"):
            return start, end
        is_joined = before != "" and not (before.isascii() and before.isalnum())
        if is_joined and option_letter(next_line) != letter and "." not in text[end : end + 2]:
            return start, end
    return None


def _find_bare(text: str, letter: str, next_line: str) -> tuple[int, int] | None:
    if not letter:
        return None
    marked = _find_marked(text, letter, next_line)
    match = re.search(_BARE_INSIDE.format(f"[{letter.upper()}{_wide(letter.upper())}]"), text)
    bare = match.span() if match else None
    return min(filter(None, (marked, bare)), default=None)


def _next_letter(letter: str) -> str:
    return chr(ord(letter) + 1) if letter < "z" else ""


def _to_letter(char: str) -> str:
    return unicodedata.normalize("NFKC", char).lower()


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0)
