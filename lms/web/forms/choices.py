"""Fields of page forms in which something is chosen rather than typed."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import Form
from wtforms.validators import StopValidation

from lms.domain.problem import Text
from lms.domain.text.typed import printable
from lms.web.forms import messages
from lms.web.forms.fields import Field
from lms.web.forms.validators import error_text

Words = Text | str
Option = tuple[Any, Words] | tuple[Any, Words, Words]
"""The value, its label, and perhaps a hint (radios and checkboxes only)."""
UNKNOWN = error_text(*messages.UNKNOWN_OPTION)


class _OptionsField(Field):
    when_empty = messages.NOTHING_CHOSEN

    def __init__(
        self,
        label: Text,
        validators: Sequence[Any] = (),
        *,
        options: Iterable[Option] = (),
        radios: bool = False,
        inline: bool = False,
        first: Words | None = None,
        **more: Any,
    ) -> None:
        super().__init__(label, validators, **more)
        self.options = options
        self.first = first
        self.inline = inline
        if radios:
            self.control = "radios"

    @property
    def options(self) -> list[Option]:
        """The options. A page whose options depend on the reader sets them before it validates."""
        return [("", self.first), *self._options] if self.first is not None else self._options

    @options.setter
    def options(self, options: Iterable[Option]) -> None:
        self._options = list(options)

    def known(self) -> set[str]:
        """Return the values of the options, as browsers send them."""
        return {str(option[0]) for option in self._options}

    def pre_validate(self, form: Form) -> None:
        """Raise StopValidation unless every chosen value is an option."""
        super().pre_validate(form)
        if not set(self.values) - {""} <= self.known():
            raise StopValidation(UNKNOWN)

    @property
    def values(self) -> list[str]:
        """The chosen values, as the control shows them."""
        return [self.shown]


class Choice(_OptionsField):
    """One of several options, "" for none. Shown as a list or as radios; `first` labels the empty choice."""

    control = "select"
    data: str

    def process_data(self, value: Any) -> None:
        """Set the initial value; called by WTForms."""
        self.data = "" if value is None else str(value)

    def read(self, raw: str) -> str:
        """Return the value, as the control shows it."""
        return printable(raw)


class IdChoice(_OptionsField):
    """One of several rows by their id in the database; None for none."""

    control = "select"
    data: int | None

    def read(self, raw: str) -> int | None:
        """Return the id. Raise ValueError if it is none."""
        if not raw:
            return None
        if not (raw.isascii() and raw.isdigit() and len(raw) < 16):
            raise ValueError(UNKNOWN)
        return int(raw)


class Choices(_OptionsField):
    """Several of the options."""

    control = "checkboxes"
    data: list[str]
    when_empty = messages.NONE_CHOSEN

    def process_data(self, value: Any) -> None:
        """Set the initial value; called by WTForms."""
        self.data = [str(item) for item in value or ()]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Set the chosen values, each once."""
        self.data = list(dict.fromkeys(printable(str(value)) for value in valuelist if value))

    @property
    def values(self) -> list[str]:
        """The chosen values."""
        return self.data


class Ids(Field):
    """The ids chosen in a list that the page renders itself, with a checkbox of this name in each row.

    The use-case checks that they exist and belong to the actor.
    """

    control = "hidden"
    data: list[int]
    when_empty = messages.NONE_TICKED

    def __init__(self, label: Text, validators: Sequence[Any] = (), *, most: int = 1000, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.most = most

    def process_data(self, value: Any) -> None:
        """Set the initial value; called by WTForms."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Set the ids, each once, in the order sent. Raise ValueError if one is none, or if there are too many."""
        self.data = []
        if not all(raw.isascii() and raw.isdigit() and len(raw) < 16 for raw in valuelist):
            raise ValueError(UNKNOWN)
        ids = list(dict.fromkeys(int(raw) for raw in valuelist))
        if len(ids) > self.most:
            raise ValueError(error_text(*messages.too_many_chosen(self.most, len(ids))))
        self.data = ids


class Tick(Field):
    """Yes or no, as a checkbox beside its label."""

    control = "tick"
    data: bool
    when_empty = messages.NOT_TICKED

    def process_data(self, value: Any) -> None:
        """Set the initial value; called by WTForms."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Set the value; a checkbox that is not ticked sends nothing."""
        self.data = bool(valuelist and valuelist[0])

    @property
    def shown(self) -> str:
        """Its value if it is ticked, else empty."""
        return "1" if self.data else ""
