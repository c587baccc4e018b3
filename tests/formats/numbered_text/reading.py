"""Read numbered text in tests, and give each key in short."""

from typing import Any

from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import text
from lms.questions import dump_question

OPTIONS = "A. 甲\nB. 乙\nC. 丙\n"


def read(words: str) -> Reading:
    return text.read(words.encode(), "题库.txt")


def drafts(words: str) -> list[Draft]:
    reading = read(words)
    assert [problem.line("zh") for problem in reading.problems] == []
    return list(reading.drafts)


def only_draft(words: str) -> Draft:
    (draft,) = drafts(words)
    return draft


def body(draft: Draft) -> dict[str, Any]:
    question = draft.question()
    assert isinstance(question, Question)
    return dump_question(question)["body"]


def right(draft: Draft) -> str:
    """Return the letters of the right options."""
    return "".join("ABCDEFGHIJKL"[n] for n, option in enumerate(draft.data["options"]) if option.get("right"))


def keys(words: str) -> list[Any]:
    """Return each question's key in short."""
    return [key(draft) for draft in drafts(words)]


def key(draft: Draft) -> Any:
    content = body(draft)
    if "options" in content:
        return right(draft)
    if "blanks" in content:
        return [[answer["text"] for answer in blank["answers"]] for blank in content["blanks"]]
    if draft.kind == "short_text":
        return [answer["text"] for answer in content["answers"]]
    return content.get("answer", draft.kind)


def places(words: str) -> list[str]:
    reading = read(words)
    assert reading.drafts == ()
    return [problem.where.in_("zh") for problem in reading.problems]
