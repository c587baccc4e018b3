"""Recognise headings, and lines that begin a question with its number."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from lms.domain.text.numbers import chinese_number
from lms.formats.drafts.spellings import kind_of, points_of
from lms.formats.numbered_text.line import Section

_NUMERALS = "一二三四五六七八九十"
_TYPE = (
    r"(?:单项选择|多项选择|不定项选择|不定项|单选|多选|选择|判断(?:正误|对错|改错|说理|说明)?|是非|正误判断|填空|简答|短答|问答|论述"
    r"|案例分析|案例|材料分析|材料|综合分析|综合应用|综合|名词解释|计算|排序|连线|匹配|配对|数值|分析|写作|作文|应用|实务|实操|主观)"
)
_LEAD = (
    rf"(?:第[{_NUMERALS}百\d]+(?:部分|大题|题组|节|章|单元|篇)\s*[、.．:：]?\s*|[{_NUMERALS}]{{1,3}}\s*[、.．,，:：]\s*"
    rf"|[(（][{_NUMERALS}]{{1,3}}[)）]\s*[、.．]?\s*|[IVX]{{1,4}}\s*[、.．]\s*|[Ⅰ-Ⅻ]\s*[、.．]?\s*|\d{{1,2}}\s*[、.．]\s*|#{{1,6}}\s+)"
)
_HEADING = re.compile(
    rf"{_LEAD}?[【\[]?\s*(?P<type>{_TYPE})\s*(?P<word>类?\s*(?:试|习)?题)?\s*[】\]]?(?P<tail>\s*(?:[:：]?\s*$|[:：(（【\[].*|[,，、。]?\s*(?:共|每|本|满分|\d+\s*(?:道|小|题|分|个)).*))"
)
_TITLE = re.compile(
    rf"(?:第[{_NUMERALS}百\d]+(?:部分|大题|节|章|单元|篇)|[{_NUMERALS}]{{1,3}}\s*[、.．])\s*(?P<words>\S.*)"
)
_CHAPTER = re.compile(rf"第[{_NUMERALS}百\d]+(?:部分|大题|节|章|单元|篇)(?![的是规]).*")
_PER_ITEM = re.compile(r"(?:每|各)\s*(?:小|道)?\s*题\s*(?:各|计|得)?\s*(\d+(?:\.\d{1,2})?)\s*分")
_EACH = re.compile(r"(\d+(?:\.\d{1,2})?)\s*分\s*[/／]\s*(?:每|小|道)?\s*题")
_TOTAL = re.compile(r"(?:共|计|满分|总分|[(（])\s*[:：]?\s*(\d+(?:\.\d{1,2})?)\s*分")
_PER_BLANK = re.compile(r"每\s*(?:个)?\s*空\s*(\d+(?:\.\d{1,2})?)\s*分")
_LONGEST_HEADING = 160
_ASKS = re.compile(rf"\d{{1,2}}\s*[、.．]\s*{_TYPE}\s*题\s*[:：](?!.*(?:共|每|各|\d\s*分|\d\s*[道小题])).*\S")
"""1、单选题：首都是？ is a question, not a heading."""

_STARTS = (
    ("plain", re.compile(r"(?P<n>[0-9０-９]{1,5})\s*[.．、,，:：]\s*(?P<words>.*)", re.DOTALL)),
    ("both", re.compile(r"[(（]\s*(?P<n>[0-9０-９]{1,3})\s*[)）]\s*[.．、:：]?\s*(?P<words>.*)", re.DOTALL)),
    ("half", re.compile(r"(?P<n>[0-9０-９]{1,3})\s*[)）]\s*[.．、]?\s*(?P<words>.*)", re.DOTALL)),
    ("word", re.compile(rf"(?:第\s*(?P<n>[0-9０-９]{{1,5}}|[{_NUMERALS}百]{{1,5}})\s*题|(?:题目?|试题|Q|Question)\s*(?P<m>[0-9０-９]{{1,5}}))"
                        r"\s*[.．、:：)）]?\s*(?P<words>.*)", re.DOTALL)),
    ("square", re.compile(r"[【\[]\s*(?P<n>[0-9０-９]{1,4})\s*[】\]]\s*[.．、:：]?\s*(?P<words>.*)", re.DOTALL)),
    ("numeral", re.compile(rf"(?P<n>[{_NUMERALS}]{{1,3}})\s*[、.．]\s*(?P<words>.*)", re.DOTALL)),
    ("space", re.compile(r"(?P<n>[0-9０-９]{1,3})[ \t\u3000]+(?P<words>\D.*)", re.DOTALL)),
)  # fmt: skip
_BEFORE_NUMBER = re.compile(
    rf"[【\[(（]\s*(?:{_TYPE}\s*题?|[A-Z√×✓✗对错]{{0,8}}|正确|错误)\s*[】\])）]\s*(?=[(（【\[]?\s*(?:第\s*)?[0-9０-９]{{1,5}}\s*[.．、)）题])"
)
_NAMED = re.compile(
    r"(?:[【\[]\s*(?:题干|题目|试题|问题)\s*[】\]]\s*[:：]?|(?:题干|题目)\s*[:：])\s*(?P<words>.*)", re.DOTALL
)
_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


@dataclass(frozen=True, slots=True)
class QuestionStart:
    """A line that may begin a question: its number (0 if it has none), the way it is written, the words after it."""

    number: int
    style: str
    words: str
    ambiguous: bool = False
    """A digit follows the point: "3.5" is a number, "3.2024年" begins a question."""


def parse_heading(text: str) -> Section | None:
    """Return the section that a line such as "二、多选题（每题2分）" begins; None for any other line."""
    text = text.strip()
    if len(text) > _LONGEST_HEADING:
        return None
    match = _HEADING.fullmatch(text)
    if match is None or (match["word"] is None and not _is_short(text, match)) or _ASKS.match(text):
        return None
    per_item, per_blank = _PER_ITEM.search(text) or _EACH.search(text), _PER_BLANK.search(text)
    total = None if per_item or per_blank else _TOTAL.search(text)
    each, blank, whole = (points_of(points[1]) if points else None for points in (per_item, per_blank, total))
    return Section(kind_of(match["type"]), each, blank, whole)


def _is_short(text: str, match: re.Match[str]) -> bool:
    """Without 题 after it, a type word is a heading only where the line has no more than its number and brackets."""
    tail = match["tail"].strip()
    return match.start("type") > 0 and not text[0].isdigit() and (not tail or tail[0] in "(（【[")


def is_chapter(text: str) -> bool:
    """Whether the line is a heading such as "第二章 保密"."""
    return _CHAPTER.fullmatch(text.strip()) is not None and len(text) <= _LONGEST_HEADING


def chapter_title(text: str) -> str:
    """Return the words of a heading that names no type ("二、消防安全"), "" if the line is none."""
    match = _TITLE.fullmatch(text.strip())
    return match["words"].strip() if match and len(text) <= _LONGEST_HEADING else ""


def parse_start(text: str) -> QuestionStart | None:
    """Read the line as the first line of a question; None if it cannot be one.

    A type or the brackets for the answer may come before the number, and stay with the words. 题干： begins a question
    without a number.
    """
    text = text.strip()
    if (before := _BEFORE_NUMBER.match(text)) is not None:
        start = parse_start(text[before.end() :])
        return replace(start, words=before[0].strip() + start.words) if start else None
    if (named := _NAMED.fullmatch(text)) is not None:
        return QuestionStart(0, "named", named["words"].strip())
    for style, pattern in _STARTS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        groups = match.groupdict()
        number = _number(groups["n"] or groups.get("m") or "")
        if number is not None:
            words = match["words"].strip()
            ambiguous = style == "plain" and words[:1].isdigit() and "、" not in text[: match.start("words")]
            return QuestionStart(number, style, words, ambiguous)
    return None


def _number(digits: str) -> int | None:
    plain = digits.translate(_TO_HALF)
    if plain.isdecimal():
        return int(plain)
    value: Decimal | None = chinese_number(plain)
    return int(value) if value is not None else None
