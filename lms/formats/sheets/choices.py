"""Rows with options: single and multiple choice, true or false, ordering."""

import re
from typing import Any

from lms.formats.drafts import spellings
from lms.formats.markup.plain_text import line_of_plain
from lms.formats.sheets import messages
from lms.formats.sheets.question_row import QuestionRow

_LABEL = re.compile(r"[(（]?([A-Za-z])\s*[.．、:：)）]\s*(.+)", re.DOTALL)
_CHOICE_RULES = {"按选项": "weights", "权重": "weights", "全对": "all_or_nothing", "比例": "proportional",
                 "部分": "proportional", "漏选": "proportional", "少选": "proportional"}  # fmt: skip
_ORDER_RULES = {"先后": "pairs", "成对": "pairs", "位置": "positions", "条件": "constraints", "全对": "exact"}


def options_of(row: QuestionRow) -> list[tuple[str, str]]:
    """Return (field, text) of the options; those of one cell all have the field "options"."""
    options = row.counted("option")
    if options or not row.has("options"):
        return _without_labels(options)
    cell = row.text("options")
    labelled = re.split(r"(?:^|\s|[;；])[(（]?[A-Za-zＡ-Ｚ][.．、:：)）]\s*", cell)
    parts = labelled[1:] if len(labelled) > 2 else re.split(r"\n+|[|｜]|[;；]|##", cell)
    return [("options", part.strip(" ;；\n")) for part in parts if part.strip(" ;；\n")]


def _without_labels(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Read "A. 甲" in the column of A as 甲, if all options are written so."""
    matches = [(field, _LABEL.fullmatch(text)) for field, text in options]
    own = [match and ord(match[1].upper()) - 64 == int(field.partition(".")[2]) for field, match in matches]
    return [(field, match[2]) for field, match in matches if match] if all(own) else options


def chosen_of(row: QuestionRow, options: list[tuple[str, str]]) -> list[int] | None:
    """Return the positions of the right options, in the order of the answer; None if it cannot be understood.

    A letter is that of the option's column; only where that column is empty it counts the filled ones.
    """
    answer = row.text("answer")
    texts = [text for _, text in options]
    lettered = spellings.letters(answer)
    named = spellings.by_text(answer, texts) if lettered is None or len(answer) > 2 else None
    numbered = spellings.numbers(answer)
    if lettered is not None and named is None:
        return _by_letter(row, options, lettered) or spellings.by_text(answer, texts)
    if named is not None and numbered is not None and max(numbered) < len(options) and named != numbered:
        row.add_problem("answer", messages.both_text_and_number(answer))
        return None
    chosen = named if named is not None else numbered
    return None if chosen is None or max(chosen) >= len(options) else chosen


def _by_letter(row: QuestionRow, options: list[tuple[str, str]], lettered: list[int]) -> list[int] | None:
    columns = [
        int(field.partition(".")[2]) - 1 if "." in field else position
        for position, (field, _) in enumerate(options)
    ]
    if all(letter in columns for letter in lettered):
        return [columns.index(letter) for letter in lettered]
    if max(lettered) >= len(options):
        return None
    row.add_notice("answer", messages.empty_option_column(row.text("answer")))
    return lettered


def _right_options(row: QuestionRow) -> tuple[list[tuple[str, str]], list[int]]:
    options = options_of(row)
    if len(options) < 2:
        row.add_problem("option.1", messages.TOO_FEW_OPTIONS)
    if not row.has("answer"):
        row.add_problem("answer", messages.CHOICE_MISSING)
        return options, []
    chosen = chosen_of(row, options)
    if chosen is None and not row.problems:
        row.add_problem("answer", messages.not_an_option(row.text("answer")))
    chosen = chosen or []
    if len(set(chosen)) < len(chosen):
        row.add_notice("answer", messages.OPTION_NAMED_TWICE)
    return options, list(dict.fromkeys(chosen))


def _option_texts(row: QuestionRow, options: list[tuple[str, str]]) -> list[str]:
    return [text if row.header.markdown else line_of_plain(text) for _, text in options]


def single(row: QuestionRow) -> dict[str, Any]:
    options, chosen = _right_options(row)
    if len(chosen) > 1:
        row.add_problem("answer", messages.several_answers(len(chosen)))
    texts = _option_texts(row, options)
    return {"options": _marked(texts, chosen)}


def multiple(row: QuestionRow) -> dict[str, Any]:
    options, chosen = _right_options(row)
    rule = row.rule(_CHOICE_RULES, "proportional")
    texts = _option_texts(row, options)
    if rule != "weights":
        return {"options": _marked(texts, chosen), **({"rule": rule} if rule != "proportional" else {})}
    share = f"1/{len(chosen)}" if len(chosen) > 1 else "1"
    rows = [
        {"text": text, **({"fraction": share} if position in chosen else {})}
        for position, text in enumerate(texts)
    ]
    return {"options": rows, "rule": rule}


def _marked(texts: list[str], chosen: list[int]) -> list[dict[str, Any]]:
    return [
        {"text": text, **({"right": True} if position in chosen else {})}
        for position, text in enumerate(texts)
    ]


def true_false(row: QuestionRow) -> dict[str, Any]:
    options = row.counted("option")
    text = row.text("answer")
    answer = spellings.truth(text)
    lettered = spellings.letters(text) if answer is None else None
    if lettered and len(lettered) == 1 and options:
        chosen = chosen_of(row, options)
        answer = spellings.truth(options[chosen[0]][1]) if chosen else None
    elif lettered in ([0], [1]):
        answer = lettered == [0]
    if answer is None:
        row.add_problem("answer", messages.neither_true_nor_false(text) if text else messages.TRUTH_MISSING)
    return {"answer": bool(answer)}


def ordering(row: QuestionRow) -> dict[str, Any]:
    """Entries in columns of their own are in the right order; the answer gives the order of options."""
    entries = [text for _, text in row.counted("entry")]
    if not entries:
        options = options_of(row)
        order = _order(row, options)
        if len(options) < 2 or sorted(order) != list(range(len(options))):
            row.add_problem("answer", messages.ORDER_INCOMPLETE)
            order = []
        entries = [options[position][1] for position in order]
    texts = [text if row.header.markdown else line_of_plain(text) for text in entries]
    rule = row.rule(_ORDER_RULES, "exact")
    return {"order": texts, **({"rule": rule} if rule != "exact" else {})}


def _order(row: QuestionRow, options: list[tuple[str, str]]) -> list[int]:
    answer = re.sub(r"\s*(?:→|-{1,2}>|>|＞|—+)\s*", ";", row.text("answer"))
    lettered = spellings.letters(answer)
    if lettered:
        return _by_letter(row, options, lettered) or []
    return spellings.by_text(answer, [text for _, text in options]) or spellings.numbers(answer) or []
