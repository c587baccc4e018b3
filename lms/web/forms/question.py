"""The form of a question: a form class made of the data with which a kind declares its fields.

The fields have the names that `lms.domain.question.form_values` uses (`stem`, `options.2.text`, `en.options.2.text`), one
beside the other rather than nested: WTForms counts nested rows from 0 and closes gaps, so that the English of a
row would no longer lie beside its Chinese. Which rows there are, their ids and their order are decided there.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from string import ascii_uppercase
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.domain.fields import LONGEST_STEM, LONGEST_TEXT
from lms.domain.problem import Problem, Text
from lms.domain.question.form import LETTERS, Rows
from lms.domain.question.form import Field as Asked
from lms.domain.question.form import Form as Parts
from lms.domain.question.form_values import EN, IDS, Values, count, field_of, names
from lms.domain.text.marks import read_points, read_share
from lms.domain.text.numbers import read_number
from lms.web.forms.choices import Choice, Tick
from lms.web.forms.fields import Field, Hidden, Line, Paragraphs
from lms.web.forms.form import Form, sent
from lms.web.forms.times import Day
from lms.web.forms.validators import wrong

CHOOSE = Text("请选择", "Choose")


class Group(Field):
    """All rows of one part: it has no control of its own, but errors and a place for the summary to point to."""

    control = "rows"


class Pick(Choice):
    """One of several. A field left empty means its default, and shows it."""

    def __init__(self, label: Text, *, fallback: str = "", **more: Any) -> None:
        super().__init__(label, **more)
        self.fallback = fallback

    @property
    def shown(self) -> str:
        """What is chosen, or what an empty choice means."""
        return super().shown or self.fallback


class QuestionForm(Form):
    """A question in the fields of its kind."""

    parts: Parts = ()

    def values(self) -> Values:
        """What was typed, for `tidy`, `change` and `collect` of `lms.domain.question.form_values`."""
        return {
            field.name: field.data if isinstance(field, Choice) else field.shown
            for field in self
            if not isinstance(field, Group)
        }

    def places(self, part: Rows) -> list[tuple[str, Text]]:
        """Where the fields of each row are ("options.2"), and what the row is called."""
        return [(f"{part.name}.{n}", called(part, n)) for n in range(1, count(part, self._fields) + 1)]

    def unsaid(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems of fields that say nothing yet: what cannot be read at all is told once."""
        return [p for p in problems if (field := self._field_of(p.where.path)) is None or not field.errors]

    def by_field(self, problems: Iterable[Problem]) -> list[tuple[Text, list[Text]]]:
        """What is wrong, with what its field is called where it stands alone ("选项 B 文字"), in the order of the form.

        A field that cannot be read says so in its own words.
        """
        found: dict[str, list[Text]] = {}
        for problem in problems:
            words = problem.what + Text("；", "; ") + problem.how
            found.setdefault(self._name_of(problem.where.path), []).append(words)
        named = [
            (alone(field), found[field.name] if field.empty else field.errors or found[field.name])
            for field in self
            if field.name in found
        ]
        return [*named, *((Text("", ""), found[name]) for name in found if not name)]

    def _name_of(self, where: str) -> str:
        return field_of(where, names(self.parts, self._fields))

    def _field_of(self, where: str) -> Field | None:
        """The field itself, or what holds it, or the first that it holds."""
        name = self._name_of(where)
        return self[name] if name else None


def question_form(parts: Parts, values: Mapping[str, str] | None = None) -> QuestionForm:
    """The form of these parts that holds `values`: what `fill`, `blank` or `change` give, or what was sent."""
    held = sent() if values is None else MultiDict(values)
    rows = tuple(count(part, held) for part in parts if isinstance(part, Rows))
    return form_class(parts, rows)(held)


def alone(field: Field) -> Text:
    """What a field is called where nothing stands around it."""
    return field.about + Text(" ", " ") + field.label if field.about else field.label


def called(part: Rows, number: int) -> Text:
    """What a row is called: 选项 B."""
    lettered = part.signs == LETTERS and number <= len(ascii_uppercase)
    return part.row + Text(*[f" {ascii_uppercase[number - 1] if lettered else number}"] * 2)


