"""List what QTI cannot express of a question in its standard scoring."""

from collections.abc import Iterator

from lms.domain.problem import Message, Problem
from lms.domain.question.protocol import Question
from lms.formats import exchange_messages
from lms.formats.drafts.loss_labels import not_carried
from lms.formats.exchange_messages import USE_EXCEL
from lms.formats.item import Draft
from lms.formats.qti import messages
from lms.formats.qti.messages import ADD_THERE

_MORE = (
    "identifier",
    "files",
    "modal_feedback",
    "rubric",
    "expectedLength",
    "expectedLines",
    "stimulus",
    "slider",
)


def question_losses(draft: Draft, question: Question) -> list[Problem]:
    """Return everything that a written question loses, under its name."""
    return [Problem(draft.by_name, what, how, notice=True) for what, how in _losses(draft, question)]


def _losses(draft: Draft, question: Question) -> Iterator[Message]:
    body = question.body
    names = [name for name in draft.meta if name != "category"] + [
        name for name in draft.more if name not in _MORE
    ]
    names += ["translations"] if question.translations else []
    if names:
        yield not_carried(names), USE_EXCEL
    if question.kind == "ordering" and body.rule != "exact":
        yield messages.PARTIAL_ORDER_RULE, ADD_THERE
    if question.kind == "blanks" and body.any_order:
        yield exchange_messages.ANY_ORDER, ADD_THERE
    if question.kind == "short_text" and body.keep_punctuation:
        yield exchange_messages.PUNCTUATION, ADD_THERE
    if question.kind == "essay" and body.min_chars:
        yield messages.MINIMUM_LENGTH, ADD_THERE
