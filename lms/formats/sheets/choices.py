"""Rows with options: single and multiple choice, true or false, ordering."""

import re
from typing import Any

from lms.domain.problem import Text
from lms.formats.drafts import spellings
from lms.formats.markup.plain_text import line_of_plain
from lms.formats.sheets.question_row import QuestionRow

_LABEL = re.compile(r"[(（]?([A-Za-z])\s*[.．、:：)）]\s*(.+)", re.DOTALL)
_CHOICE_RULES = {"按选项": "weights", "权重": "weights", "全对": "all_or_nothing", "比例": "proportional",
                 "部分": "proportional", "漏选": "proportional", "少选": "proportional"}  # fmt: skip
_ORDER_RULES = {"先后": "pairs", "成对": "pairs", "位置": "positions", "条件": "constraints", "全对": "exact"}


def options_of(line: QuestionRow) -> list[tuple[str, str]]:
    """(field, words) of the options; those of one cell are all of the field "options"."""
    found = line.counted("option")
    if found or not line.has("options"):
        return _without_labels(found)
    words = line.text("options")
    labelled = re.split(r"(?:^|\s|[;；])[(（]?[A-Za-zＡ-Ｚ][.．、:：)）]\s*", words)
    parts = labelled[1:] if len(labelled) > 2 else re.split(r"\n+|[|｜]|[;；]|##", words)
    return [("options", part.strip(" ;；\n")) for part in parts if part.strip(" ;；\n")]


