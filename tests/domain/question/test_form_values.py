"""The values of a form: rows are added, removed and moved; ids stay with their texts; an answer is a line."""

import pytest

from lms.domain.problem import Text
from lms.domain.question.form import ANSWERS, SHUFFLE, STEM, FormField, Rows, option_rows
from lms.domain.question.form_values import (
    change_rows,
    data_from_values,
    drop_empty_rows,
    empty_values,
    field_at,
    field_names,
    values_from_data,
)

CHOICE = (STEM, option_rows(right=Text("对", "Right")), SHUFFLE)
ORDER = (
    STEM,
    Rows("order", Text("项", "Entries"), Text("项", "Entry"), (FormField("text", Text("字", "Text")),), ids_by="text"),
    Rows("rules", Text("则", "Rules"), Text("则", "Rule"), (FormField("first", Text("先", "First"), "place", refers_to="order"),)),
)  # fmt: skip
SAID = {
    "stem": "哪个？",
    "options": [{"id": "b", "text": "甲", "right": True}, {"id": "a", "text": "乙"}],
    "shuffle": True,
}


def texts(fields):
    return [fields[f"options.{n}.text"] for n in range(1, 9) if f"options.{n}.text" in fields]


def test_a_new_form_has_empty_rows_and_flags_with_their_defaults():
    fields = empty_values(CHOICE)
    assert (texts(fields), fields["shuffle"]) == ([""] * 4, "1")
    assert data_from_values(CHOICE, drop_empty_rows(CHOICE, fields)) == {
        "stem": "",
        "options": [{"text": ""}, {"text": ""}],
        "shuffle": True,
    }


def test_a_row_that_stays_keeps_its_id_and_a_new_one_gets_a_free_letter():
    fields, focus = change_rows(CHOICE, values_from_data(CHOICE, SAID), "options.add")
    assert focus == "options.3.text"
    fields["options.3.text"] = "丙"
    assert [(o["id"], o["text"]) for o in data_from_values(CHOICE, fields)["options"]] == [
        ("b", "甲"), ("a", "乙"), ("c", "丙"),
    ]  # fmt: skip
    fields, focus = change_rows(CHOICE, fields, "options.1.remove")
    assert focus == "options.1.text"
    assert [(o["id"], o["text"]) for o in data_from_values(CHOICE, fields)["options"]] == [
        ("a", "乙"),
        ("c", "丙"),
    ]


def test_new_options_get_the_letters_that_reading_would_give_them():
    fields = {
        "stem": "一般应当在几日内答复？",
        "options.1.text": "十五日",
        "options.2.text": "三十日",
        "options.2.right": "1",
    }
    assert [o["id"] for o in data_from_values(CHOICE, fields)["options"]] == ["b", "a"]


@pytest.mark.parametrize(
    ("what", "after"),
    [("options.2.up", ["乙", "甲"]), ("options.1.down", ["乙", "甲"]), ("options.1.up", ["甲", "乙"]),
     ("options.9.remove", ["甲", "乙"]), ("stem.add", ["甲", "乙"]), ("", ["甲", "乙"]), ("options.x.up", ["甲", "乙"])],
)  # fmt: skip
def test_rows_move_and_an_impossible_action_has_no_effect(what, after):
    assert texts(change_rows(CHOICE, values_from_data(CHOICE, SAID), what)[0]) == after


def test_the_last_row_can_be_emptied_but_the_group_stays():
    fields = {"options.1.text": "甲"}
    assert texts(change_rows(CHOICE, fields, "options.1.remove")[0]) == [""]


def test_english_moves_with_its_row_and_is_omitted_if_empty():
    fields = values_from_data(
        CHOICE, SAID, SAID | {"stem": "Which?", "options": [{"text": "A"}, {"text": "B"}]}
    )
    moved, _ = change_rows(CHOICE, fields, "options.1.down")
    assert data_from_values(CHOICE, moved)["en"] == {
        "stem": "Which?",
        "options": [{"text": "B"}, {"text": "A"}],
    }
    none = {name: "" if name.startswith("en.") else value for name, value in fields.items()}
    assert "en" not in data_from_values(CHOICE, none)


def test_a_required_translation_is_reported_as_missing_and_an_optional_one_is_not():
    fields = values_from_data(CHOICE, SAID) | {"en.stem": "Which?", "en.options.1.text": "A"}
    assert data_from_values(CHOICE, fields)["en"]["options"] == [{"text": "A"}, {"text": ""}]


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        ([{"text": "函"}, {"text": "公函", "fraction": "1/2"}], "函\n公函 | 1/2"),
        ([{"text": "a|b"}], "a|b"),
        ([{"text": "3 | 1/2"}], "3 | 1/2 | 1"),
        ([{"text": "上\n下"}], "上↵下"),
    ],
)
def test_an_accepted_answer_is_a_line(answers, lines):
    form = (STEM, ANSWERS)
    fields = values_from_data(form, {"stem": "？", "answers": answers})
    assert fields["answers"] == lines
    back = data_from_values(form, fields)["answers"]
    assert [{k: v for k, v in a.items() if (k, v) != ("fraction", "1")} for a in back] == answers


def test_a_row_is_named_by_its_number():
    fields = {
        "stem": "？",
        "order.1.text": "甲",
        "order.2.text": "乙",
        "rules.1.first": "2",
        "rules.2.first": "7",
    }
    data = data_from_values(ORDER, fields)
    assert [rule["first"] for rule in data["rules"]] == [data["order"][1]["id"], "7"]
    assert values_from_data(ORDER, data)["rules.1.first"] == "2"


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ("options[2].text", "options.2.text"),
        ("options[2].id", "options.2.text"),
        ("en.options[1].text", "en.options.1.text"),
        ("options", "options"),
        ("en", "en.stem"),
        ("kind", ""),
    ],
)
def test_a_problem_leads_to_its_field(where, field):
    fields = values_from_data(CHOICE, SAID)
    assert field_at(where, field_names(CHOICE, fields)) == field
