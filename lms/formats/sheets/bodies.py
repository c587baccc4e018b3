"""What a row says of a question, kind by kind, as lms.questions.load_question takes it."""

import re
from collections.abc import Callable
from typing import Any

from lms.domain.problem import Text
from lms.domain.text.markup import count_gaps
from lms.formats.drafts import spellings
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain
from lms.formats.sheets import choices
from lms.formats.sheets.gaps import gaps_in, with_gaps
from lms.formats.sheets.question_row import QuestionRow

_ARROW = re.compile(r"\s*(?:→|⇒|-{1,2}>|=>|＝＞|—+>|\|\||——|──|\||｜)\s*")
_MATCH_RULES = {"全对": "all_or_nothing", "比例": "proportional", "按对": "proportional"}


def body_of(kind: str, line: QuestionRow) -> dict[str, Any]:
    """The data of the row; what is wrong is noted in `line`."""
    return {"stem": line.markdown("stem"), **_BODIES.get(kind, _nothing)(line)}


def _blanks(line: QuestionRow) -> dict[str, Any]:
    words = [text for _, text in line.counted("blank")]
    stem = line.text("stem")
    if not words and line.has("answer"):
        words = spellings.for_blanks(line.text("answer"), max(gaps_in(stem), 1)) or [line.text("answer")]
    options = [text for _, text in line.counted("option")]
    if not words:
        words = options
    if not words:
        line.bad(
            "answer",
            Text("没有填写答案", "is missing"),
            Text("请填写每一空的答案", "Enter the answer of each gap"),
        )
    elif line.header.markdown and count_gaps(stem) == len(words):
        pass
    elif (made := with_gaps(stem, len(words))) is not None:
        stem = made
    else:
        what = Text(
            f"题干有 {gaps_in(stem)} 处空，答案有 {len(words)} 个",
            f"has {gaps_in(stem)} gaps, but {len(words)} answers",
        )
        how = Text(
            "请用 ____ 标出每一处空；几个空的答案用 | 分开",
            "Mark each gap with ____; part the answers with |",
        )
        line.bad("stem", what, how)
    if not line.header.markdown:
        stem = markdown_of_plain(stem)
    return {"stem": stem, "blanks": [{"answers": spellings.alternatives(text)} for text in words]}


def _numeric(line: QuestionRow) -> dict[str, Any]:
    words, off = line.text("answer"), line.text("tolerance")
    found = spellings.number_of(words.removesuffix(line.text("unit")) if line.has("unit") else words)
    tolerance = spellings.number_of(off) if off else None
    if found is None:
        what = Text(f"“{words[:40]}”不是一个数", f'"{words[:40]}" is not a number')
        line.bad("answer", what, Text("请填写 397.1 或 10±0.5", "Enter 397.1, or 10±0.5"))
        found = ("0", "0")
    if off and tolerance is None:
        line.bad(
            "tolerance",
            Text("误差不是一个数", "is not a number"),
            Text("请填写 0.5 这样的数", "Enter one, such as 0.5"),
        )
    within = tolerance[0] if tolerance else found[1]
    answer = found[0] if within == "0" else {"number": found[0], "tolerance": within}
    return {"answers": [answer], **({"unit": line.text("unit")} if line.has("unit") else {})}


def _short_text(line: QuestionRow) -> dict[str, Any]:
    answers = spellings.alternatives(line.text("answer"))
    if not answers:
        line.bad(
            "answer",
            Text("没有填写答案", "is missing"),
            Text("几种写法用 | 分开", "Part several spellings with |"),
        )
    return {"answers": answers}


def _matching(line: QuestionRow) -> dict[str, Any]:
    lefts, rights = dict(line.counted("left")), dict(line.counted("right"))
    sides = [(text, rights.pop(f"right.{field.partition('.')[2]}", "")) for field, text in lefts.items()]
    extra = spellings.alternatives(line.text("extra")) + list(rights.values())
    if not lefts:
        options = [_ARROW.split(text, 1) for _, text in choices.options_of(line)]
        sides = [(pair[0], pair[1]) for pair in options if len(pair) == 2 and pair[0]]
        extra += [pair[1] for pair in options if len(pair) == 2 and not pair[0]]
        if any(len(pair) < 2 for pair in options):
            sides = []
    if not sides:
        what = Text("看不出哪两项相配", "does not say what belongs together")
        how = Text(
            "请用“左项1、右项1…”列，或把选项写成“甲 → 乙”",
            "Use columns 左项1, 右项1, …, or write options as A → B",
        )
        line.bad("left.1" if "left.1" in line.header.columns else "option.1", what, how)
    shown = (lambda text: text) if line.header.markdown else line_of_plain
    rule = line.rule(_MATCH_RULES, "proportional")
    return {
        "pairs": [{"left": shown(left), "right": shown(right)} for left, right in sides],
        **({"extra": [shown(text) for text in extra]} if extra else {}),
        **({"rule": rule} if rule != "proportional" else {}),
    }


def _essay(line: QuestionRow) -> dict[str, Any]:
    """The rubric's points are settled with those of the row, in drafts."""
    sample = line.markdown("answer")
    body: dict[str, Any] = {"sample": sample} if sample else {}
    for field, name in (("least", "min_chars"), ("most", "max_chars")):
        words = line.text(field, vital=False)
        if words.isdecimal():
            body[name] = int(words)
        elif words:
            line.note(
                field,
                Text("不是整数，已略去", "is no whole number; left out"),
                Text("请填写 800", "Write 800"),
            )
    return body


def _nothing(line: QuestionRow) -> dict[str, Any]:
    """A text to read, or a kind that has no columns of its own: our own export keeps that in its last column."""
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
