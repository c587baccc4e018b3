"""The body of the question in a row, kind by kind, as lms.questions.load_question expects it."""

import re
from collections.abc import Callable
from typing import Any

from lms.domain.text.markup import count_gaps
from lms.formats.drafts import spellings
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain
from lms.formats.sheets import choices, messages
from lms.formats.sheets.gaps import gaps_in, with_gaps
from lms.formats.sheets.question_row import QuestionRow

_ARROW = re.compile(r"\s*(?:→|⇒|-{1,2}>|=>|＝＞|—+>|\|\||——|──|\||｜)\s*")
_MATCH_RULES = {"全对": "all_or_nothing", "比例": "proportional", "按对": "proportional"}


def body_of(kind: str, row: QuestionRow) -> dict[str, Any]:
    """Return the data of the row; what is wrong is added to the row."""
    return {"stem": row.markdown("stem"), **_BODIES.get(kind, _no_body)(row)}


def _blanks(row: QuestionRow) -> dict[str, Any]:
    answers = [text for _, text in row.counted("blank")]
    stem = row.text("stem")
    if not answers and row.has("answer"):
        answers = spellings.for_blanks(row.text("answer"), max(gaps_in(stem), 1)) or [row.text("answer")]
    options = [text for _, text in row.counted("option")]
    if not answers:
        answers = options
    if not answers:
        row.add_problem("answer", messages.GAP_ANSWERS_MISSING)
    elif row.header.markdown and count_gaps(stem) == len(answers):
        pass
    elif (with_all_gaps := with_gaps(stem, len(answers))) is not None:
        stem = with_all_gaps
    else:
        row.add_problem("stem", messages.gaps_and_answers_differ(gaps_in(stem), len(answers)))
    if not row.header.markdown:
        stem = markdown_of_plain(stem)
    return {"stem": stem, "blanks": [{"answers": spellings.alternatives(text)} for text in answers]}


def _numeric(row: QuestionRow) -> dict[str, Any]:
    text, tolerance_text = row.text("answer"), row.text("tolerance")
    number = spellings.number_of(text.removesuffix(row.text("unit")) if row.has("unit") else text)
    tolerance = spellings.number_of(tolerance_text) if tolerance_text else None
    if number is None:
        row.add_problem("answer", messages.not_a_number(text))
        number = ("0", "0")
    if tolerance_text and tolerance is None:
        row.add_problem("tolerance", messages.TOLERANCE_NOT_A_NUMBER)
    within = tolerance[0] if tolerance else number[1]
    answer = number[0] if within == "0" else {"number": number[0], "tolerance": within}
    return {"answers": [answer], **({"unit": row.text("unit")} if row.has("unit") else {})}


def _short_text(row: QuestionRow) -> dict[str, Any]:
    answers = spellings.alternatives(row.text("answer"))
    if not answers:
        row.add_problem("answer", messages.SHORT_ANSWER_MISSING)
    return {"answers": answers}


def _matching(row: QuestionRow) -> dict[str, Any]:
    lefts, rights = dict(row.counted("left")), dict(row.counted("right"))
    sides = [(text, rights.pop(f"right.{field.partition('.')[2]}", "")) for field, text in lefts.items()]
    extra = spellings.alternatives(row.text("extra")) + list(rights.values())
    if not lefts:
        options = [_ARROW.split(text, 1) for _, text in choices.options_of(row)]
        sides = [(pair[0], pair[1]) for pair in options if len(pair) == 2 and pair[0]]
        extra += [pair[1] for pair in options if len(pair) == 2 and not pair[0]]
        if any(len(pair) < 2 for pair in options):
            sides = []
    if not sides:
        field = "left.1" if "left.1" in row.header.columns else "option.1"
        row.add_problem(field, messages.PAIRS_UNCLEAR)
    as_markdown = (lambda text: text) if row.header.markdown else line_of_plain
    rule = row.rule(_MATCH_RULES, "proportional")
    return {
        "pairs": [{"left": as_markdown(left), "right": as_markdown(right)} for left, right in sides],
        **({"extra": [as_markdown(text) for text in extra]} if extra else {}),
        **({"rule": rule} if rule != "proportional" else {}),
    }


def _essay(row: QuestionRow) -> dict[str, Any]:
    """Without the rubric, whose points depend on those of the row: see rows."""
    sample = row.markdown("answer")
    body: dict[str, Any] = {"sample": sample} if sample else {}
    for field, name in (("least", "min_chars"), ("most", "max_chars")):
        text = row.text(field, vital=False)
        if text.isdecimal():
            body[name] = int(text)
        elif text:
            row.add_notice(field, messages.LIMIT_NOT_A_WHOLE_NUMBER)
    return body


def _no_body(row: QuestionRow) -> dict[str, Any]:
    """For a stimulus, or a kind without columns of its own: our own export stores that in its last column."""
    return {}


_BODIES: dict[str, Callable[[QuestionRow], dict[str, Any]]] = {
    "single_choice": choices.single,
    "multiple_choice": choices.multiple,
    "true_false": choices.true_false,
    "blanks": _blanks,
    "numeric": _numeric,
    "short_text": _short_text,
    "ordering": choices.ordering,
    "matching": _matching,
    "essay": _essay,
}
