"""The text of a new question in the text editor: keys to fill in, and an example of its kind."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from lms import questions
from lms.content.items import ItemContent
from lms.content.write_item import item_toml
from lms.domain.place import NOWHERE
from lms.domain.problem import Text
from lms.domain.question.protocol import Question
from lms.domain.text.numbers import decimal_text
from lms.questions import load_question

_SAMPLES = Path(questions.__file__).parent / "samples"

_HEAD = (
    ('name = ""', Text("题名：小写字母、数字、连字符，如 coord-priority-101", "lower-case letters, digits and hyphens, such as coord-priority-101")),
    ('kind = "{kind}"', None),
    ('area = ""', Text("内容域，如 会务；可不写", "content area, such as meetings; optional")),
    ("level = 2", Text("1 了解 2 熟悉 3 胜任 4 精通 5 引领", "1 to 5")),
    ('points = "{points}"', Text("分值，加引号", "in quotes")),
    ('source = ""', Text("依据：写到条；没有条文的写“惯例：……”", "source of the answer, with the article; for established practice write 惯例：…")),
    ("checked = {today}", Text("核对依据的日期", "the date on which the source was checked")),
    ('# expires = ""', Text("什么变了此题就不能用；可不写", "what change would make it wrong; optional")),
)  # fmt: skip
_REASON = Text("为什么对；每个干扰项错在哪里", "why the key is right, and what is wrong with each distractor")
_EXAMPLE = Text("以下是样题，请换成自己的", "This is an example; replace it with your own text")


def starter_text(kind: str, language: str, today: date) -> str:
    """Return a text that is a question of this kind once the empty quotes are filled. Raise KeyError for no kind.

    The example is the first sample of the kind, so that a new kind has its own.
    """
    question, points = _example(kind)
    values = {"kind": kind, "points": points, "today": today.isoformat()}
    head = [line.format(**values) + (f"  # {hint.in_(language)}" if hint else "") for line, hint in _HEAD]
    text = item_toml(_content_of(question))
    body = text[text.index("stem = ") :]
    body = body.replace('rationale = ""\n', f'rationale = ""  # {_REASON.in_(language)}\n', 1)
    english = 'rationale = ""\n' if "en" in question.translations else ""
    return "\n".join(["[[item]]", *head, f"# {_EXAMPLE.in_(language)}", body + english])


@cache
def _example(kind: str) -> tuple[Question, str]:
    questions.get_kind(kind)
    data: dict[str, Any] = tomllib.loads((_SAMPLES / f"{kind}.toml").read_text("utf-8"))["sample"][0]["data"]
    question = load_question(kind, data)
    assert isinstance(question, Question), kind
    points = questions.rubric_points(question) or Decimal(1)
    return question, decimal_text(points.normalize())


def _content_of(question: Question) -> ItemContent:
    return ItemContent(NOWHERE, "", question, "", "", 1, Decimal(1), "", None, {"zh": ""}, "", (), "", "")
