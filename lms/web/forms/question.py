"""The form of a question: a form class made of the data with which a kind declares its fields.

The fields have the names that `lms.domain.form_values` uses (`stem`, `options.2.text`, `en.options.2.text`), one
beside the other rather than nested: WTForms counts nested rows from 0 and closes gaps, so that the English of a
row would no longer lie beside its Chinese. Which rows there are, their ids and their order are decided there.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from string import ascii_uppercase
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.domain.fields import LONGEST_STEM, LONGEST_TEXT
from lms.domain.form import LETTERS, Rows
from lms.domain.form import Field as Asked
from lms.domain.form import Form as Parts
from lms.domain.form_values import EN, IDS, Values, count
from lms.domain.problem import Text
from lms.web.forms.choices import Choice, Tick
from lms.web.forms.fields import Field, Hidden, Line, Paragraphs
from lms.web.forms.form import Form

CHOOSE = Text("请选择", "Choose")


class Group(Field):
    """All rows of one part: it has no control of its own, but errors and a place for the summary to point to."""

    control = "rows"


class QuestionForm(Form):
    """A question in the fields of its kind."""

    def values(self) -> Values:
        """What was typed, for `tidy`, `change` and `collect` of `lms.domain.form_values`."""
        return {field.name: field.shown for field in self if not isinstance(field, Group)}


def question_form(parts: Parts, values: Mapping[str, str]) -> QuestionForm:
    """The form of these parts that holds `values`: what was sent, or what `fill` or `blank` give."""
    rows = tuple(count(part, values) for part in parts if isinstance(part, Rows))
    return form_class(parts, rows)(MultiDict(values))


@lru_cache(maxsize=128)
def form_class(parts: Parts, rows: tuple[int, ...]) -> type[QuestionForm]:
    """The form class of these parts, with so many rows of each part that has rows."""
    fields: dict[str, Any] = {IDS: _hidden(IDS)}
    counts = iter(rows)
    for part in parts:
        if isinstance(part, Asked):
            fields |= _both(part, part.name)
            continue
        fields[part.name] = Group(part.label, hint=part.hint, id=id_of(part.name))
        for number in range(1, next(counts) + 1):
            place = f"{part.name}.{number}"
            if part.ids_by:
                fields[f"{place}.id"] = _hidden(f"{place}.id")
            sign = Text(*[f" {ascii_uppercase[number - 1] if part.signs == LETTERS else number}"] * 2)
            for field in part.fields:
                fields |= _both(field, f"{place}.{field.name}", part.row + sign)
    return type("QuestionFormOfKind", (QuestionForm,), fields)


def id_of(name: str) -> str:
    """The id of the control of a field."""
    return f"f-{name.replace('.', '-')}"


def _hidden(name: str) -> Any:
    return Hidden(most=LONGEST_TEXT, id=id_of(name))


def _both(field: Asked, name: str, about: Text | None = None) -> dict[str, Any]:
    """The field, and the same in English where it is translated. `about` says which row."""
    made = {name: _field(field, label=field.label, hint=field.hint, about=about, id=id_of(name))}
    if field.translated:
        label = field.label + Text("（英文）", " in English")
        made[EN + name] = _field(field, label=label, about=about, id=id_of(EN + name))
    return made


def _field(field: Asked, **words: Any) -> Any:
    most = LONGEST_STEM if field.name == "stem" else LONGEST_TEXT
    line = partial(Line, most=most, **words)
    first = None if field.default or "" in dict(field.options) else CHOOSE
    makers: dict[str, Callable[[], Any]] = {
        "text": partial(Paragraphs, most=most, rows=5 if field.name == "stem" else 3, **words),
        "answers": partial(Paragraphs, most=most, rows=2, render_kw={"class": "low"}, **words),
        "flag": partial(Tick, **words),
        "pick": partial(Choice, options=field.options, first=first, **words),
        "truth": partial(Choice, options=field.options, radios=True, inline=True, **words),
        "date": partial(line, type_of_input="date", render_kw={"class": "short"}),
        "whole": partial(line, render_kw=_NUMERIC),
        "place": partial(line, render_kw=_NUMERIC),
    }
    return makers.get(field.form, partial(line, render_kw={"autocomplete": "off"}))()


_NUMERIC = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}
