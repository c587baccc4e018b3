"""The form of a question: a form class made from the data by which a kind declares its fields.

The fields have the names that `lms.domain.question.form_values` uses (`stem`, `options.2.text`, `en.options.2.text`) and
are flat rather than nested: WTForms numbers nested rows from 0 and closes gaps, so that the English of a row would
no longer match its Chinese. `form_values` decides which rows exist, their ids and their order.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from string import ascii_uppercase
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.domain.fields import LONGEST_STEM, LONGEST_TEXT
from lms.domain.problem import Message, Problem, Text, join_message
from lms.domain.question.form import LETTERS, FormField, FormParts, Rows
from lms.domain.question.form_values import EN, IDS, Values, count_rows, field_at, field_names
from lms.domain.text.marks import read_points, read_share
from lms.domain.text.numbers import read_number
from lms.web.forms import messages
from lms.web.forms.choices import Choice, Tick
from lms.web.forms.fields import Field, Hidden, Line, Paragraphs
from lms.web.forms.form import Form, sent
from lms.web.forms.times import Day
from lms.web.forms.validators import field_error

CHOOSE = Text("请选择", "Choose")


class Group(Field):
    """All rows of one part: it has no control of its own, but errors, and an id for the links of the summary."""

    control = "rows"


class ChoiceWithDefault(Choice):
    """One of several options; an empty field means its default, and shows it."""

    def __init__(self, label: Text, *, fallback: str = "", **more: Any) -> None:
        super().__init__(label, **more)
        self.fallback = fallback

    @property
    def shown(self) -> str:
        """What is chosen, or the default."""
        return super().shown or self.fallback


class QuestionForm(Form):
    """A question in the fields of its kind."""

    parts: FormParts = ()

    def values(self) -> Values:
        """Return what was typed, for `tidy`, `change` and `collect` of `lms.domain.question.form_values`."""
        return {
            field.name: field.data if isinstance(field, Choice) else field.shown
            for field in self
            if not isinstance(field, Group)
        }

    def places(self, part: Rows) -> list[tuple[str, Text]]:
        """Return the prefix of the fields of each row ("options.2") with the label of the row."""
        return [
            (f"{part.name}.{n}", row_label(part, n)) for n in range(1, count_rows(part, self._fields) + 1)
        ]

    def not_yet_shown(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems of fields without errors: what cannot be read at all is reported once."""
        return [p for p in problems if (field := self._field_of(p.where.path)) is None or not field.errors]

    def by_field(self, problems: Iterable[Problem]) -> list[tuple[str, Text, list[Text]]]:
        """Return what is wrong by the id and the full label of its field ("选项 B 文字"), in the order of the form.

        A field that could not be read has its own error instead.
        """
        errors: dict[str, list[Text]] = {}
        for problem in problems:
            words = join_message(problem.what, problem.how)
            errors.setdefault(self._name_of(problem.where.path), []).append(words)
        named = [
            (
                field.id,
                full_label(field),
                errors[field.name] if field.empty else field.errors or errors[field.name],
            )
            for field in self
            if field.name in errors
        ]
        return [*named, *(("", Text("", ""), errors[name]) for name in errors if not name)]

    def _name_of(self, where: str) -> str:
        return field_at(where, field_names(self.parts, self._fields))

    def _field_of(self, where: str) -> Field | None:
        """Return the field itself, or the one that contains it, or the first that it contains."""
        name = self._name_of(where)
        return self[name] if name else None


def question_form(parts: FormParts, values: Mapping[str, str] | None = None) -> QuestionForm:
    """Return the form of these parts with `values`, which `fill`, `blank` or `change` return, or with what was sent."""
    initial = sent() if values is None else MultiDict(values)
    rows = tuple(count_rows(part, initial) for part in parts if isinstance(part, Rows))
    return form_class(parts, rows)(initial)


def full_label(field: Field) -> Text:
    """Return the label of a field together with that of its row."""
    return field.about + Text(" ", " ") + field.label if field.about else field.label


