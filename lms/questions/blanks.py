"""填空题: a text with gaps; each gap has its own accepted answers or number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.answers import Answer, best_share, dump_answers, read_answers
from lms.domain.question.form import ANSWERS, STEM, FormField, Rows
from lms.domain.question.pairing import best_pairing
from lms.domain.question.paper import (
    PaperLayout,
    PrintedKey,
    full_mark_answers,
    share_notes,
    untranslated,
)
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import form_value, require_list, require_only_key, require_text, unreadable
from lms.domain.text.markup import block_html, count_gaps, plain_text
from lms.domain.text.numbers import decimal_text, read_number

KIND = "blanks"
NAME = Text("填空题", "Fill in the blanks")
HELP = Text(
    '题干用 ______ 表示空；blanks = [{answers = ["30"], number = true}]；any_order = true 不分先后',
    '______ in the stem for each gap; blanks = [{answers = ["30"], number = true}]; any_order = true',
)
LIST_ORDER, PRINT_ORDER, SCORING = 4, 4, AUTO
FORM = (
    replace(
        STEM,
        hint=Text(
            "每一处空用三个以上的下划线表示：____", "Mark each gap with three or more underscores: ____"
        ),
    ),
    Rows(
        "blanks",
        Text("各空的答案", "Answers for the gaps"),
        Text("空", "Gap"),
        (
            ANSWERS,
            FormField("number", Text("答案是数", "The answer is a number"), "flag", advanced=True),
            FormField(
                "tolerance",
                Text("误差（只用于数）", "Tolerance (numbers only)"),
                "number",
                default="0",
                advanced=True,
            ),
        ),
    ),
    FormField("any_order", Text("各空不分先后", "The gaps may be filled in any order"), "flag"),
)

TOLERANCE_WITHOUT_NUMBER: Message = (
    Text("只有数字空才有误差", "is for numbers only"),
    Text(
        "请注明这一空的答案是数，或删去误差",
        "say that the answer of this gap is a number, or remove the tolerance",
    ),
)
NOT_A_NUMBER: Message = (
    Text("不是一个数", "is not a number"),
    Text('请写成 "397.1"', 'write it like "397.1"'),
)


def wrong_gap_count(gaps: int, blanks: int) -> Message:
    return (
        Text(
            f"题干有 {gaps} 处空，答案写了 {blanks} 处",
            f"has {gaps} gaps, but answers for {blanks}",
        ),
        Text("请用三个以上的下划线 ____ 标出每一处空", "mark each gap with three or more underscores ____"),
    )


def wrong_answer_count(answers: int, blanks: int) -> Text:
    return Text(f"有 {answers} 个答案，应有 {blanks} 个", f"has {answers} answers, needs {blanks}")


@dataclass(frozen=True, slots=True)
class Blank:
    """The answers of one gap; if `number`, they are numbers, accepted within `tolerance` on either side."""

    answers: tuple[Answer, ...]
    number: bool = False
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Body:
    """The stem has one run of underscores for each blank; all blanks are worth the same."""

    stem: str
    blanks: tuple[Blank, ...]
    any_order: bool = False


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "blanks", "any_order"))
    stem = fields.text("stem")
    blanks = tuple(map(_read_blank, fields.rows("blanks", ("answers", "number", "tolerance"), least=1)))
    gaps = count_gaps(stem)
    if stem and blanks and gaps != len(blanks):
        fields.add_problem("stem", *wrong_gap_count(gaps, len(blanks)))
    return fields.result(Body(stem, blanks, fields.flag("any_order", False)))


def _read_blank(row: Fields) -> Blank:
    blank = Blank(
        read_answers(row), row.flag("number", False), row.number("tolerance", Decimal(0), least=Decimal(0))
    )
    if row.has("tolerance") and not blank.number:
        row.add_problem("tolerance", *TOLERANCE_WITHOUT_NUMBER)
    for number, answer in enumerate(blank.answers, 1):
        if blank.number and read_number(answer.text) is None:
            row.add_problem(f"answers[{number}]", *NOT_A_NUMBER)
    return blank


def dump(body: Body) -> dict[str, Any]:
    return {
        "stem": body.stem,
        "blanks": [_dump_blank(blank) for blank in body.blanks],
        "any_order": body.any_order,
    }


def _dump_blank(blank: Blank) -> dict[str, Any]:
    out: dict[str, Any] = {"answers": dump_answers(blank.answers)}
    if blank.number:
        out |= {"number": True, "tolerance": decimal_text(blank.tolerance)}
    return out


def invariants(body: Body) -> Any:
    """Texts may differ between languages, numbers may not."""
    numbers = [(blank.answers, blank.tolerance) if blank.number else None for blank in body.blanks]
    return body.any_order, numbers


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem` with numbered gaps, `blanks`: their number, `any_order`."""
    return {"stem": block_html(body.stem, gaps=True), "blanks": len(body.blanks), "any_order": body.any_order}


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {"blanks": [form_value(form, f"blank.{number}") for number in range(1, len(body.blanks) + 1)]}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"blanks": ["…", ""]}`: one text for each gap, "" for an empty one."""
    value = require_only_key(raw, "blanks")
    if value is None:
        return {}
    texts = [
        require_text(text, f"blanks[{number}]")
        for number, text in enumerate(require_list(value, "blanks"), 1)
    ]
    if texts and len(texts) != len(body.blanks):
        raise unreadable("blanks", wrong_answer_count(len(texts), len(body.blanks)))
    return {"blanks": texts} if any(texts) else {}


def is_unfinished(body: Body, response: Data) -> bool:
    return bool(response) and not all(response["blanks"])


def score(body: Body, response: Data) -> Score:
    texts = response.get("blanks")
    if not texts:
        return Score.from_parts(())
    worth = [[_share(blank, text) for blank in body.blanks] for text in texts]
    blank_of = best_pairing(worth) if body.any_order else range(len(texts))
    each = Fraction(1, len(body.blanks))
    return Score.from_parts(Part(str(i + 1), worth[i][blank] * each) for i, blank in enumerate(blank_of))


def _share(blank: Blank, given: str) -> Fraction:
    if not blank.number:
        return best_share(blank.answers, given)
    number = read_number(given)
    if number is None:
        return Fraction(0)
    matching = (a.fraction for a in blank.answers if _is_near(number, read_number(a.text), blank.tolerance))
    return max(matching, default=Fraction(0))


def _is_near(given: Decimal, wanted: Decimal | None, tolerance: Decimal) -> bool:
    return wanted is not None and abs(Fraction(given) - Fraction(wanted)) <= Fraction(tolerance)


def feedback(body: Body, response: Data) -> list[str]:
    return []


def search_text(body: Body) -> str:
    return " ".join(
        [plain_text(body.stem), *(answer.text for blank in body.blanks for answer in blank.answers)]
    )


def answer_key(body: Body) -> dict[str, Any]:
    return {"blanks": [next(a.text for a in blank.answers if a.fraction == 1) for blank in body.blanks]}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {f"blank.{number}": [text] for number, text in enumerate(response.get("blanks", ()), 1)}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    numbers = range(1, shown["blanks"] + 1)
    return {str(number): Text(f"第（{number}）空", f"Blank ({number})") for number in numbers}


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    return {"blanks": [*answer_key(body)["blanks"][:-1], "不清楚"]}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(gaps=shown["blanks"])


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    answers = [[(answer.text, answer.fraction) for answer in blank.answers] for blank in body.blanks]
    marking: list[str] = []
    for blank, own in zip(body.blanks, answers, strict=True):
        if blank.tolerance:
            marking.append(f"“{blank.answers[0].text}”误差 ±{decimal_text(blank.tolerance)}")
        marking += share_notes(own)
    return PrintedKey(" | ".join(map(full_mark_answers, answers)), tuple(marking))


def response_to_paper(shown: Data, response: Data) -> Text:
    texts = enumerate(response.get("blanks", ()), 1)
    return untranslated("  ".join(f"（{number}）{text}" for number, text in texts))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """One line for each gap, or `（1）北京  （2）昆明`."""
    if not typed.strip():
        return {}
    count = shown["blanks"]
    numbered = re.fullmatch(
        r"\s*" + r"\s*".join(rf"（{n}）(.*?)" for n in range(1, count + 1)) + r"\s*", typed, re.DOTALL
    )
    if numbered:
        return {"blanks": [text.strip() for text in numbered.groups()]}
    lines = [line.strip() for line in typed.strip("\n").split("\n")]
    return {"blanks": lines + [""] * (count - len(lines))}
