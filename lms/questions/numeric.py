"""数值题: one number, right within a tolerance; the unit is shown next to the field."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.answers import require_full_mark
from lms.domain.question.form import SHARE, STEM, FormField, Rows
from lms.domain.question.paper import PaperLayout, PrintedKey, share_notes, untranslated
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import form_value, require_only_key, require_text, unreadable
from lms.domain.text.marks import share_text
from lms.domain.text.markup import block_html, plain_text
from lms.domain.text.numbers import decimal_text, read_number

KIND = "numeric"
NAME = Text("数值题", "Number")
HELP = Text(
    'answers = [{number = "10", tolerance = "0.5"}]；unit = "日"',
    'answers = [{number = "10", tolerance = "0.5"}]; unit = "days"',
)
LIST_ORDER, PRINT_ORDER, SCORING = 5, 6, AUTO
FORM = (
    STEM,
    Rows(
        "answers",
        Text("答案", "Answers"),
        Text("答案", "Answer"),
        (
            FormField("number", Text("数", "Number"), "number", required=True),
            FormField("tolerance", Text("误差", "Tolerance"), "number", default="0"),
            SHARE,
        ),
        most=99,
    ),
    FormField("unit", Text("单位", "Unit"), translated=True),
)

ANSWER_AND_ANSWERS: Message = (
    Text("与前面的答案重复", "repeats an answer before it"),
    Text("请只留一个", "keep one of them"),
)


def not_a_number(typed: str) -> Message:
    return (
        Text(f"“{typed}”不是一个数", f'"{typed}" is not a number'),
        Text("请只填一个数，如 397.1", "enter one number, such as 397.1"),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """Accepts every number from `number - tolerance` to `number + tolerance`, both included."""

    number: Decimal
    tolerance: Decimal = Decimal(0)
    fraction: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Body:
    """The best answer earns the full mark. If the unit is "%", numbers are percentages."""

    stem: str
    answers: tuple[Answer, ...]
    unit: str = ""


def load(data: Data) -> Body | list[Problem]:
    """Accept `answer = "10"` as short for `answers = [{number = "10"}]`."""
    fields = Fields(data, ("stem", "answers", "answer", "unit"))
    if fields.has("answer") and fields.has("answers"):
        fields.add_problem("answer", *ANSWER_AND_ANSWERS)
    if fields.has("answer"):
        answers: tuple[Answer, ...] = (Answer(fields.number("answer")),)
    elif fields.has("answers"):
        rows = fields.rows("answers", ("number", "tolerance", "fraction"), short="number", least=1, most=100)
        answers = tuple(map(_read_answer, rows))
        require_full_mark(fields, "answers", [answer.fraction for answer in answers])
    else:
        answers = ()
        fields.add_missing("answer")
    return fields.result(Body(fields.text("stem"), answers, fields.text("unit", required=False)))


def _read_answer(row: Fields) -> Answer:
    tolerance = row.number("tolerance", Decimal(0), least=Decimal(0))
    return Answer(row.number("number"), tolerance, row.share("fraction", Fraction(1)))


def dump(body: Body) -> dict[str, Any]:
    answers = [
        {
            "number": decimal_text(a.number),
            "tolerance": decimal_text(a.tolerance),
            "fraction": share_text(a.fraction),
        }
        for a in body.answers
    ]
    return {"stem": body.stem, "answers": answers, **({"unit": body.unit} if body.unit else {})}


def invariants(body: Body) -> Any:
    return body.answers


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, and `unit` as plain text if there is one."""
    return {"stem": block_html(body.stem), **({"unit": body.unit} if body.unit else {})}


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {"number": form_value(form, "number")}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"number": "397.1"}`: plain digits, in whatever notation it was typed."""
    text = require_text(require_only_key(raw, "number"), "number")
    if not text:
        return {}
    number = read_number(text, body.unit)
    if number is None:
        raise unreadable("number", *not_a_number(text if len(text) <= 20 else text[:20] + "…"))
    return {"number": decimal_text(number)}


def is_unfinished(body: Body, response: Data) -> bool:
    return False


def score(body: Body, response: Data) -> Score:
    if "number" not in response:
        return Score.from_parts(())
    given = Fraction(response["number"])
    matching = (a.fraction for a in body.answers if abs(given - Fraction(a.number)) <= Fraction(a.tolerance))
    return Score.from_parts([Part("number", max(matching, default=Fraction(0)))])


def feedback(body: Body, response: Data) -> list[str]:
    return []


def search_text(body: Body) -> str:
    return " ".join(
        [plain_text(body.stem), *(decimal_text(answer.number) for answer in body.answers), body.unit]
    ).strip()


def answer_key(body: Body) -> dict[str, Any]:
    return {"number": next(decimal_text(answer.number) for answer in body.answers if answer.fraction == 1)}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {"number": [response["number"]]} if response else {}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return {"number": Text("数值", "The number")}


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    return {"number": str(rng.randint(2, 90))}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout()


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    best = next(answer for answer in body.answers if answer.fraction == 1)
    suffix = f"±{decimal_text(best.tolerance)}" if best.tolerance else body.unit
    earning = [(decimal_text(answer.number), answer.fraction) for answer in body.answers]
    return PrintedKey(decimal_text(best.number) + suffix, share_notes(earning))


def response_to_paper(shown: Data, response: Data) -> Text:
    return untranslated(response.get("number", ""))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`397.1`."""
    return {"number": typed.strip()} if typed.strip() else {}
