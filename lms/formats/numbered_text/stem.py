"""Read what a stem contains besides the question: kind, points, rule, and sometimes the answer in brackets."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from lms.formats.drafts.spellings import kind_of, letters, points_of, truth
from lms.formats.numbered_text import messages
from lms.formats.numbered_text.unreadable import Unreadable

_TYPES = (
    r"(?:单项选择|多项选择|不定项选择|不定项|单选|多选|选择|判断|是非|填空|简答|短答|问答|论述|案例分析|案例|材料分析|名词解释|多项填空|单项填空|单行文本|多行文本"
    r"|计算|排序|连线|匹配|配对|数值|主观)\s*题?"
)
_OPEN, _CLOSE = r"[\[【(（〔［]\s*", r"\s*[\]】)）〕］]"
KIND_NAMED = re.compile(rf"\s*{_OPEN}{_TYPES}{_CLOSE}\s*\S.*|.*\S\s*{_OPEN}{_TYPES[:-4]}题\s*{_CLOSE}\s*")
"""A line that begins or ends with its kind: where questions have no numbers, it begins one."""
_TYPE_MARK = re.compile(
    rf"^\s*{_OPEN}({_TYPES})\s*(?:[,，、:：]?\s*(\d+(?:\.\d{{1,2}})?)\s*分)?{_CLOSE}|{_OPEN}({_TYPES}){_CLOSE}\s*$"
)
_MAY_BE_MARKED = re.compile(r"[\[【(（〔［题]")
_TYPE_LEAD = re.compile(rf"^\s*({_TYPES[:-4]}题)\s*[:：]\s*")
_POINTS_MARK = re.compile(
    rf"^\s*{_OPEN}(?:本题|共|满分)?\s*(\d+(?:\.\d{{1,2}})?)\s*分{_CLOSE}|{_OPEN}(?:本题|共|满分)?\s*(\d+(?:\.\d{{1,2}})?)\s*分{_CLOSE}\s*[。.]?\s*$"
)
_RULES = {
    "全对得分": "all_or_nothing", "全部答对得分": "all_or_nothing", "部分得分": "proportional", "按选项得分": "proportional",
    "按空得分": "", "人工打分": "", "系统评分": "", "人工评分": "", "乱序匹配": "any_order", "顺序不限": "any_order",
    "必答": "", "必填": "",
}  # fmt: skip
_RULE_MARK = re.compile(rf"{_OPEN}({'|'.join(_RULES)}){_CLOSE}")
RULES_ALONE = re.compile(rf"\s*(?:{_OPEN}(?:{'|'.join(_RULES)}){_CLOSE}\s*)+")
"""A line of rules only, anywhere in a question: it is added to the stem, from which they are then removed."""
_LETTERS = re.compile(r"([(（\[【])\s*([A-ZＡ-Ｚ](?:[\s,，、;；|]*[A-ZＡ-Ｚ])*|[a-z])\s*([)）\]】])")
_TRUTH_AFTER = re.compile(r"(?<=[\s。.！!？?；;”\"）)])[ \t\u3000]*([√×✓✗✔✘])\s*$")
_TRUTH = re.compile(r"([(（\[【])\s*([√×✓✗✔✘xXTF对错]|正确|错误|[Tt]rue|[Ff]alse)\s*([)）\]】])")
_AT_END = re.compile(r"\s*[。.．!！]?\s*$")
_EMPTY_AT_START = re.compile(r"^\s*[(（\[【]\s*[)）\]】]\s*(?=\S)")
_EMPTY_AT_END = re.compile(r"(?<!\s)\s*[(（\[【]\s*[)）\]】]\s*([。.．]?)\s*$")


@dataclass(slots=True)
class Stem:
    """The words of a stem without markers, and what the markers say."""

    words: str
    kind: str = ""
    points: Decimal | None = None
    rules: list[str] = field(default_factory=list)


def parse_stem(text: str) -> Stem:
    """Separate [单选题], （2分）, [全对得分] and similar markers from the words of a stem."""
    if not _MAY_BE_MARKED.search(text):
        return Stem(text.strip())
    stem = Stem(text.strip("\n"))
    for _ in range(6):
        before = stem.words
        _extract_kind(stem)
        _extract_points(stem)
        for marker in _RULE_MARK.finditer(stem.words):
            stem.rules += [_RULES[marker[1]]] if _RULES[marker[1]] else []
        stem.words = _RULE_MARK.sub("", stem.words).strip()
        if stem.words == before:
            break
    return stem


def _extract_kind(stem: Stem) -> None:
    first = stem.words.partition("\n")[0]
    marker = _TYPE_MARK.search(first) or _TYPE_LEAD.match(first)
    if marker is None:
        return
    before, after = stem.words[: marker.start()], stem.words[marker.end() :]
    if not (before + after).strip():
        return
    if before and marker.end() == len(first) and "填空" in marker[0] and "题" not in marker[0]:
        return  # a gap at the end, as in 首都是[填空1]
    groups = [group for group in marker.groups() if group]
    stem.kind = stem.kind or kind_of(groups[0])
    if len(groups) > 1:
        stem.points = points_of(groups[1])
    stem.words = (before + after if before else after.lstrip(" \t\u3000:：")).strip()


def _extract_points(stem: Stem) -> None:
    marker = _POINTS_MARK.search(stem.words)
    if marker is not None and (points := points_of(marker[1] or marker[2])) is not None:
        stem.points = points
        stem.words = (stem.words[: marker.start()] + stem.words[marker.end() :]).strip()


def letters_in_brackets(words: str, options: int, answer: list[int] | None) -> tuple[str, str]:
    """Return the letters in the brackets of a stem that are its answer, and the stem with these brackets empty.

    ("", words) if there are none. `options` is how many options there are, `answer` what the answer line says. Raise
    Unreadable if the brackets say something else.
    """
    brackets = [match for match in _LETTERS.finditer(words) if _are_letters_of(match[2], options)]
    if not brackets:
        return "", words
    first = brackets[0][2]
    answers = {tuple(letters(match[2]) or ()) for match in brackets}
    if answer is not None and answers != {tuple(answer)}:
        raise Unreadable("", messages.brackets_contradict_answer(first))
    if len(answers) > 1:
        raise Unreadable("", messages.ANSWERS_IN_SEVERAL_BRACKETS)
    return first, _LETTERS.sub(lambda match: _emptied(match, options), words)


def _are_letters_of(text: str, options: int) -> bool:
    named = letters(text)
    return named is not None and max(named) < options and len(set(named)) == len(named)


def _emptied(match: re.Match[str], options: int) -> str:
    return f"{match[1]}\u3000\u3000{match[3]}" if _are_letters_of(match[2], options) else match[0]


def truth_in_brackets(words: str, *, anywhere: bool) -> tuple[str, str]:
    """Return √, ×, 对, … in the brackets of a stem, and the stem without; ("", words) if there is none or several."""
    matches = [match for match in _TRUTH.finditer(words) if truth(match[2]) is not None]
    if not anywhere:
        matches = [match for match in matches if match.start() == 0 or _AT_END.match(words, match.end())]
    if not matches and (bare := _TRUTH_AFTER.search(words)):
        return bare[1], words[: bare.start()].rstrip()
    if len(matches) != 1:
        return "", words
    match = matches[0]
    return match[2], words[: match.start()].rstrip() + words[match.end() :].lstrip(" \t\u3000")


def without_empty_brackets(words: str) -> str:
    """Return a statement without the empty brackets before or after it, in which 对 or 错 was to be written."""
    return _EMPTY_AT_START.sub("", _EMPTY_AT_END.sub(r"\1", words))
