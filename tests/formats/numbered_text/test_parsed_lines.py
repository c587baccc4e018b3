"""Looking ahead in a paper: every line is looked at a few times at most, however many tiny ones there are."""

import random

from lms.formats.numbered_text.line import Line
from lms.formats.numbered_text.parsed_lines import ParsedLines

KINDS = (
    "甲",
    "",
    "1. 乙？",
    "A. 丙",
    "B. 丁",
    "答案：A",
    "解析：戊",
    "一、单选题",
    "【难度】易",
    "接着上一行",
)


class Counting(ParsedLines):
    looked = 0

    def at(self, place):
        self.looked += 1
        return super().at(place)


def lines(*texts: str) -> list[Line]:
    return [Line(text, f"第 {n} 行") for n, text in enumerate(texts, 1)]


def test_what_comes_first_is_found_without_looking_at_the_same_lines_again():
    looks = Counting(lines(*["甲"] * 2_000))
    assert {looks.first_mark(place) for place in range(2_000)} == {""}
    assert looks.looked <= 2 * 2_000


def test_what_was_remembered_of_earlier_lines_changes_no_answer():
    dice = random.Random(3)
    for _ in range(300):
        paper = lines(*(dice.choice(KINDS) if dice.random() < 0.3 else "甲" for _ in range(120)))
        shared, places = ParsedLines(paper), [dice.randrange(120) for _ in range(40)]
        afresh = [ParsedLines(paper).first_mark(place) for place in places]
        assert [shared.first_mark(place) for place in places] == afresh


def test_the_first_mark_is_told_by_its_kind_and_only_if_it_is_near():
    def first(*texts: str) -> str:
        return ParsedLines(lines("甲", *texts)).first_mark(0)

    told = [first("A. 乙"), first("乙", "答案：A"), first("解析：乙"), first("2. 乙"), first("乙")]
    assert told == ["a", "answer", "field", "start", ""]
    assert (first(*["乙"] * 38, "A. 丙"), first(*["乙"] * 39, "A. 丙")) == ("a", "")
    assert ParsedLines(lines("甲 答案：A", "A. 乙")).first_mark(0) == "answer"
