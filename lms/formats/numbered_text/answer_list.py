"""Read the list of answers at the end: "1.A 2.B", "1-5 ABCDA", under headings as the questions are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lms.domain.place import Place
from lms.domain.problem import Problem
from lms.formats.numbered_text import messages
from lms.formats.numbered_text.fields import split_fields
from lms.formats.numbered_text.headings import parse_heading
from lms.formats.numbered_text.line import Line, RawQuestion

_HEAD = re.compile(
    r"\s*(?:附(?:件|录)?\s*[:：]?\s*)?[【\[（(#]*\s*(?:全部|各题|试题|习题|练习|本卷|试卷)?\s*"
    r"(?:参\s*考\s*答\s*案|标\s*准\s*答\s*案|正确答案|答\s*案)"
    r"\s*(?:与解析|及解析|和解析|解析|及评分标准|与评分标准|部分|汇总|一览表?|表)?\s*[】\]）)]?\s*[:：]?\s*"
)
_BEFORE = r"(?<![^\s;；,，。、])"
_PLAIN = re.compile(_BEFORE + r"(?:第\s*)?(\d{1,5})(?:\s*题)?\s*[.．、:：)）]\s*(?!\d*[.．]\d)")
_BRACKETED = re.compile(_BEFORE + r"[(（\[【]\s*(\d{1,5})\s*[)）\]】]\s*[.．、:：]?\s*")
_LOOSE = re.compile(_BEFORE + r"(\d{1,5})\s*(?=[A-Z√×✓✗对错])")
_SIGN = r"[A-Z√×✓✗对错]"
_RANGE = re.compile(
    rf"\s*(?P<from>\d{{1,5}})\s*[-—–~～至到]{{1,2}}\s*(?P<to>\d{{1,5}})\s*题?\s*[.．、:：)）]?\s*(?P<words>{_SIGN}(?:[\s,，、;；]*{_SIGN})*)"
)
_SIGNS = re.compile(rf"(?:[\s,，、;；。]*{_SIGN})+[\s,，、;；。]*")
_LIST_PART = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}\s*(?:[、.．:：]|大题\s*[:：]?)|[(（][一二三四五六七八九十]{1,3}[)）]\s*[、.．:：]?)\s*(?=[(（\[【第]?\s*\d)"
)
"""一、1.A 2.B: a part of the list that names no kind."""
_HEADED = re.compile(
    r"(.{2,20}?题\s*(?:[(（][^()（）]{0,40}[)）])?\s*[:：]?)\s*((?:第\s*)?[(（\[【]?\s*\d.*)"
)
"""单选题：1-5 ABCDA on one line."""
_LONGEST_END = 200
_BRACKETED_ANSWER = re.compile(rf"[(（]\s*(?:{_SIGN}(?:[\s,，、]*[A-Z])*|正确|错误)\s*[)）]")
_TABLE_HEAD = re.compile(r"\s*题\s*(?:号|目)\s*\t")
_RECENT = 20
"""How many of the last questions show whether answers are given with them or at the end."""


@dataclass(slots=True)
class ListedAnswer:
    """The answer to question `number` of the `section`-th section of the list (0: before any heading)."""

    section: int
    kind: str
    number: int
    place: Place
    fields: dict[str, list[str]] = field(default_factory=dict)


def begins_answer_list(lines: Sequence[Line], index: int, raws: Sequence[RawQuestion]) -> bool:
    """Whether the list of answers begins here: its heading alone on a line, below questions most of which have none."""
    if not raws or not _HEAD.fullmatch(lines[index].text):
        return False
    recent = raws[-_RECENT:]
    unanswered = [raw.number for raw in (raws[0], *recent) if not _has_answer(raw)]
    if len(unanswered) < 2 or len(unanswered) * 2 < len(recent):
        return False
    following = next((line.text for line in lines[index + 1 : index + 20] if not line.blank), "")
    if headed := _HEADED.fullmatch(following.strip()):
        following = headed[1]
    part = _LIST_PART.match(following)
    following = following[part.end() :] if part else following
    if parse_heading(following) is not None or _TABLE_HEAD.match(following) or _RANGE.match(following):
        return True
    first = _first_number(following.strip())
    single_essay = len(raws) == 1 and raws[0].section.kind == "essay"
    return first is not None and int(first[1]) == unanswered[0] and not single_essay


def _has_answer(raw: RawQuestion) -> bool:
    return raw.answered or any(_BRACKETED_ANSWER.search(line[-_LONGEST_END:]) for line in raw.stem[-1:])


def _first_number(text: str) -> re.Match[str] | None:
    return next((match for style in (_PLAIN, _BRACKETED, _LOOSE) if (match := style.match(text))), None)


class AnswerList:
    """The list, read line by line without its heading: `keys` in their order, `problems` for what is unclear."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.keys: list[ListedAnswer] = []
        self.problems: list[Problem] = []
        self._section = 0
        self._kind = ""
        self._last: int | None = None
        self._style: re.Pattern[str] | None = None
        self._numbers: list[str] = []
        for line in lines[1:]:
            if not line.blank:
                self._read(line)

    def _read(self, line: Line) -> None:
        headed = _HEADED.fullmatch(line.text.strip())
        heading = parse_heading(headed[1] if headed else line.text)
        part = _LIST_PART.match(line.text)
        if heading is not None or part is not None:
            kind = heading.kind if heading else ""
            self._section, self._kind, self._last, self._style = self._section + 1, kind, None, None
        if heading is not None:
            if headed:
                self._read_items(self._read_ranges(headed[2], line), line)
        elif part is not None:
            self._read_items(self._read_ranges(line.text[part.end() :], line), line)
        elif _TABLE_HEAD.match(line.text):
            self._numbers = line.text.split("\t")[1:]
        elif self._numbers and "\t" in line.text:
            for number, words in zip(self._numbers, line.text.split("\t")[1:], strict=False):
                if number.strip().isdecimal() and words.strip():
                    self._add(int(number), words, line)
            self._numbers = []
        else:
            self._read_items(self._read_ranges(line.text, line), line)

    def _read_ranges(self, text: str, line: Line) -> str:
        """Read the ranges at the beginning of a line. Return what follows them."""
        while match := _RANGE.match(text):
            first, last = int(match["from"]), int(match["to"])
            words = _split_answers(match["words"], last - first + 1)
            if words is None:
                problem = messages.wrong_number_of_answers(line.place, first, last, match["words"])
                self.problems.append(problem)
            for number, word in enumerate(words or (), first):
                self._add(number, word, line)
            text = text[match.end() :]
        return text.strip()

    def _read_items(self, text: str, line: Line) -> None:
        if not text.strip():
            return
        numbers = list(self._find_numbers(text))
        lead = text[: numbers[0].start()] if numbers else text
        if lead.strip() and self.keys:
            fields = self.keys[-1].fields
            _merge(fields, lead, list(fields)[-1] if fields else "answer")
        for following, number in enumerate(numbers, 1):
            is_last = following == len(numbers)
            words = text[number.end() : None if is_last else numbers[following].start()]
            self._add(int(number[1]), words.strip(None if is_last else " \t\u3000;；,，"), line)

    def _find_numbers(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the numbers in a line that begin an answer: all in the same style, and in order."""
        first = self._style.match(text) if self._style else _first_number(text)
        if first is None or not self._may_follow(int(first[1])):
            return
        self._style = first.re
        yield first
        last = int(first[1])
        end = first.end()
        for match in () if self._kind == "essay" else first.re.finditer(text, end):
            number = int(match[1])
            if number == last + 1 or (number > last and _SIGNS.fullmatch(text[end : match.start()])):
                yield match
                last, end = number, match.end()

    def _may_follow(self, number: int) -> bool:
        if self._last is None:
            return True
        return (
            number == self._last + 1
            or (self._kind != "essay" and number > self._last)
            or number == 1 != self._last
        )

    def _add(self, number: int, words: str, line: Line) -> None:
        if self._last is not None and number <= self._last and not self._kind:
            self._section += 1
        key = ListedAnswer(self._section, self._kind, number, line.place)
        _merge(key.fields, words, "answer")
        self.keys.append(key)
        self._last = number


def _split_answers(words: str, count: int) -> list[str] | None:
    """Return one answer for each number of a range: groups between spaces, or one letter each. None if they differ."""
    groups = [group for group in re.split(r"[\s,，、;；]+", words.strip()) if group]
    if len(groups) == count:
        return groups
    letters = "".join(groups)
    return list(letters) if len(letters) == count else None


def _merge(fields: dict[str, list[str]], words: str, name: str) -> None:
    before, marked = split_fields(words)
    if before.strip():
        fields.setdefault(name, []).append(before.strip())
    for field_name, value in marked:
        fields.setdefault(field_name, []).append(value)
