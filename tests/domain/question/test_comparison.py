"""Which changes of its data make another question."""

from lms.domain.problem import Text
from lms.domain.question.comparison import comparable_data
from lms.domain.question.form import ANSWERS, STEM, FormField, Rows

LABEL = Text("项", "entry")
ROWS = Rows(
    "rows",
    LABEL,
    LABEL,
    (FormField("text", LABEL, translated=True, required=True), FormField("weight", LABEL)),
    ids_by="text",
)
PLACES = Rows("places", LABEL, LABEL, (FormField("first", LABEL, "place", refers_to="rows"),))
FORM = (
    STEM,
    ROWS,
    PLACES,
    ANSWERS,
    FormField("unit", LABEL, translated=True),
    FormField("shuffle", LABEL, "flag"),
)
DATA = {
    "stem": "哪一项在先？",
    "rows": [{"id": "a", "text": "请示", "weight": "0.50"}, {"id": "b", "text": "报告", "weight": "1"}],
    "places": [{"first": "b"}],
    "answers": [{"text": "甲、乙"}, {"text": "甲", "fraction": "1/2"}],
    "unit": "米/秒",
    "shuffle": True,
}


def same(**changed: object) -> bool:
    return bool(comparable_data(FORM, DATA | changed) == comparable_data(FORM, DATA))


def test_ids_white_space_and_punctuation_of_what_is_asked_do_not_count() -> None:
    rows = [{"id": "x", "text": "请 示。", "weight": "0.5"}, {"id": "y", "text": "报告", "weight": "1"}]
    assert same(stem="哪一项 在先", rows=rows, places=[{"first": "y"}])


def test_everything_else_counts() -> None:
    row, other = DATA["rows"]  # type: ignore[misc]
    assert [
        same(stem="哪一项在后？"),
        same(rows=[other, row]),
        same(rows=[{**row, "weight": "0.6"}, other]),
        same(places=[{"first": "a"}]),
        same(answers=[{"text": "甲，乙"}, {"text": "甲", "fraction": "1/2"}]),
        same(answers=[{"text": "甲、乙"}, {"text": "甲", "fraction": "1/3"}]),
        same(unit="米秒"),
        same(shuffle=False),
        same(of_a_later_version="1"),
    ] == [False] * 9
