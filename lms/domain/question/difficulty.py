"""How hard the author takes a question to be: three steps, and the words in which files say them."""

from lms.domain.problem import Text

DIFFICULTIES = {"easy": Text("易", "Easy"), "medium": Text("中", "Medium"), "hard": Text("难", "Hard")}
"""By the name that versions and content files keep; an item need not say any."""

_WORDS = {
    "easy": "easy 易 容易 简单 较易 较容易 低 1 2",
    "medium": "medium 中 中等 一般 适中 普通 normal 3",
    "hard": "hard difficult 难 困难 较难 很难 高 4 5",
}
"""Of five steps the outer two and the middle one; a share such as 0.7 may mean either end and is none of them."""
_BY_WORD = {word: name for name, words in _WORDS.items() for word in words.split()}


def difficulty_of(said: str) -> str:
    """easy, medium or hard; "" for words that say none of them."""
    return _BY_WORD.get(said.strip().lower(), "")
