"""For every kind: any change of its data makes another question, but other ids do not."""

from collections.abc import Iterator
from typing import Any

import pytest

from lms.domain.question.form import FormField, Rows
from lms.domain.question.protocol import Question
from lms.questions import dump_question, get_kind, load_question, same_question
from tests.questions import samples

each_sample = pytest.mark.parametrize(
    "sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}"
)


def changed(value: Any, words: list[str]) -> Iterator[Any]:
    """Yield `value` with one change, in every way that may give other data of the kind."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "id":
                yield from (value | {name: other} for other in changed(inner, words))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from ([*value[:place], other, *value[place + 1 :]] for other in changed(inner, words))
        yield from [value[:-1], [*value[1:], *value[:1]]]
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    else:
        yield from [other for other in [*words, f"{value}甲", f"{value}1", "7"] if other != value]


def words_of(form: tuple[FormField | Rows, ...]) -> list[str]:
    """Return what can be chosen in the form."""
    fields = [field for part in form for field in (part.fields if isinstance(part, Rows) else (part,))]
    return [option for field in fields for option, _ in field.options]


@each_sample
def test_any_change_makes_another_question(sample: samples.Sample) -> None:
    before = dump_question(sample.question)["body"]
    others = [
        question
        for data in changed(before, words_of(get_kind(sample.kind).FORM))
        if isinstance(question := load_question(sample.kind, data), Question)
        and dump_question(question)["body"] != before
    ]
    assert others
    assert [dump_question(other) for other in others if same_question(other, sample.question)] == []


@each_sample
def test_the_same_question_under_other_ids_is_the_same(sample: samples.Sample) -> None:
    own = get_kind(sample.kind)
    before = own.dump(sample.question.body)
    lists = [part.name for part in own.FORM if isinstance(part, Rows) and part.ids_by]
    new = {row["id"]: f"other{row['id']}" for name in lists for row in before[name]}
    places = {
        field.name
        for part in own.FORM
        if isinstance(part, Rows)
        for field in part.fields
        if field.control == "place"
    }

    def renamed(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {name: renamed(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [renamed(inner) for inner in value]
        return new.get(value, value) if name in {"id", *places} else value

    other = load_question(sample.kind, renamed(before))
    assert isinstance(other, Question)
    assert same_question(other, sample.question)


def test_translations_count_where_the_new_question_has_any() -> None:
    data = {"stem": "请示应当一文一事。", "answer": True}
    plain, one, two = (
        load_question("true_false", data | more)
        for more in ({}, {"en": {"stem": "One request, one matter."}}, {"en": {"stem": "One matter each."}})
    )
    assert isinstance(plain, Question)
    assert isinstance(one, Question)
    assert isinstance(two, Question)
    assert [same_question(plain, one), same_question(one, plain), same_question(one, two)] == [
        True,
        False,
        False,
    ]
