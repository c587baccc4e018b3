"""Searching the lines below: every line is read a few times at most, however many short ones there are."""

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


class CountingLines(ParsedLines):
    reads = 0

    def at(self, index):
        self.reads += 1
        return super().at(index)


def lines(*texts: str) -> list[Line]:
    return [Line(text, f"第 {n} 行") for n, text in enumerate(texts, 1)]


def test_the_first_marker_is_found_without_reading_the_same_lines_again():
    parsed = CountingLines(lines(*["甲"] * 2_000))
    assert {parsed.first_marker(index) for index in range(2_000)} == {""}
    assert parsed.reads <= 2 * 2_000


def test_remembered_lines_do_not_change_the_result():
    dice = random.Random(3)
    for _ in range(300):
        paper = lines(*(dice.choice(KINDS) if dice.random() < 0.3 else "甲" for _ in range(120)))
        shared, indexes = ParsedLines(paper), [dice.randrange(120) for _ in range(40)]
        without_memory = [ParsedLines(paper).first_marker(index) for index in indexes]
        assert [shared.first_marker(index) for index in indexes] == without_memory


def test_the_first_marker_is_named_by_its_kind_and_only_if_it_is_near():
    def first(*texts: str) -> str:
        return ParsedLines(lines("甲", *texts)).first_marker(0)

    markers = [first("A. 乙"), first("乙", "答案：A"), first("解析：乙"), first("2. 乙"), first("乙")]
    assert markers == ["a", "answer", "field", "start", ""]
    assert (first(*["乙"] * 38, "A. 丙"), first(*["乙"] * 39, "A. 丙")) == ("a", "")
    assert ParsedLines(lines("甲 答案：A", "A. 乙")).first_marker(0) == "answer"
