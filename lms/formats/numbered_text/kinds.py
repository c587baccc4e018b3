"""Which kind a question of a paper is: by its heading or mark, else by its options, its gaps and its answer."""

import re

from lms.domain.problem import Text
from lms.formats.drafts.spellings import number_of, truth
from lms.formats.numbered_text.blanks import FILLED
from lms.formats.numbered_text.unreadable import Unreadable
from lms.formats.sheets.gaps import gaps_in

_OPEN_QUESTION = re.compile(
    r"简述|论述|试述|谈谈|阐述|试分析|请分析|请结合|请写|撰写|拟写|列举|概括|说明理由|为什么|怎样|如何|名词解释|谈一谈|你认为"
)
_ASKS = re.compile(r"(?<![)）])[?？]\s*$")
_LONGEST_SHORT = 30
_SURE_TRUTH = re.compile(
    r"\s*(?:正确|错误|[对错√×✓✗✔✘是否]|(?:不)?同意|t|f|true|false|y|n|yes|no)[\s。.]*", re.IGNORECASE
)
_PAIR_WORDS = re.compile(
    r"\s*(?:正确|错误|[对错]的?|[√×✓✗✔✘是否]|(?:不)?同意|t|f|true|false|yes|no)[\s。.]*", re.IGNORECASE
)
TRUTH_AND_WHY = re.compile(r"\s*(正确|错误|[对错√×✓✗✔✘TF])\s*[,，。.;；:：(（\s]\s*(\S.*)", re.DOTALL)
"""A statement judged, with the reason behind it."""
_GROUP = r"[(（][^()（）]+[)）]"
_GROUPS = re.compile(rf"\s*(?:(?:乱序匹配|全对得分|\s)+(?:{_GROUP}\s*)+|(?:{_GROUP}\s*){{2,}})")
"""(答案1)(答案2), as 答题小博士 writes the answers of gaps, also where the stem shows none."""
_LETTERS = re.compile(r"[A-ZＡ-Ｚ](?:[\s,，、;；]*[A-ZＡ-Ｚ]){0,9}")
_WITH_OPTIONS = ("single_choice", "multiple_choice", "choice")


def kind_with_options(hint: str, options: list[str], named: int) -> str:
    """The kind of a question with options of which its answer names so many."""
    if hint in ("ordering", "matching"):
        return hint
    if is_truth_pair(options) and hint in ("", "true_false"):
        return "true_false"
    if hint == "true_false":
        raise Unreadable(
            "",
            Text("判断题下面有选项", "a true-or-false question has options"),
            Text("请删去选项，或改放到选择题下", "Remove them, or put it under a heading of choices"),
        )
    if hint in ("blanks", "numeric", "short_text"):
        raise Unreadable(
            "",
            Text("这种题型不应有选项", "this kind has no options"),
            Text(
                "请把它放到“选择题”标题下，或在题干前写 [单选题]",
                "Put it under a heading 选择题, or write [单选题] before it",
            ),
        )
    if hint == "single_choice" and named > 1:
        raise Unreadable(
            "answer",
            Text(f"单选题有 {named} 个答案", f"is single choice with {named} answers"),
            Text("请只留一个，或放到多选题标题下", "Keep one, or put it under a heading 多选题"),
        )
    if hint == "multiple_choice" or named > 1:
        return "multiple_choice"
    return "single_choice"


def is_order(answer: str, options: list[str]) -> bool:
    """Whether the answer puts all options into an order: B→D→A→C."""
    letters = re.split(r"\s*(?:→|->|-{1,2}|>|＞|—+|–)\s*", answer.strip(" 。."))
    return len(options) > 2 and sorted(letters) == [chr(ord("A") + place) for place in range(len(options))]


def is_truth_pair(options: list[str]) -> bool:
    """Whether the options are only 正确 and 错误, in either order."""
    sure = all(_PAIR_WORDS.fullmatch(option) for option in options)
    return len(options) == 2 and sure and {truth(option) for option in options} == {True, False}


def kind_without_options(hint: str, stem: str, answer: str) -> str:
    """The kind of a question that has no options."""
    if hint in _WITH_OPTIONS:
        raise Unreadable(
            "",
            Text("选择题没有选项，或选项没有读出来", "the options are missing, or were not recognised"),
            Text("请把选项写成 A. B. C. D. 开头", "Begin the options with A. B. C. D."),
        )
    if hint == "calculation":
        return "numeric" if number_of(answer) else "essay"
    if hint:
        return hint
    return _inferred(stem, answer)


def is_open(stem: str) -> bool:
    """Whether the words ask for more than a word."""
    return _OPEN_QUESTION.search(stem) is not None


def _inferred(stem: str, answer: str) -> str:
    if not answer:
        return _unanswered(stem)
    if (_SURE_TRUTH.fullmatch(answer) or TRUTH_AND_WHY.fullmatch(answer)) and "__" not in stem:
        return "true_false"
    if _LETTERS.fullmatch(answer):
        raise Unreadable(
            "",
            Text(
                "答案是选项字母，但选项没有读出来", "the answer names options, but no options were recognised"
            ),
            Text("请把选项写成 A. B. C. D. 开头", "Begin the options with A. B. C. D."),
        )
    if gaps_in(stem) or _GROUPS.fullmatch(answer):
        return "blanks"
    short = len(answer) <= _LONGEST_SHORT and not re.search(r"[。；\n]", answer) and not is_open(stem)
    return "short_text" if short else "essay"


def _unanswered(stem: str) -> str:
    if FILLED.search(stem):
        return "blanks"
    if is_open(stem) or _ASKS.search(stem):
        return "essay"
    raise Unreadable(
        "answer",
        Text("没有答案", "has no answer"),
        Text(
            "请在题目下一行写“答案：…”；问答题请放到“简答题”标题下",
            "Write 答案：… below it; put open questions under a heading 简答题",
        ),
    )