def row_label(part: Rows, number: int) -> Text:
    """Return the label of a row: 选项 B."""
    lettered = part.numbering == LETTERS and number <= len(ascii_uppercase)
    return part.row + Text(*[f" {ascii_uppercase[number - 1] if lettered else number}"] * 2)


@lru_cache(maxsize=128)
def form_class(parts: FormParts, rows: tuple[int, ...]) -> type[QuestionForm]:
    """Return the form class of these parts, with so many rows of each part that has rows."""
    fields: dict[str, Any] = {"parts": parts, IDS: _hidden(IDS)}
    counts = iter(rows)
    for part in parts:
        if isinstance(part, FormField):
            fields |= _with_translation(part, part.name)
            continue
        fields[part.name] = Group(part.label, hint=part.hint, id=control_id(part.name))
        for number in range(1, next(counts) + 1):
            place = f"{part.name}.{number}"
            if part.ids_by:
                fields[f"{place}.id"] = _hidden(f"{place}.id")
            for field in part.fields:
                fields |= _with_translation(field, f"{place}.{field.name}", row_label(part, number))
    return type("QuestionFormOfKind", (QuestionForm,), fields)


def control_id(name: str) -> str:
    """Return the id of the control of a field."""
    return f"f-{name.replace('.', '-')}"


def _hidden(name: str) -> Any:
    return Hidden(most=LONGEST_TEXT, id=control_id(name))


def _with_translation(field: FormField, name: str, about: Text | None = None) -> dict[str, Any]:
    """Return the field, and its English one if it is translated. `about` is the label of the row."""
    words = {"label": field.label, "hint": field.hint, "about": about}
    needed = field.required and about is None  # a row that is empty is left out
    fields = {name: _field(field, [], id=control_id(name), needed=needed, **words)}
    if field.translated:
        words = {"label": field.label + Text("（英文）", " in English"), "about": about}
        fields[EN + name] = _field(field, [], id=control_id(EN + name), **words)
    return fields


def _field(field: FormField, checks: list[Any], **words: Any) -> Any:
    most = LONGEST_STEM if field.name == "stem" else LONGEST_TEXT
    if field.control in _READABLE:
        checks = [*checks, Readable(*_READABLE[field.control])]
    words["validators"] = checks
    line = partial(Line, most=most, **words)
    first = None if field.default or "" in dict(field.options) else CHOOSE
    makers: dict[str, Callable[[], Any]] = {
        "text": partial(Paragraphs, most=most, rows=5 if field.name == "stem" else 3, **words),
        "answers": partial(Paragraphs, most=most, rows=2, render_kw={"class": "low"}, **words),
        "flag": partial(Tick, **words),
        "pick": partial(
            ChoiceWithDefault, options=field.options, first=first, fallback=field.default, **words
        ),
        "truth": partial(Choice, options=field.options, radios=True, inline=True, **words),
        "date": partial(Day, render_kw={"class": "short"}, **words),
        "whole": partial(line, render_kw=_NUMERIC),
        "place": partial(line, render_kw=_NUMERIC),
    }
    return makers.get(field.control, partial(line, render_kw={"autocomplete": "off"}))()


class Readable:
    """A validator: what is typed, if anything, must be readable."""

    def __init__(self, readable: Callable[[str], object], words: Message) -> None:
        self.readable = readable
        self.words = words

    def __call__(self, form: Form, field: Line) -> None:
        if not field.empty and not self.readable(field.data):
            raise field_error(*self.words)


def _is_whole(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 9


_READABLE: Mapping[str, tuple[Callable[[str], object], Message]] = {
    "whole": (_is_whole, messages.NOT_WHOLE),
    "place": (_is_whole, messages.NOT_A_ROW),
    "number": (lambda typed: read_number(typed) is not None, messages.NOT_A_NUMBER),
    "points": (read_points, messages.NOT_POINTS),
    "share": (lambda typed: read_share(typed) is not None, messages.NOT_A_SHARE),
}
_NUMERIC = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}
