"""What a stem says besides the question: its kind, its points, its rule, and sometimes the answer in its brackets."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from lms.domain.place import Place
from lms.domain.problem import Problem, Text
from lms.formats.drafts.spellings import kind_of, letters, points_of, truth

_TYPES = (
    r"(?:单项选择|多项选择|不定项选择|不定项|单选|多选|选择|判断|是非|填空|简答|短答|问答|论述|案例分析|案例|材料分析|名词解释|多项填空|单项填空|单行文本|多行文本"
    r"|计算|排序|连线|匹配|配对|数值|主观)\s*题?"
)
_OPEN, _CLOSE = r"[\[【(（〔［]\s*", r"\s*[\]】)）〕］]"
TYPED = re.compile(rf"\s*{_OPEN}{_TYPES}{_CLOSE}\s*\S.*|.*\S\s*{_OPEN}{_TYPES[:-4]}题\s*{_CLOSE}\s*")
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
"""A line with nothing but rules, wherever it stands in a question; it goes to the stem, which sheds them."""
_LETTERS = re.compile(r"([(（\[【])\s*([A-ZＡ-Ｚ](?:[\s,，、;；|]*[A-ZＡ-Ｚ])*|[a-z])\s*([)）\]】])")
_TRUTH_AFTER = re.compile(r"(?<=[\s。.！!？?；;”\"）)])[ \t\u3000]*([√×✓✗✔✘])\s*$")
_TRUTH = re.compile(r"([(（\[【])\s*([√×✓✗✔✘xXTF对错]|正确|错误|[Tt]rue|[Ff]alse)\s*([)）\]】])")
_AT_END = re.compile(r"\s*[。.．!！]?\s*$")
_EMPTY_AT_START = re.compile(r"^\s*[(（\[【]\s*[)）\]】]\s*(?=\S)")
_EMPTY_AT_END = re.compile(r"(?<!\s)\s*[(（\[【]\s*[)）\]】]\s*([。.．]?)\s*$")


@dataclass(slots=True)
class Stem:
    """The words of a stem without its marks, and what the marks said."""

    words: str
    kind: str = ""
    points: Decimal | None = None
    rules: list[str] = field(default_factory=list)


def parse_stem(text: str) -> Stem:
    """Takes [单选题], （2分）, [全对得分] and the like away from a stem."""
    if not _MAY_BE_MARKED.search(text):
        return Stem(text.strip())
    stem = Stem(text.strip("\n"))
    for _ in range(6):
        before = stem.words
        _extract_kind(stem)
        _extract_points(stem)
        for mark in _RULE_MARK.finditer(stem.words):
            stem.rules += [_RULES[mark[1]]] if _RULES[mark[1]] else []
        stem.words = _RULE_MARK.sub("", stem.words).strip()
        if stem.words == before:
            break
    return stem


def _extract_kind(stem: Stem) -> None:
    first = stem.words.partition("\n")[0]
    mark = _TYPE_MARK.search(first) or _TYPE_LEAD.match(first)
    if mark is None or not (stem.words[: mark.start()] + stem.words[mark.end() :]).strip():
        return
    if mark.start() and mark.end() == len(first) and "填空" in mark[0] and "题" not in mark[0]:
        return  # a gap at the end, as in 首都是[填空1]
    groups = [group for group in mark.groups() if group]
    stem.kind = stem.kind or kind_of(groups[0])
    if len(groups) > 1:
        stem.points = points_of(groups[1])
    rest = stem.words[mark.end() :].lstrip(" \t\u3000:：") if not mark.start() else stem.words[mark.end() :]
    stem.words = (stem.words[: mark.start()] + rest).strip()


def _extract_points(stem: Stem) -> None:
    mark = _POINTS_MARK.search(stem.words)
    if mark is not None and (points := points_of(mark[1] or mark[2])) is not None:
        stem.points = points
        stem.words = (stem.words[: mark.start()] + stem.words[mark.end() :]).strip()


def letters_in_brackets(
    words: str, many: int, answer: list[int] | None, place: Place
) -> tuple[str, str] | Problem:
    """(the letters that stand in the brackets of a stem as its answer, the stem with the brackets emptied).

    ("", words) if none do. `answer` is what the answer line says: brackets that say something else are a problem.
    """
    found = [mark for mark in _LETTERS.finditer(words) if _within(mark[2], many)]
    if not found:
        return "", words
    told = {tuple(letters(mark[2]) or ()) for mark in found}
    if answer is not None:
        told.discard(tuple(answer))
    if len(told) > (0 if answer is not None else 1):
        what = Text(
            f"题干括号里的 {found[0][2]} 与别处的答案不一致"
            if answer is not None
            else "题干里有几处括号都像答案",
            f"the {found[0][2]} in brackets is not the answer given elsewhere"
            if answer is not None
            else "several brackets look like the answer",
        )
        how = Text(
            "请只留一处答案；括号里的字母若属于题干，请去掉括号",
            "Keep one answer; take away the brackets if the letters belong to the text",
        )
        return Problem(place, what, how)
    return found[0][2], _LETTERS.sub(lambda mark: _emptied(mark, many), words)


def _within(text: str, many: int) -> bool:
    named = letters(text)
    return named is not None and max(named) < many and len(set(named)) == len(named)


def _emptied(mark: re.Match[str], many: int) -> str:
    return f"{mark[1]}\u3000\u3000{mark[3]}" if _within(mark[2], many) else mark[0]


def truth_in_brackets(words: str, *, anywhere: bool) -> tuple[str, str]:
    """(√, ×, 对, … in the brackets of a stem, the stem without them); ("", words) if there is none or more than one."""
    found = [mark for mark in _TRUTH.finditer(words) if truth(mark[2]) is not None]
    found = [mark for mark in found if anywhere or mark.start() == 0 or _AT_END.match(words, mark.end())]
    if not found and (bare := _TRUTH_AFTER.search(words)):
        return bare[1], words[: bare.start()].rstrip()
    if len(found) != 1:
        return "", words
    mark = found[0]
    rest = words[: mark.start()].rstrip() + words[mark.end() :].lstrip(" \t\u3000")
    return mark[2], rest


def without_empty_bracket(words: str) -> str:
    """A statement without the empty brackets before or behind it, where its mark was to be written."""
    return _EMPTY_AT_START.sub("", _EMPTY_AT_END.sub(r"\1", words))
