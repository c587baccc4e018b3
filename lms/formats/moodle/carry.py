"""What Moodle XML cannot carry of a question."""

from collections.abc import Iterator
from typing import Any

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.drafts.loss_labels import not_carried
from lms.formats.item import Draft
from lms.formats.moodle.write import mark_of_gap

_META = {"category"}
_MORE = {
    "idnumber", "penalty", "hidden", "answernumbering", "combined_feedback", "hints", "files", "answer_feedback", "usecase",
    "ordering", "responseformat", "minwordlimit", "maxwordlimit", "attachments", "responsetemplate",
}  # fmt: skip
_USE_EXCEL = Text("需要原样带走时请用 Excel 或 TOML", "Use Excel or TOML to carry it whole")
_BY_HAND = Text("请导入后在 Moodle 里补上", "Add it in Moodle after the import")


def lost(draft: Draft, question: Question) -> list[Problem]:
    """Everything that stays behind, under the question's name."""
    where = draft.by_name
    return [Problem(where, what, how, notice=True) for what, how in _lost(draft, question)]


def _lost(draft: Draft, question: Question) -> Iterator[tuple[Text, Text]]:
    body = question.body
    names = [name for name in draft.meta if name not in _META] + [
        name for name in draft.more if name not in _MORE
    ]
    names += ["translations"] if question.translations else []
    if names:
        yield not_carried(names), _USE_EXCEL
    if any(option.fixed for option in getattr(body, "options", ())):
        yield Text("选项顺序的规定带不走", "which options keep their places stays behind"), _BY_HAND
    yield from _by_kind(draft, question.kind, body)


def _by_kind(draft: Draft, kind: str, body: Any) -> Iterator[tuple[Text, Text]]:
    known = _RULES.get((kind, getattr(body, "rule", "")))
    if known:
        yield known, _BY_HAND
    if kind == "short_text" and body.keep_punctuation:
        yield Text("“标点也要对”带不走", "that punctuation counts stays behind"), _BY_HAND
    if kind == "blanks" and body.any_order:
        yield Text("“各空次序不限”带不走", "that the gaps' order does not count stays behind"), _BY_HAND
    if kind == "blanks" and draft.points != mark_of_gap(draft, body) * len(body.blanks):
        yield _WHOLE_MARKS, _BY_HAND
    if kind == "essay" and (body.sample or body.min_chars or body.max_chars):
        yield _MODEL_ANSWER, _BY_HAND


_RULES = {
    ("multiple_choice", "all_or_nothing"): Text(
        "“全对才得分”带不走，漏选会得部分分",
        "all-or-nothing stays behind: a part of the right ones earns a part",
    ),
    ("matching", "all_or_nothing"): Text(
        "“全对才得分”带不走，每对各得一份", "all-or-nothing stays behind: each pair earns its part"
    ),
    ("ordering", "constraints"): Text(
        "排序的约束条件带不走，改为全对才得分", "its constraints stay behind: all or nothing instead"
    ),
    ("ordering", "pairs"): Text(
        "Moodle 按先后计分时不扣除碰运气的部分，分数会偏高",
        "Moodle does not correct pairs for chance: marks will be higher",
    ),
}
_WHOLE_MARKS = Text(
    "填空题在 Moodle 里每空须是整数分，已按每空 1 分", "in Moodle each gap counts a whole number; here 1"
)
_MODEL_ANSWER = Text(
    "参考答案成为给阅卷人的说明，字数要求带不走",
    "its model answer becomes a note for markers; lengths stay behind",
)
