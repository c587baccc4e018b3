"""What printed documents leave out, and what to do about it."""

from collections.abc import Sequence

from lms.domain.place import NOWHERE, Place
from lms.domain.problem import Problem, Text

WHOLE_QUESTION = Text("整道题", "the whole question")
PICTURES_IN_OPTIONS = Text("选项里的图片", "pictures in options")


def missing_picture(place: Place, address: str) -> Problem:
    what = Text(
        f"图片 {address} 不在文件里，印成文字", f"the picture {address} is missing; its name is printed"
    )
    how = Text("请印后贴图，或从带图片的文件转换", "paste it in, or convert from a file that contains it")
    return Problem(place, what, how, notice=True)


def not_printed(place: Place, parts: Sequence[Text]) -> Problem:
    what = Text("试卷上没有印：", "not printed on the exam: ") + _listed(parts)
    how = Text(
        "请印后手写补上，或让考生在网页上作答",
        "write it on the exam by hand, or let candidates answer online",
    )
    return Problem(place, what, how, notice=True)


def scoring_not_printed(count: int, kinds: Sequence[Text]) -> Problem:
    names = _listed(kinds)
    questions = "1 question" if count == 1 else f"{count} questions"
    what = Text(
        f"{count} 题（{names.zh}）没有全对怎样计分，试卷上不印",
        f"how partly right answers are scored is not printed for {questions} ({names.en})",
    )
    how = Text("请在注意事项里写明，答案和评分标准里有", "add it to the instructions; the answer key has it")
    return Problem(NOWHERE, what, how, notice=True)


def changed_when_read_back(place: Place, parts: Sequence[Text]) -> Problem:
    what = Text("从 Word 读回时，这些与原题不同：", "read back from Word, these differ: ") + _listed(parts)
    how = Text("需要原样导回的，请另存为 TOML", "to import them unchanged, export TOML as well")
    return Problem(place, what, how, notice=True)


def metadata_not_printed(count: int) -> Problem:
    questions = "1 question" if count == 1 else f"{count} questions"
    what = Text(
        f"{count} 题的译文、标签、能力、来源等不印",
        f"translations, tags, competencies and sources of {questions} are not printed",
    )
    how = Text("需要保留的，请另存为 TOML", "to keep them, export TOML as well")
    return Problem(NOWHERE, what, how, notice=True)


def fields_of_rows(rows: Text, fields: Sequence[Text]) -> Text:
    """Name a group of rows with those of its fields that differ."""
    names = _listed(fields)
    return Text(f"{rows.zh}（{names.zh}）", f"{rows.en} ({names.en})")


def _listed(names: Sequence[Text]) -> Text:
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
