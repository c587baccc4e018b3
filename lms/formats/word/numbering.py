"""The numbers that Word shows before paragraphs: they are not in the text, and questions need them."""

import re
from dataclasses import dataclass

from lms.formats.word.xml import Element, child, children, local_name, number, value

_DEEPEST = 9
_LONGEST_LABEL = 40
_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Level:
    """The numbering of one level of a list."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."


class Numbering:
    """The lists of a document, and the count that each has reached."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._list_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str, str, int | None]] = {}
        self._started: set[str] = set()
        for part in numbering if numbering is not None else ():
            self._read(part)
        for style in children(styles, "style") if styles is not None else ():
            numbered = child(style, "pPr", "numPr")
            level = child(numbered, "ilvl") if numbered is not None else None
            self._styles[value(style, "styleId")] = (
                value(child(style, "basedOn")),
                value(child(numbered, "numId")) if numbered is not None else "",
                number(level, 0) if level is not None else None,
            )

    def _read(self, part: Element) -> None:
        if local_name(part) == "abstractNum":
            levels = {number(level, 0, "ilvl"): _level(level) for level in children(part, "lvl")}
            self._levels[value(part, "abstractNumId")] = levels
        elif local_name(part) == "num":
            key = value(part, "numId")
            self._list_of[key] = value(child(part, "abstractNumId"))
            for override in children(part, "lvlOverride"):
                start = child(override, "startOverride")
                if start is not None:
                    self._starts.setdefault(key, {})[number(override, 0, "ilvl")] = number(start, 1)

    def label(self, properties: Element | None) -> str:
        """Count on and return the number before a paragraph with these properties; "" if there is none."""
        key, level = self._place(properties)
        levels = self._levels.get(self._list_of.get(key, ""), {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._list_of[key], {})
        if key not in self._started:
            self._started.add(key)
            for at, start in self._starts.get(key, {}).items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in range(level + 1, _DEEPEST):
            counts.pop(deeper, None)
        return re.sub(r"%([1-9])", lambda mark: _shown(levels, counts, int(mark[1]) - 1), levels[level].text)

    def list_of(self, properties: Element | None) -> str:
        """Return the list and level of a paragraph, numbered or with dots; "" if it is in none."""
        key, level = self._place(properties)
        return f"{key}/{level}" if key in self._list_of else ""

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """Return the list and the level from the paragraph or its styles."""
        if properties is None:
            return "", 0
        numbered = child(properties, "numPr")
        key = value(child(numbered, "numId")) if numbered is not None else ""
        level = child(numbered, "ilvl") if numbered is not None else None
        at = number(level, 0) if level is not None else None
        style, visited = value(child(properties, "pStyle")), set[str]()
        while style in self._styles and style not in visited and not (key and at is not None):
            visited.add(style)
            style, inherited, inherited_at = self._styles[style]
            key = key or inherited
            at = inherited_at if at is None and inherited else at
        return ("" if key == "0" else key), min(at or 0, _DEEPEST - 1)


def _level(level: Element) -> Level:
    form = value(child(level, "numFmt")) or "decimal"
    text = value(child(level, "lvlText"))[:_LONGEST_LABEL]
    return Level(number(child(level, "start"), 1), form, "" if form in ("bullet", "none") else text)


def _shown(levels: dict[int, Level], counts: dict[int, int], at: int) -> str:
    level = levels.get(at, Level())
    return numeral(counts.get(at, level.start), level.form)


def numeral(count: int, form: str) -> str:
    """Return a number in one of Word's forms."""
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 1000 else ""
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    if form.startswith(
        ("chinese", "japaneseCounting", "taiwanese", "ideographDigital", "ideographLegal", "koreanCounting")
    ):
        return _chinese(count)
    if form == "ideographTraditional":
        return _STEMS[(count - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(count - 1) % 12]
    if form.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if form == "decimalEnclosedParen":
        return f"({count})"
    if form == "decimalZero":
        return f"{count:02}"
    return str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    marks = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    roman = ""
    for amount, mark in marks:
        roman += mark * (count // amount)
        count %= amount
    return roman