@lru_cache(maxsize=128)
def form_class(parts: Parts, rows: tuple[int, ...]) -> type[QuestionForm]:
    """The form class of these parts, with so many rows of each part that has rows."""
    fields: dict[str, Any] = {"parts": parts, IDS: _hidden(IDS)}
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
            for field in part.fields:
                fields |= _both(field, f"{place}.{field.name}", called(part, number))
    return type("QuestionFormOfKind", (QuestionForm,), fields)


def id_of(name: str) -> str:
    """The id of the control of a field."""
    return f"f-{name.replace('.', '-')}"


def _hidden(name: str) -> Any:
    return Hidden(most=LONGEST_TEXT, id=id_of(name))


def _both(field: Asked, name: str, about: Text | None = None) -> dict[str, Any]:
    """The field, and the same in English where it is translated. `about` says which row."""
    checks: list[Any] = [_filled_in] if field.required else []
    words = {"label": field.label, "hint": field.hint, "about": about}
    made = {name: _field(field, checks, id=id_of(name), **words)}
    if field.translated:
        words = {"label": field.label + Text("（英文）", " in English"), "about": about}
        made[EN + name] = _field(field, [], id=id_of(EN + name), **words)
    return made


def _field(field: Asked, checks: list[Any], **words: Any) -> Any:
    most = LONGEST_STEM if field.name == "stem" else LONGEST_TEXT
    if field.form in _WRITTEN:
        checks = [*checks, Written(*_WRITTEN[field.form])]
    words["validators"] = checks
    line = partial(Line, most=most, **words)
    first = None if field.default or "" in dict(field.options) else CHOOSE
    makers: dict[str, Callable[[], Any]] = {
        "text": partial(Paragraphs, most=most, rows=5 if field.name == "stem" else 3, **words),
        "answers": partial(Paragraphs, most=most, rows=2, render_kw={"class": "low"}, **words),
        "flag": partial(Tick, **words),
        "pick": partial(Pick, options=field.options, first=first, fallback=field.default, **words),
        "truth": partial(Choice, options=field.options, radios=True, inline=True, **words),
        "date": partial(Day, render_kw={"class": "short"}, **words),
        "whole": partial(line, render_kw=_NUMERIC),
        "place": partial(line, render_kw=_NUMERIC),
    }
    return makers.get(field.form, partial(line, render_kw={"autocomplete": "off"}))()


def _filled_in(form: Form, field: Field) -> None:
    """As `Required`, but a browser does not insist: a preview may be asked for while a field is empty."""
    if field.empty:
        raise wrong(*field.nothing)


class Written:
    """A validator: what is typed, if anything is, can be read."""

    def __init__(self, readable: Callable[[str], object], what: Text, how: Text) -> None:
        self.readable = readable
        self.what = what
        self.how = how

    def __call__(self, form: Form, field: Line) -> None:
        if not field.empty and not self.readable(field.data):
            raise wrong(self.what, self.how)


def _is_whole(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 9


_WRITTEN: Mapping[str, tuple[Callable[[str], object], Text, Text]] = {
    "whole": (
        _is_whole,
        Text("应是整数", "It must be a whole number"),
        Text("请用数字填写，如 200", "write digits such as 200"),
    ),
    "place": (
        _is_whole,
        Text("应是上面的第几项", "It must be the number of an entry above"),
        Text("请用数字填写，如 2", "write digits such as 2"),
    ),
    "number": (
        lambda typed: read_number(typed) is not None,
        Text("应是一个数", "It must be a number"),
        Text("请写成 397.1，不带单位", "write it as 397.1, without a unit"),
    ),
    "points": (
        read_points,
        Text("应是大于 0、至多两位小数的分值", "It must be points above 0 with at most two decimals"),
        Text("请写成 3 或 2.5", "write it as 3 or 2.5"),
    ),
    "share": (
        lambda typed: read_share(typed) is not None,
        Text("应是得分比例", "It must be a share of the mark"),
        Text("请写成 1/2 或 0.5", "write it as 1/2 or 0.5"),
    ),
}
_NUMERIC = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}
