"""List what Moodle XML cannot express of a question."""

from collections.abc import Iterator
from typing import Any

from lms.domain.problem import Message, Problem
from lms.domain.question.protocol import Question
from lms.formats import exchange_messages
from lms.formats.drafts.loss_labels import not_carried
from lms.formats.exchange_messages import ADD_IN_MOODLE, USE_EXCEL
from lms.formats.item import Draft
from lms.formats.moodle import messages
from lms.formats.moodle.write import mark_per_gap

_META = {"category"}
_MORE = {
    "idnumber", "penalty", "hidden", "answernumbering", "combined_feedback", "hints", "files", "answer_feedback", "usecase",
    "ordering", "responseformat", "minwordlimit", "maxwordlimit", "attachments", "responsetemplate",
}  # fmt: skip
_RULES = {
    ("multiple_choice", "all_or_nothing"): exchange_messages.PARTLY_RIGHT_CHOICE,
    ("matching", "all_or_nothing"): exchange_messages.EACH_PAIR_COUNTS,
    ("ordering", "constraints"): exchange_messages.CONSTRAINTS,
    ("ordering", "pairs"): exchange_messages.PAIRS_BY_CHANCE,
}


def question_losses(draft: Draft, question: Question) -> list[Problem]:
    """Return everything that a written question loses, under its name."""
    return [Problem(draft.by_name, what, how, notice=True) for what, how in _losses(draft, question)]


def _losses(draft: Draft, question: Question) -> Iterator[Message]:
    body = question.body
    names = [name for name in draft.meta if name not in _META] + [
        name for name in draft.more if name not in _MORE
    ]
    names += ["translations"] if question.translations else []
    if names:
        yield not_carried(names), USE_EXCEL
    if any(option.fixed for option in getattr(body, "options", ())):
        yield exchange_messages.OPTION_ORDER, ADD_IN_MOODLE
    yield from _by_kind(draft, question.kind, body)


def _by_kind(draft: Draft, kind: str, body: Any) -> Iterator[Message]:
    rule_loss = _RULES.get((kind, getattr(body, "rule", "")))
    if rule_loss:
        yield rule_loss, ADD_IN_MOODLE
    if kind == "short_text" and body.keep_punctuation:
        yield exchange_messages.PUNCTUATION, ADD_IN_MOODLE
    if kind == "blanks" and body.any_order:
        yield exchange_messages.ANY_ORDER, ADD_IN_MOODLE
    if kind == "blanks" and draft.points != mark_per_gap(draft, body) * len(body.blanks):
        yield messages.WHOLE_MARKS, ADD_IN_MOODLE
    if kind == "essay" and (body.sample or body.min_chars or body.max_chars):
        yield messages.MODEL_ANSWER, ADD_IN_MOODLE