def _without_labels(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A. 甲 in the column of A is 甲, if all options are written so."""
    found = [(field, _LABEL.fullmatch(words)) for field, words in options]
    own = [match and ord(match[1].upper()) - 64 == int(field.partition(".")[2]) for field, match in found]
    return [(field, match[2]) for field, match in found if match] if all(own) else options


def chosen_of(line: QuestionRow, options: list[tuple[str, str]]) -> list[int] | None:
    """The places of the right options in `options`, in the order of the answer; None if it cannot be understood.

    A letter is that of the option's column; only where that column is empty it counts the filled ones.
    """
    words = line.text("answer")
    texts = [text for _, text in options]
    lettered = spellings.letters(words)
    named = spellings.by_text(words, texts) if lettered is None or len(words) > 2 else None
    numbered = spellings.numbers(words)
    if lettered is not None and named is None:
        return _by_letter(line, options, lettered) or spellings.by_text(words, texts)
    if named is not None and numbered is not None and max(numbered) < len(options) and named != numbered:
        what = Text(
            f"“{words}”既是选项的文字又是选项的序号",
            f'"{words}" is both the words and the number of an option',
        )
        line.bad("answer", what, Text("请改写选项字母，如 B", "Write the letter of the option, such as B"))
        return None
    found = named if named is not None else numbered
    return None if found is None or max(found) >= len(options) else found


def _by_letter(line: QuestionRow, options: list[tuple[str, str]], lettered: list[int]) -> list[int] | None:
    columns = [
        int(field.partition(".")[2]) - 1 if "." in field else place
        for place, (field, _) in enumerate(options)
    ]
    if all(letter in columns for letter in lettered):
        return [columns.index(letter) for letter in lettered]
    if max(lettered) >= len(options):
        return None
    words = line.text("answer")
    what = Text(
        f"答案 {words} 所指的选项列是空的，已按第几个有内容的选项理解",
        f"answer {words} names an empty column; it was taken to count the options that are filled in",
    )
    line.note("answer", what, Text("请核对这道题的答案", "Check the key of this question"))
    return lettered


def _right_options(line: QuestionRow) -> tuple[list[tuple[str, str]], list[int]]:
    options = options_of(line)
    if len(options) < 2:
        what = Text("没有选项，或只有一个", "has no options, or one only")
        line.bad("option.1", what, Text("请至少填写两个选项", "Enter two options at least"))
    if not line.has("answer"):
        line.bad(
            "answer",
            Text("没有填写答案", "is missing"),
            Text("请填写选项字母，如 B", "Enter letters, such as B"),
        )
        return options, []
    chosen = chosen_of(line, options)
    if chosen is None and not line.problems:
        words = line.text("answer")[:40]
        what = Text(f"答案“{words}”没有对应的选项", f'the answer "{words}" is none of the options')
        line.bad("answer", what, Text("请填写选项字母，如 B 或 ACD", "Enter letters, such as B or ACD"))
    chosen = chosen or []
    if len(set(chosen)) < len(chosen):
        what = Text("同一个选项写了两次", "names an option twice")
        line.note("answer", what, Text("请核对是否漏了别的选项", "Check whether another option was meant"))
    return options, list(dict.fromkeys(chosen))


def _option_texts(line: QuestionRow, options: list[tuple[str, str]]) -> list[str]:
    return [text if line.header.markdown else line_of_plain(text) for _, text in options]


def single(line: QuestionRow) -> dict[str, Any]:
    options, chosen = _right_options(line)
    if len(chosen) > 1:
        what = Text(f"单选题有 {len(chosen)} 个答案", f"is single choice with {len(chosen)} answers")
        line.bad(
            "answer", what, Text("请只留一个，或把题型改为多选题", "Keep one, or make it multiple choice")
        )
    texts = _option_texts(line, options)
    return {"options": _marked(texts, chosen)}


def multiple(line: QuestionRow) -> dict[str, Any]:
    options, chosen = _right_options(line)
    rule = line.rule(_CHOICE_RULES, "proportional")
    texts = _option_texts(line, options)
    if rule != "weights":
        return {"options": _marked(texts, chosen), **({"rule": rule} if rule != "proportional" else {})}
    share = f"1/{len(chosen)}" if len(chosen) > 1 else "1"
    rows = [
        {"text": text, **({"fraction": share} if place in chosen else {})} for place, text in enumerate(texts)
    ]
    return {"options": rows, "rule": rule}


def _marked(texts: list[str], chosen: list[int]) -> list[dict[str, Any]]:
    return [
        {"text": text, **({"right": True} if place in chosen else {})} for place, text in enumerate(texts)
    ]


def true_false(line: QuestionRow) -> dict[str, Any]:
    options = line.counted("option")
    words = line.text("answer")
    answer = spellings.truth(words)
    lettered = spellings.letters(words) if answer is None else None
    if lettered and len(lettered) == 1 and options:
        chosen = chosen_of(line, options)
        answer = spellings.truth(options[chosen[0]][1]) if chosen else None
    elif lettered in ([0], [1]):
        answer = lettered == [0]
    if answer is None:
        what = Text("没有填写答案", "is missing")
        if words:
            what = Text(
                f"答案“{words[:40]}”看不出对错", f'the answer "{words[:40]}" is neither right nor wrong'
            )
        line.bad("answer", what, Text("请填写“正确”或“错误”", "Enter 正确 or 错误 (true or false)"))
    return {"answer": bool(answer)}


def ordering(line: QuestionRow) -> dict[str, Any]:
    """Entries in columns of their own stand in the right order; options are put in order by the answer."""
    entries = [text for _, text in line.counted("entry")]
    if not entries:
        options = options_of(line)
        places = _places(line, options)
        if len(options) < 2 or sorted(places) != list(range(len(options))):
            what = Text("答案须把每个选项恰好排一次", "must place every option exactly once")
            how = Text(
                "请按正确顺序写选项字母，如 BDAC", "Write the letters in the right order, such as BDAC"
            )
            line.bad("answer", what, how)
            places = []
        entries = [options[place][1] for place in places]
    texts = [text if line.header.markdown else line_of_plain(text) for text in entries]
    rule = line.rule(_ORDER_RULES, "exact")
    return {"order": texts, **({"rule": rule} if rule != "exact" else {})}


def _places(line: QuestionRow, options: list[tuple[str, str]]) -> list[int]:
    words = re.sub(r"\s*(?:→|-{1,2}>|>|＞|—+)\s*", ";", line.text("answer"))
    lettered = spellings.letters(words)
    if lettered:
        return _by_letter(line, options, lettered) or []
    return spellings.by_text(words, [text for _, text in options]) or spellings.numbers(words) or []
