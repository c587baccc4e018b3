"""One <question> of Moodle XML: its texts in their formats, its shares, and what is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.place import Place, Quoted
from lms.domain.problem import Problem, Text
from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.containers.safe_xml import Element, child, children, descendants, line, text
from lms.formats.markup.html_text import words_of
from lms.formats.markup.moodle_text import option_of, stem_of

FORMATS = {"html": "html", "moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_MOST_PARTS = 12
_NEAR = Fraction(1, 10_000)
_SMALL_FILE = 100_000
_ALL_FILES = 2_000_000


class Unusable(Exception):
    """A question that cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


@dataclass(slots=True)
class Entry:
    """`more` is what our kinds have no place for; `notes` what the trainer should know of a question that is read."""

    element: Element
    kind: str
    """Moodle's type."""
    more: dict[str, Any] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " ".join(re.sub(r"<[^<>]*>", "", text(child(self.element, "name"))).split())[:255]

    @property
    def place(self) -> Place:
        """Its line and its name."""
        place = line(self.element)
        return Quoted(self.name).within(place) if self.name else place

    def refuse(self, what: Text, how: Text) -> Unusable:
        return Unusable(Problem(self.place, what, how))

    def note(self, what: Text, how: Text) -> None:
        self.notes.append(Problem(self.place, what, how, notice=True))

    def word(self, name: str) -> str:
        """The words of a direct child, "" if there is none."""
        return text(child(self.element, name))

    def flag(self, name: str, default: bool) -> bool:
        words = self.word(name).lower()
        return words in ("1", "true") if words else default

    def points(self) -> Decimal:
        """With two places, which is told where Moodle has more; 1 if they cannot be read."""
        found = read_number(self.word("defaultgrade") or self.word("defaultmark") or "1")
        if found is None or not 0 <= found <= 999_999:
            what = Text("分值读不出来，已按 1 分读入", "its points cannot be read; 1 point was taken")
            self.note(what, Text("请核对分值", "Check the points"))
            return Decimal(1)
        points = Decimal(decimal_text(round(found, 2).normalize()))
        if points != found:
            exact = decimal_text(found)
            what = Text(f"分值 {exact} 已取为 {points}", f"its points {exact} became {points}")
            self.note(what, Text("分值至多两位小数", "Points have two decimal places at most"))
        return points

    def stem(self, name: str = "questiontext") -> str:
        """A longer text as Markdown."""
        return stem_of(*raw_text(child(self.element, name)))

    def answers(self) -> list[Element]:
        return children(self.element, "answer")

    def share(self, answer: Element) -> Fraction:
        """The answer's share of the mark: percent, and a third where 33.33333 is written."""
        words = str(answer.get("fraction", "0")).strip() or "0"
        found = read_number(words.replace(",", "."))
        if found is None or abs(found) > 100:
            what = Text(
                f"得分比例 {words[:20]} 不是 -100 到 100 的数",
                f"the fraction {words[:20]} is not from -100 to 100",
            )
            raise self.refuse(
                what, Text("请在 Moodle 中改正后重新导出", "Correct it in Moodle and export again")
            )
        return nearest(Fraction(found) / 100)


def nearest(share: Fraction) -> Fraction:
    """The simple share that five decimal places stand for."""
    near = share.limit_denominator(_MOST_PARTS)
    return near if abs(near - share) < _NEAR else share


def evened(shares: list[Fraction]) -> list[Fraction]:
    """Shares that are nearly equal parts of the whole (33, 33.3 and 33.33333 %) as exactly equal ones."""
    gains = [share for share in shares if share > 0]
    if not gains or sum(gains) >= 1:
        return shares
    each = Fraction(1, len(gains))
    if any(abs(share - each) > each / 50 for share in gains):
        return shares
    return [each if share > 0 else share for share in shares]


def raw_text(element: Element | None) -> tuple[str, str]:
    """The text of an element that holds a <text>, and its format; old files leave the <text> out."""
    if element is None:
        return "", "html"
    inner = child(element, "text")
    words = "".join((element if inner is None else inner).itertext())
    return words.strip(), FORMATS.get(str(element.get("format", "html")), "html")


def option(element: Element | None) -> str:
    """A text of one line as Markdown."""
    raw, form = raw_text(element)
    return option_of(raw, form) or (words_of(_SCRIPT.sub("", raw)) if form == "html" else "")


def feedback(answer: Element) -> str:
    return option(child(answer, "feedback"))


def said(rows: Iterator[tuple[str, str]]) -> list[dict[str, str]]:
    """Feedback to single answers, which our kinds of words and numbers have no place for."""
    return [{"answer": answer, "feedback": words} for answer, words in rows if words]


def old_picture(element: Element) -> str:
    """The name of the picture that Moodle 1.9 kept beside the text."""
    return text(child(element, "image")) if child(element, "image_base64") is not None else ""


def files_of(element: Element) -> list[dict[str, Any]]:
    """Name and size (bytes) of the files of a question; the content in Base64 of those that are small."""
    found: list[dict[str, Any]] = []
    total = 0
    for file in descendants(element, "file", "image_base64"):
        data = re.sub(r"\s+", "", file.text or "")
        size = len(data) * 3 // 4 - data[-2:].count("=")
        entry: dict[str, Any] = {"name": str(file.get("name", "")) or old_picture(element), "size": size}
        if str(file.get("path", "/")) != "/":
            entry["path"] = str(file.get("path"))
        total += size
        if size <= _SMALL_FILE and total <= _ALL_FILES:
            entry["base64"] = data
        found.append(entry)
    return found
