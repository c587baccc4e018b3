"""What the printed documents do not say of a question, found by looking at what they do say."""

from collections.abc import Mapping, Sequence
from typing import Any

from lms import questions
from lms.domain.place import NOWHERE, TextLine
from lms.domain.problem import Problem, Text
from lms.domain.question.form import FormField, Rows
from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.formats.papers.line import Line
from lms.formats.papers.read import read_paper
from lms.formats.printed.documents import key
from lms.formats.printed.paper import Outline
from lms.formats.printed.questions import printed, rules_of_marks, unprinted

_UNREADABLE = Text("整道题", "the whole question")


def not_on_paper(drafts: Sequence[Draft]) -> list[Problem]:
    """What candidates see on a page and not on the paper: question by question, and rules of marks once."""
    how = Text("请印后手写补上，或让考生在网页上作答", "Write it on the paper by hand, or ask on a page")
    zh, en = "试卷上没有印：", "the paper does not say: "
    made = printed(drafts)
    found = [_loss(one.draft, zh, en, names, how) for one in made if (names := unprinted(one))]
    ruled = [one for one in made if rules_of_marks(one)]
    if ruled:
        kinds = list(dict.fromkeys(one.kind.NAME for one in ruled))
        names_zh, names_en = "、".join(name.zh for name in kinds), ", ".join(name.en for name in kinds)
        what = Text(
            f"{len(ruled)} 题（{names_zh}）没有全对怎样计分，试卷上不印",
            f"how partly right answers count is not printed for {len(ruled)} questions ({names_en})",
        )
        how = Text(
            "请在注意事项里写明，答案和评分标准里有", "Add it to the rules of the paper; the key says it"
        )
        found.append(Problem(NOWHERE, what, how, notice=True))
    return found


def not_in_key(drafts: Sequence[Draft]) -> list[Problem]:
    """What differs when the Word reader takes the key back, question by question."""
    how = Text("需要原样导回的，请另存为 TOML", "To import them as they are, write TOML as well")
    zh, en = "从 Word 读回时，这些与原题不同：", "read back from Word, these differ: "
    return [
        _loss(one.draft, zh, en, names, how)
        for one in printed(drafts)
        if (names := _changed(one.draft, one.question))
    ]


def _loss(draft: Draft, zh: str, en: str, names: Sequence[Text], how: Text) -> Problem:
    what = Text(zh + "、".join(name.zh for name in names), en + ", ".join(name.en for name in names))
    return Problem(draft.by_place, what, how, notice=True)


def _changed(draft: Draft, question: Question) -> list[Text]:
    outline = Outline()
    key(outline, [draft])
    reading = read_paper([Line(text, TextLine(number)) for number, text in enumerate(outline.text, 1)])
    found = reading.drafts[0].question() if len(reading.drafts) == 1 else None
    if not isinstance(found, Question) or found.kind != question.kind:
        return [_UNREADABLE]
    old, new = questions.comparable_question(question), questions.comparable_question(found)
    parts = [
        part for part in questions.get_kind(question.kind).FORM if old.get(part.name) != new.get(part.name)
    ]
    return [_name(part, old.get(part.name), new.get(part.name)) for part in parts]


def _name(part: FormField | Rows, old: Any, new: Any) -> Text:
    """With the fields that differ, where there are as many rows."""
    if isinstance(part, FormField) or len(old or ()) != len(new or ()):
        return part.label
    rows: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = list(zip(old or (), new or (), strict=True))
    fields = [
        field
        for field in part.fields
        if any(one.get(field.name) != other.get(field.name) for one, other in rows)
    ]
    zh, en = "、".join(field.label.zh for field in fields), ", ".join(field.label.en for field in fields)
    return Text(f"{part.label.zh}（{zh}）", f"{part.label.en} ({en})") if fields else part.label
