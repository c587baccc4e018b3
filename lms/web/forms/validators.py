"""Validators of page forms; their errors say in both languages what is wrong and what to do."""

from typing import Any, Protocol

from wtforms import Form
from wtforms.validators import StopValidation, ValidationError

from lms.domain.problem import Text
from lms.web.forms import messages

_BETWEEN = Text("，", "; ")


class ValidatedField(Protocol):
    """What validators need to know of a field."""

    label: Text
    data: Any
    when_empty: tuple[Text, Text]

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""


def error_text(what: Text, how: Text) -> Text:
    """Return what is wrong and what to do, as every error of a field is worded."""
    return what + _BETWEEN + how


def field_error(what: Text, how: Text) -> ValidationError:
    """Return an error for `validate_<field>` of a form: `raise field_error(what, how)`."""
    return ValidationError(error_text(what, how))


class Required:
    """Something must be filled in or chosen. `what` and `how` replace the general message."""

    def __init__(self, what: Text | None = None, how: Text | None = None) -> None:
        self.what = what
        self.how = how
        self.field_flags = {"required": True}

    def __call__(self, form: Form, field: ValidatedField) -> None:
        if not field.empty:
            return
        raise StopValidation(error_text(self.what or field.when_empty[0], self.how or field.when_empty[1]))


class Reason(Required):
    """A reason must be given; it is kept on record."""

    def __init__(self) -> None:
        super().__init__(*messages.NO_REASON)


class Length:
    """At most, and at least, so many characters. Nothing is ever truncated."""

    def __init__(self, most: int, least: int = 0) -> None:
        self.most = most
        self.least = least

    def __call__(self, form: Form, field: ValidatedField) -> None:
        count = len(field.data or "")
        if count > self.most:
            raise field_error(*messages.too_long(self.most, count))
        if count and count < self.least:
            raise field_error(*messages.too_short(self.least, count))


class NotBefore:
    """A day or moment must not be before that of another field of the form."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, form: Form, field: ValidatedField) -> None:
        first: ValidatedField = form[self.name]
        begin: Any = first.data
        if field.data is None or begin is None or field.data >= begin:
            return
        raise field_error(*messages.before(first.label))


class After:
    """A moment must be after that of another field of the form."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, form: Form, field: ValidatedField) -> None:
        first: ValidatedField = form[self.name]
        begin: Any = first.data
        if field.data is None or begin is None or field.data > begin:
            return
        raise field_error(*messages.not_after(first.label))
