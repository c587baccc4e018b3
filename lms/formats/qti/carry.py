"""What QTI cannot carry of a question in its standard scoring."""

from collections.abc import Iterator

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.drafts.loss_labels import not_carried
from lms.formats.item import Draft

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
_USE_EXCEL = Text("需要原样带走时请用 Excel 或 TOML", "Use Excel or TOML to carry it whole")
_BY_HAND = Text("请导入后在对方系统里补上", "Add it in the other system after the import")


def lost(draft: Draft, question: Question) -> list[Problem]:
    """Everything that stays behind, under the question's name."""
    return [Problem(draft.by_name, what, how, notice=True) for what, how in _lost(draft, question)]


def _lost(draft: Draft, question: Question) -> Iterator[tuple[Text, Text]]:
    body = question.body
    names = [name for name in draft.meta if name != "category"] + [
        name for name in draft.more if name not in _MORE
    ]
    names += ["translations"] if question.translations else []
    if names:
        yield not_carried(names), _USE_EXCEL
    if question.kind == "ordering" and body.rule != "exact":
        yield (
            Text(
                "部分得分的排序规则带不走，改为全对得分",
                "its rule for parts of the mark stays behind: all or nothing instead",
            ),
            _BY_HAND,
        )
    if question.kind == "blanks" and body.any_order:
        yield Text("“各空次序不限”带不走", "that the gaps' order does not count stays behind"), _BY_HAND
    if question.kind == "short_text" and body.keep_punctuation:
        yield Text("“标点也要对”带不走", "that punctuation counts stays behind"), _BY_HAND
    if question.kind == "essay" and body.min_chars:
        yield Text("最少字数带不走", "the least length stays behind"), _BY_HAND
