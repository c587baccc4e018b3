"""What GIFT cannot carry of a question: named, so that nobody finds out later."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from lms.domain.problem import Problem, Text
from lms.domain.question.answers import Answer
from lms.domain.question.protocol import Question
from lms.domain.text.markup import plain_text
from lms.formats.drafts.behind import stays_behind
from lms.formats.item import Draft
from lms.formats.markup.plain_text import line_of_plain
from lms.questions import get_kind

_KINDS = (
    "single_choice", "multiple_choice", "true_false", "short_text", "numeric", "blanks", "matching", "ordering",
    "essay", "description",
)  # fmt: skip
_TAG = re.compile(r"<[^<>]*>")
_META = {"category"}
_MORE = {"idnumber", "format", "answer_feedback", "ordering"}
_MOODLE_XML = Text("需要原样带走时请用 Moodle XML", "Use Moodle XML to carry it whole")
_BY_HAND = Text("请导入后在 Moodle 里补上", "Add it in Moodle after the import")


def left_out(question: Question) -> Text | None:
    """Why the question cannot be written at all; None if it can."""
    body = question.body
    if question.kind not in _KINDS:
        name = get_kind(question.kind).NAME
        return Text(f"GIFT 没有“{name.zh}”这种题型", f'GIFT has no kind "{name.en}"')
    if question.kind == "blanks" and len(body.blanks) > 1:
        return Text("GIFT 一题只能有一个空", "GIFT has one gap in a question")
    if question.kind == "short_text" or (question.kind == "blanks" and not body.blanks[0].number):
        answers = carried_answers(body if question.kind == "short_text" else body.blanks[0])
        if all(answer.fraction < 1 for answer in answers):
            return Text(
                "答案里有 ->，GIFT 会当成配对题", "an answer with -> would become a matching question"
            )
    if question.kind == "matching" and any("->" in plain_text(pair.left) for pair in body.pairs):
        return Text("左项里有 ->，GIFT 会从那里断开", "a left side holds ->, where GIFT would cut it")
    if question.kind == "ordering" and any(_breaks_a_line(plain_text(entry.text)) for entry in body.order):
        return Text(
            "有的排序项是 0、以 // 开头或含有 ####，GIFT 会读错",
            "an entry is 0, begins with // or holds ####, which GIFT misreads",
        )
    return None


def _breaks_a_line(text: str) -> bool:
    return text == "0" or text.startswith("//") or "####" in text


def carried_answers(body: Any) -> list[Answer]:
    """The answers that stay answers: = and -> together make a matching question."""
    return [answer for answer in body.answers if "->" not in answer.text]


def lost(draft: Draft, question: Question) -> list[Problem]:
    """Everything of a written question that stays behind."""
    return [Problem(draft.by_place, what, how, notice=True) for what, how in _lost(draft, question)]


def _lost(draft: Draft, question: Question) -> Iterator[tuple[Text, Text]]:
    worth = Decimal(0) if question.kind == "description" else Decimal(1)
    if draft.points != worth:
        yield (
            Text(
                f"分值 {draft.points} 带不走，GIFT 每题都是 1 分",
                f"its {draft.points} points stay behind: in GIFT each counts 1",
            ),
            _BY_HAND,
        )
    if question.translations:
        yield Text("译文带不走", "its translation stays behind"), _MOODLE_XML
    names = [name for name in (*draft.meta, *draft.more) if name not in _META | _MORE]
    if names:
        yield stays_behind(names), _MOODLE_XML
    if _TAG.search(draft.name):
        yield Text("名称里的 <…> 带不走", "the <…> in its name stays behind"), _BY_HAND
    if draft.feedback and question.kind == "description":
        yield Text("说明材料的解析带不走", "the feedback of a description stays behind"), _MOODLE_XML
    yield from _LOSSES.get(question.kind, _none)(question.body)


_Losses = Iterator[tuple[Text, Text]]


def _none(body: Any) -> _Losses:
    return iter(())


def _options(body: Any) -> _Losses:
    if not body.shuffle or any(option.fixed for option in body.options):
        yield Text("选项顺序的规定带不走", "which options keep their places stays behind"), _BY_HAND


def _several(body: Any) -> _Losses:
    yield from _options(body)
    if body.rule == "all_or_nothing" and sum(option.right for option in body.options) > 1:
        yield (
            Text(
                "“全对才得分”带不走，漏选会得部分分",
                "all-or-nothing stays behind: a part of the right ones earns a part",
            ),
            _MOODLE_XML,
        )
    if body.rule == "weights" and any(option.fraction.denominator > 10**5 for option in body.options):
        yield Text("比例只保留五位小数", "shares keep five places only"), _BY_HAND


def _words(body: Any) -> _Losses:
    if body.keep_punctuation:
        yield Text("“标点也要对”带不走", "that punctuation counts stays behind"), _BY_HAND
    yield from _arrows(body)


def _arrows(body: Any) -> _Losses:
    if len(carried_answers(body)) < len(body.answers):
        yield Text("含 -> 的答案带不走", "answers with -> stay behind"), _MOODLE_XML


def _gap(body: Any) -> _Losses:
    yield Text("读回时会成为短答题", "it reads back as a short answer"), _MOODLE_XML
    if not body.blanks[0].number:
        yield from _arrows(body.blanks[0])


def _number(body: Any) -> _Losses:
    if body.unit:
        yield Text(f"单位“{body.unit}”带不走", f'its unit "{body.unit}" stays behind'), _BY_HAND


def _marked(texts: Iterable[str]) -> _Losses:
    if any(line_of_plain(plain_text(text)) != text for text in texts):
        yield Text("文字的格式带不走", "how its words are marked up stays behind"), _MOODLE_XML


def _pairs(body: Any) -> _Losses:
    yield from _marked([*(pair.right for pair in body.pairs), *(extra.text for extra in body.extra)])
    if body.rule == "all_or_nothing":
        yield (
            Text("“全对才得分”带不走，每对各得一份", "all-or-nothing stays behind: each pair earns its part"),
            _BY_HAND,
        )


def _order(body: Any) -> _Losses:
    yield from _marked(entry.text for entry in body.order)
    if body.rule == "constraints":
        yield (
            Text(
                "排序的约束条件带不走，改为全对才得分", "its constraints stay behind: all or nothing instead"
            ),
            _BY_HAND,
        )
    if body.rule == "pairs":
        yield (
            Text(
                "Moodle 按先后计分时不扣除碰运气的部分，分数会偏高",
                "Moodle does not correct pairs for chance: marks will be higher",
            ),
            _BY_HAND,
        )


def _essay(body: Any) -> _Losses:
    yield Text("评分标准带不走", "its rubric stays behind"), _BY_HAND
    if body.sample or body.min_chars or body.max_chars:
        yield Text("参考答案和字数要求带不走", "its model answer and its lengths stay behind"), _BY_HAND


_LOSSES: dict[str, Callable[[Any], _Losses]] = {
    "single_choice": _options,
    "multiple_choice": _several,
    "short_text": _words,
    "blanks": _gap,
    "numeric": _number,
    "matching": _pairs,
    "ordering": _order,
    "essay": _essay,
}
