"""Decide the kind of a question: by its heading or marker, else by its options, its gaps and its answer."""

import re

from lms.formats.drafts.spellings import number_of, truth
from lms.formats.numbered_text import messages
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
TRUTH_AND_REASON = re.compile(r"\s*(正确|错误|[对错√×✓✗✔✘TF])\s*[,，。.;；:：(（\s]\s*(\S.*)", re.DOTALL)
"""Whether a statement is true, followed by the reason."""
_GROUP = r"[(（][^()（）]+[)）]"
_GROUPS = re.compile(rf"\s*(?:(?:乱序匹配|全对得分|\s)+(?:{_GROUP}\s*)+|(?:{_GROUP}\s*){{2,}})")
"""(答案1)(答案2), as 答题小博士 writes the answers of gaps, even where the stem shows none."""
_LETTERS = re.compile(r"[A-ZＡ-Ｚ](?:[\s,，、;；]*[A-ZＡ-Ｚ]){0,9}")
_WITH_OPTIONS = ("single_choice", "multiple_choice", "choice")


def kind_with_options(hint: str, options: list[str], named: int) -> str:
    """Return the kind of a question with options. `named` is how many of them its answer names."""
    if hint in ("ordering", "matching"):
        return hint
    if is_truth_pair(options) and hint in ("", "true_false"):
        return "true_false"
    if hint == "true_false":
        raise Unreadable("", messages.TRUE_FALSE_WITH_OPTIONS)
    if hint in ("blanks", "numeric", "short_text"):
        raise Unreadable("", messages.KIND_WITHOUT_OPTIONS)
    if hint == "single_choice" and named > 1:
        raise Unreadable("answer", messages.several_answers_to_single_choice(named))
    if hint == "multiple_choice" or named > 1:
        return "multiple_choice"
    return "single_choice"


def is_order(answer: str, options: list[str]) -> bool:
    """Whether the answer puts all options into an order: B→D→A→C."""
    letters = re.split(r"\s*(?:→|->|-{1,2}|>|＞|—+|–)\s*", answer.strip(" 。."))
    return len(options) > 2 and sorted(letters) == [chr(ord("A") + index) for index in range(len(options))]


def is_truth_pair(options: list[str]) -> bool:
    """Whether the options are only 正确 and 错误, in either order."""
    are_truths = all(_PAIR_WORDS.fullmatch(option) for option in options)
    return len(options) == 2 and are_truths and {truth(option) for option in options} == {True, False}


def kind_without_options(hint: str, stem: str, answer: str) -> str:
    """Return the kind of a question that has no options."""
    if hint in _WITH_OPTIONS:
        raise Unreadable("", messages.OPTIONS_MISSING)
    if hint == "calculation":
        return "numeric" if number_of(answer) else "essay"
    if hint:
        return hint
    return _inferred(stem, answer)


def is_open(stem: str) -> bool:
    """Whether the stem asks for more than a word."""
    return _OPEN_QUESTION.search(stem) is not None


def _inferred(stem: str, answer: str) -> str:
    if not answer:
        return _unanswered(stem)
    if (_SURE_TRUTH.fullmatch(answer) or TRUTH_AND_REASON.fullmatch(answer)) and "__" not in stem:
        return "true_false"
    if _LETTERS.fullmatch(answer):
        raise Unreadable("", messages.LETTERS_WITHOUT_OPTIONS)
    if gaps_in(stem) or _GROUPS.fullmatch(answer):
        return "blanks"
    short = len(answer) <= _LONGEST_SHORT and not re.search(r"[。；\n]", answer) and not is_open(stem)
    return "short_text" if short else "essay"


def _unanswered(stem: str) -> str:
    if FILLED.search(stem):
        return "blanks"
    if is_open(stem) or _ASKS.search(stem):
        return "essay"
    raise Unreadable("answer", messages.NO_ANSWER_OR_HEADING)
