"""Says what is wrong with a question of a paper; the line is found by the field."""

from lms.domain.place import Place
from lms.domain.problem import Problem, Text


class Unreadable(Exception):
    """Ends the making of one question; never leaves this package. `field` is "" for the question itself."""

    def __init__(self, field: str, what: Text, how: Text) -> None:
        super().__init__(what.en)
        self.field = field
        self.what = what
        self.how = how

    def at(self, place: Place) -> Problem:
        """The problem at its line."""
        return Problem(place, self.what, self.how)


def no_answer() -> Unreadable:
    """For a question that has a kind and lacks its key."""
    return Unreadable(
        "answer",
        Text("没有答案", "has no answer"),
        Text(
            "请在题目下一行写“答案：…”，或写在题干的括号里",
            "Write 答案：… below it, or the letters in the brackets of the question",
        ),
    )


def not_understood(words: str, how: Text) -> Unreadable:
    """For an answer that names nothing."""
    shown = " ".join(words.split())[:40]
    return Unreadable("answer", Text(f"看不懂答案“{shown}”", f'the answer "{shown}" is not understood'), how)
