"""Read the parts of one <question> of Moodle XML, and collect what is wrong with it."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.place import Place, Quoted
from lms.domain.problem import Message, Problem
from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.containers.safe_xml import Element, child, children, descendants, line, text
from lms.formats.markup.html_text import words_of
from lms.formats.markup.moodle_text import option_of, stem_of
from lms.formats.moodle import messages

FORMATS = {"html": "html", "moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_MAX_DENOMINATOR = 12
_NEAR = Fraction(1, 10_000)
_SMALL_FILE = 100_000
_ALL_FILES = 2_000_000


class Unusable(Exception):
    """End the reading of one question; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


@dataclass(slots=True)
class MoodleQuestion:
    """`more` is what our kinds have no field for; `notices` what the trainer should check of a question that is read."""

    element: Element
    kind: str
    """Moodle's type."""
    more: dict[str, Any] = field(default_factory=dict)
    notices: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " ".join(re.sub(r"<[^<>]*>", "", text(child(self.element, "name"))).split())[:255]

    @property
    def place(self) -> Place:
        """The line and the name of the question."""
        place = line(self.element)
        return Quoted(self.name).within(place) if self.name else place

    def refusal(self, message: Message) -> Unusable:
        """Return the exception for a question that cannot be read."""
        return Unusable(Problem(self.place, *message))

    def add_notice(self, message: Message) -> None:
        """Add what the trainer should check."""
        self.notices.append(Problem(self.place, *message, notice=True))

    def child_text(self, name: str) -> str:
        """Return the text of a direct child, "" if there is none."""
        return text(child(self.element, name))

    def flag(self, name: str, default: bool) -> bool:
        words = self.child_text(name).lower()
        return words in ("1", "true") if words else default

    def points(self) -> Decimal:
        """Return the points to two decimal places, with a notice if Moodle has more; 1 if they cannot be read."""
        exact = read_number(self.child_text("defaultgrade") or self.child_text("defaultmark") or "1")
        if exact is None or not 0 <= exact <= 999_999:
            self.add_notice(messages.POINTS_UNREADABLE)
            return Decimal(1)
        points = Decimal(decimal_text(round(exact, 2).normalize()))
        if points != exact:
            self.add_notice(messages.points_rounded(decimal_text(exact), points))
        return points

    def stem(self, name: str = "questiontext") -> str:
        """Return a longer text as Markdown."""
        return stem_of(*text_and_format(child(self.element, name)))

    def answers(self) -> list[Element]:
        return children(self.element, "answer")

    def share(self, answer: Element) -> Fraction:
        """Return the answer's share of the mark, a third for 33.33333 %. Raise Unusable if it is none."""
        words = str(answer.get("fraction", "0")).strip() or "0"
        percent = read_number(words.replace(",", "."))
        if percent is None or abs(percent) > 100:
            raise self.refusal(messages.share_out_of_range(words))
        return simple_share(Fraction(percent) / 100)


def simple_share(share: Fraction) -> Fraction:
    """Return the simple share that was rounded to five decimal places."""
    near = share.limit_denominator(_MAX_DENOMINATOR)
    return near if abs(near - share) < _NEAR else share


def equalised(shares: list[Fraction]) -> list[Fraction]:
    """Make shares that are nearly equal parts of the whole (33, 33.3 and 33.33333 %) exactly equal."""
    gains = [share for share in shares if share > 0]
    if not gains or sum(gains) >= 1:
        return shares
    each = Fraction(1, len(gains))
    if any(abs(share - each) > each / 50 for share in gains):
        return shares
    return [each if share > 0 else share for share in shares]


def text_and_format(element: Element | None) -> tuple[str, str]:
    """Return the text of an element that has a <text>, and its format; old files leave the <text> out."""
    if element is None:
        return "", "html"
    inner = child(element, "text")
    words = "".join((element if inner is None else inner).itertext())
    return words.strip(), FORMATS.get(str(element.get("format", "html")), "html")


def option_text(element: Element | None) -> str:
    """Return a text of one line as Markdown."""
    raw, text_format = text_and_format(element)
    return option_of(raw, text_format) or (words_of(_SCRIPT.sub("", raw)) if text_format == "html" else "")


def feedback_text(answer: Element) -> str:
    return option_text(child(answer, "feedback"))


def old_picture(element: Element) -> str:
    """Return the name of the picture that Moodle 1.9 kept outside the text."""
    return text(child(element, "image")) if child(element, "image_base64") is not None else ""


def embedded_files(element: Element) -> list[dict[str, Any]]:
    """Return name and size (bytes) of the files of a question, and the content in Base64 of those that are small."""
    files: list[dict[str, Any]] = []
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
        files.append(entry)
    return files
