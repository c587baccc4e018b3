"""The list of answers at the end of a paper: "1.A 2.B", "1-5 ABCDA", under headings as the questions are."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lms.domain.problem import Problem, Text
from lms.formats.papers.fields import split_fields
from lms.formats.papers.line import Line, Raw
from lms.formats.papers.marks import heading

_HEAD = re.compile(
    r"\s*(?:附(?:件|录)?\s*[:：]?\s*)?[【\[（(#]*\s*(?:全部|各题|试题|习题|练习|本卷|试卷)?\s*(?:参\s*考\s*答\s*案|标\s*准\s*答\s*案|正确答案|答\s*案)"
    r"\s*(?:与解析|及解析|和解析|解析|及评分标准|与评分标准|部分|汇总|一览表?|表)?\s*[】\]）)]?\s*[:：]?\s*"
)
_RANGE = re.compile(
    r"\s*(?P<from>\d{1,4})\s*[-—–~～至到]{1,2}\s*(?P<to>\d{1,4})\s*(?:题)?\s*[.．、:：)）]?\s*(?P<words>[A-Za-zＡ-Ｚ√×✓✗对错TF\s,，、;；]+)"
)
_ITEM = re.compile(
    r"(?:(?<=^)|(?<=[\s;；,，。、]))\s*(?:第\s*)?[(（\[【]?(\d{1,4})(?:\s*题)?\s*[.．、:：)）\]】]\s*(?!\d*[.．]\d)"
)
_LOOSE = re.compile(r"(?:(?<=^)|(?<=[\s;；,，。、]))(\d{1,4})\s*(?=[A-Z√×✓✗对错])")
_TABLE_HEAD = re.compile(r"\s*题\s*(?:号|目)\s*\t")
_RECENT = 100
"""So many questions tell whether answers are given with them or at the end."""
_MARKS = r"[A-Z√×✓✗对错TF]"


@dataclass(slots=True)
class Key:
    """The answer to question `number` of the `section`-th section of the list (0: before any heading)."""

    section: int
    kind: str
    number: int
    place: str
    fields: dict[str, list[str]] = field(default_factory=dict)


def begins_answers(lines: Sequence[Line], place: int, raws: Sequence[Raw]) -> bool:
    """Whether the list of answers begins here: its heading alone on a line, below questions most of which have none."""
    if not raws or not _HEAD.fullmatch(lines[place].text):
        return False
    recent = raws[-_RECENT:]
    open_ones = sum(not raw.answered for raw in recent)
    if open_ones < min(2, len(recent)) or open_ones * 2 < len(recent):
        return False
    following = next((line.text for line in lines[place + 1 :] if not line.blank), "")
    if heading(following) is not None or _TABLE_HEAD.match(following) or _RANGE.match(following):
        return True
    first = _ITEM.match(following) or _LOOSE.match(following)
    return (
        first is not None
        and int(first[1]) == _first_open(raws)
        and (len(raws) > 1 or raws[0].section.kind != "essay")
    )


def _first_open(raws: Sequence[Raw]) -> int | None:
    return next((raw.number for raw in raws if not raw.answered), None)


def keys_of(lines: Sequence[Line]) -> list[Key]:
    """The answers of the list in their order."""
    keys: list[Key] = []
    section, kind = 0, ""
    numbers: list[str] = []
    for line in lines[1:]:
        if line.blank:
            continue
        if (found := heading(line.text)) is not None:
            section, kind = section + 1, found.kind
        elif _TABLE_HEAD.match(line.text):
            numbers = line.text.split("\t")[1:]
        elif numbers and "\t" in line.text:
            cells = zip(numbers, line.text.split("\t")[1:], strict=False)
            keys += [_key(section, kind, int(n), line, words) for n, words in cells if n.strip().isdecimal()]
            numbers = []
        else:
            _read_line(keys, section, kind, line)
    return keys


def _read_line(keys: list[Key], section: int, kind: str, line: Line) -> None:
    rest = line.text
    while found := _RANGE.match(rest):
        words = _each(found["words"], int(found["to"]) - int(found["from"]) + 1)
        if words is None:
            break
        keys += [_key(section, kind, int(found["from"]) + at, line, word) for at, word in enumerate(words)]
        rest = rest[found.end() :]
    if not rest.strip():
        return
    items = list(_items(rest))
    if not items and keys:
        last = keys[-1].fields
        _merge(last, rest, list(last)[-1] if last else "answer")
    keys += [_key(section, kind, number, line, words) for number, words in items]


def _each(words: str, many: int) -> list[str] | None:
    """One answer for each number of a range: groups between blanks, or one letter each."""
    groups = [group for group in re.split(r"[\s,，、;；]+", words.strip()) if group]
    if len(groups) == many:
        return groups
    letters = re.findall(_MARKS, "".join(groups))
    return letters if len(letters) == many == len("".join(groups)) else None


def _items(text: str) -> Iterator[tuple[int, str]]:
    """(number, words) of "1.A 2.B 3.C"; only numbers that count on begin a new one."""
    pattern = _ITEM if _ITEM.match(text) else _LOOSE
    marks: list[re.Match[str]] = []
    for found in pattern.finditer(text):
        if (not marks and not text[: found.start()].strip()) or (
            marks and int(found[1]) == int(marks[-1][1]) + 1
        ):
            marks.append(found)
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        yield int(mark[1]), text[mark.end() : end].strip(" \t\u3000;；,，")


def _key(section: int, kind: str, number: int, line: Line, words: str) -> Key:
    key = Key(section, kind, number, line.place)
    _merge(key.fields, words, "answer")
    return key


def _merge(fields: dict[str, list[str]], words: str, name: str) -> None:
    before, marked = split_fields(words)
    if before.strip():
        fields.setdefault(name, []).append(before.strip())
    for found, value in marked:
        fields.setdefault(found, []).append(value)


def give(raws: Sequence[Raw], keys: Sequence[Key]) -> list[Problem]:
    """Puts each answer to its question; what cannot be placed is a problem."""
    problems = []
    places = Places(raws, keys)
    for key in keys:
        raw = places.take(key)
        if raw is None:
            what = Text(
                f"答案表里第 {key.number} 题找不到对应的题目",
                f"there is no question {key.number} for this answer",
            )
            how = Text(
                "请核对题号，各题型的题号和标题要与前面一致",
                "Check the numbers and headings: they must be those of the questions",
            )
            problems.append(Problem(key.place, what, how))
        else:
            _give(raw, key)
    return problems


def _give(raw: Raw, key: Key) -> None:
    for name, lines in key.fields.items():
        if name == "answer" and raw.answered and "".join(raw.fields["answer"]) != "".join(lines):
            what = Text(
                "答案表里的答案与题目下面的不一样", "the list gives another answer than the question itself"
            )
            raw.problems.append(Problem(key.place, what, Text("请核对后只留一处", "Check them and keep one")))
            continue
        if not raw.field(name):
            raw.fields[name] = list(lines)
            raw.places[name] = key.place


class Places:
    """The questions that still wait for an answer, by number."""

    def __init__(self, raws: Sequence[Raw], keys: Sequence[Key]) -> None:
        self._waiting: dict[int | None, list[Raw]] = defaultdict(list)
        for raw in raws:
            self._waiting[raw.number].append(raw)
        asked = Counter(raw.number for raw in raws)
        told = Counter(key.number for key in keys)
        self._too_many = {number for number, many in asked.items() if many > told[number or 0]}
        self._sections = sorted({raw.section.number for raw in raws})

    def take(self, key: Key) -> Raw | None:
        """The question for an answer: in the section of that kind where the list names one, else by number alone."""
        same = self._waiting[key.number]
        if key.kind:
            fitting = [raw for raw in same if raw.section.kind == key.kind]
        elif key.section and len(self._sections) > 1:
            number = self._sections[key.section - 1] if key.section <= len(self._sections) else -1
            fitting = [raw for raw in same if raw.section.number == number]
        else:
            fitting = [] if key.number in self._too_many else same
        if not fitting:
            return None
        same.remove(fitting[0])
        return fitting[0]
