"""List what GIFT cannot express of a question."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from lms.domain.problem import Message, Problem, Text
from lms.domain.question.answers import Answer
from lms.domain.question.protocol import Question
from lms.domain.text.markup import plain_text
from lms.formats import exchange_messages
from lms.formats.drafts.loss_labels import not_carried
from lms.formats.exchange_messages import ADD_IN_MOODLE
from lms.formats.gift import messages
from lms.formats.gift.messages import USE_MOODLE_XML
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


def reason_left_out(question: Question) -> Text | None:
    """Return why the question cannot be written at all, None if it can."""
    body = question.body
    if question.kind not in _KINDS:
        return messages.no_such_kind(get_kind(question.kind).NAME)
    if question.kind == "blanks" and len(body.blanks) > 1:
        return messages.SEVERAL_GAPS
    if question.kind == "short_text" or (question.kind == "blanks" and not body.blanks[0].number):
        answers = writable_answers(body if question.kind == "short_text" else body.blanks[0])
        if all(answer.fraction < 1 for answer in answers):
            return messages.ARROW_IN_EVERY_ANSWER
    if question.kind == "matching" and any("->" in plain_text(pair.left) for pair in body.pairs):
        return messages.ARROW_IN_LEFT_SIDE
    if question.kind == "ordering" and any(_breaks_a_line(plain_text(entry.text)) for entry in body.order):
        return messages.MISREAD_ENTRY
    return None


def _breaks_a_line(text: str) -> bool:
    return text == "0" or text.startswith("//") or "####" in text


def writable_answers(body: Any) -> list[Answer]:
    """Return the answers that stay answers: = and -> together make a matching question."""
    return [answer for answer in body.answers if "->" not in answer.text]


def question_losses(draft: Draft, question: Question) -> list[Problem]:
    """Return everything that a written question loses."""
    return [Problem(draft.by_place, what, how, notice=True) for what, how in _losses(draft, question)]


_Losses = Iterator[Message]


def _losses(draft: Draft, question: Question) -> _Losses:
    worth = Decimal(0) if question.kind == "description" else Decimal(1)
    if draft.points != worth:
        yield messages.points(draft.points), ADD_IN_MOODLE
    if question.translations:
        yield messages.TRANSLATION, USE_MOODLE_XML
    names = [name for name in (*draft.meta, *draft.more) if name not in _META | _MORE]
    if names:
        yield not_carried(names), USE_MOODLE_XML
    if _TAG.search(draft.name):
        yield messages.TAGS_IN_NAME, ADD_IN_MOODLE
    if draft.feedback and question.kind == "description":
        yield messages.STIMULUS_FEEDBACK, USE_MOODLE_XML
    yield from _BY_KIND.get(question.kind, _no_losses)(question.body)


def _no_losses(body: Any) -> _Losses:
    return iter(())


def _options(body: Any) -> _Losses:
    if not body.shuffle or any(option.fixed for option in body.options):
        yield exchange_messages.OPTION_ORDER, ADD_IN_MOODLE


def _multiple_choice(body: Any) -> _Losses:
    yield from _options(body)
    if body.rule == "all_or_nothing" and sum(option.right for option in body.options) > 1:
        yield exchange_messages.PARTLY_RIGHT_CHOICE, USE_MOODLE_XML
    if body.rule == "weights" and any(option.fraction.denominator > 10**5 for option in body.options):
        yield messages.ROUNDED_SHARES, ADD_IN_MOODLE


def _short_text(body: Any) -> _Losses:
    if body.keep_punctuation:
        yield exchange_messages.PUNCTUATION, ADD_IN_MOODLE
    yield from _arrows(body)


def _arrows(body: Any) -> _Losses:
    if len(writable_answers(body)) < len(body.answers):
        yield messages.ANSWERS_WITH_ARROW, USE_MOODLE_XML


def _blank(body: Any) -> _Losses:
    yield messages.READ_AS_SHORT_ANSWER, USE_MOODLE_XML
    if not body.blanks[0].number:
        yield from _arrows(body.blanks[0])


def _numeric(body: Any) -> _Losses:
    if body.unit:
        yield messages.unit(body.unit), ADD_IN_MOODLE


def _formatting(texts: Iterable[str]) -> _Losses:
    if any(line_of_plain(plain_text(text)) != text for text in texts):
        yield messages.FORMATTING, USE_MOODLE_XML


def _matching(body: Any) -> _Losses:
    yield from _formatting([*(pair.right for pair in body.pairs), *(extra.text for extra in body.extra)])
    if body.rule == "all_or_nothing":
        yield exchange_messages.EACH_PAIR_COUNTS, ADD_IN_MOODLE


def _ordering(body: Any) -> _Losses:
    yield from _formatting(entry.text for entry in body.order)
    if body.rule == "constraints":
        yield exchange_messages.CONSTRAINTS, ADD_IN_MOODLE
    if body.rule == "pairs":
        yield exchange_messages.PAIRS_BY_CHANCE, ADD_IN_MOODLE


def _essay(body: Any) -> _Losses:
    yield messages.RUBRIC, ADD_IN_MOODLE
    if body.sample or body.min_chars or body.max_chars:
        yield messages.MODEL_ANSWER, ADD_IN_MOODLE


_BY_KIND: dict[str, Callable[[Any], _Losses]] = {
    "single_choice": _options,
    "multiple_choice": _multiple_choice,
    "short_text": _short_text,
    "blanks": _blank,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
}
