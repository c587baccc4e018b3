"""Difficulty as the author estimates it: three steps, and the words for them in files."""

from lms.domain.problem import Text

DIFFICULTIES = {"easy": Text("易", "Easy"), "medium": Text("中", "Medium"), "hard": Text("难", "Hard")}
"""Labels by the name that is stored and that content files use; an item may have no difficulty."""

_WORDS = {
    "easy": "easy 易 容易 简单 较易 较容易 低 1 2",
    "medium": "medium 中 中等 一般 适中 普通 normal 3",
    "hard": "hard difficult 难 困难 较难 很难 高 4 5",
}
"""Of five steps, 1 and 2 are easy and 4 and 5 hard. A share such as 0.7 is ambiguous and not accepted."""
_BY_WORD = {word: name for name, words in _WORDS.items() for word in words.split()}


def difficulty_of(word: str) -> str:
    """Return easy, medium or hard; "" for any other word."""
    return _BY_WORD.get(word.strip().lower(), "")
