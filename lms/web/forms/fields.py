"""Fields of page forms: read what browsers send, refuse invalid values, and keep what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms.validators import StopValidation

from lms.domain.problem import Text
from lms.domain.text.typed import clean, printable
from lms.web.forms import messages
from lms.web.forms.validators import Length, error_text


class Field(wtforms.Field):  # type: ignore[misc]  # wtforms has no types; all fields derive from this one
    """A field with its label, hint and errors in both languages.

    `render_kw` are attributes of the control. `optional` adds （选填） to the label, `needed` （必填） for a field that
    may be saved empty but must be filled in later; `about` is read out after it, to distinguish equal labels. `data` is the value, `shown` what the control shows: after a form was sent,
    exactly what was typed.
    """

    control = "input"
    """How the macro renders it: input, textarea, select, radios, checkboxes, tick or hidden."""
    type_of_input = "text"
    takes_files = False
    when_empty = messages.EMPTY
    """The message of `Required` for an empty field: what is wrong, and what to do."""
    label: Text
    errors: list[Text]
    data: Any
    raw_data: list[Any] | None

    def __init__(
        self,
        label: Text,
        validators: Sequence[Any] = (),
        *,
        hint: Text | None = None,
        about: Text | None = None,
        optional: bool = False,
        needed: bool = False,
        type_of_input: str = "",
        render_kw: Mapping[str, Any] | None = None,
        **bound: Any,
    ) -> None:
        super().__init__("", list(validators), render_kw=dict(render_kw or {}), **bound)
        self.label = label
        self.hint = hint
        self.about = about
        self.optional = optional
        self.needed = needed
        self.type_of_input = type_of_input or self.type_of_input

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return self.data is False or self.data in (None, "", [])  # 0 is a number that was filled in

    @property
    def shown(self) -> str:
        """What the control shows."""
        if self.raw_data:
            return printable(str(self.raw_data[0]))
        return "" if self.raw_data is not None or self.data is None else self.written(self.data)

    def written(self, data: Any) -> str:
        """Return the value as it would be typed."""
        return str(data)

    def read(self, raw: str) -> Any:
        """Return the value of what was typed. Raise ValueError(Text) if it is invalid."""
        return raw

    def process(self, formdata: Any, *more: Any, **named: Any) -> None:
        """Read what was sent; called by WTForms. Ignore a file for a field that takes none, and text for one that does."""
        if formdata is not None and self.name in formdata:
            values = formdata.getlist(self.name)
            matching = [value for value in values if isinstance(value, FileStorage) is self.takes_files]
            formdata = MultiDict((self.name, value) for value in matching)
        super().process(formdata, *more, **named)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Set the value from what was sent; called by WTForms."""
        self.data = None
        self.data = self.read(valuelist[0] if valuelist else "")

    def pre_validate(self, form: wtforms.Form) -> None:
        """Raise StopValidation if the value could not be read; called by WTForms."""
        if self.process_errors:
            raise StopValidation


class Line(Field):
    """One line of text, without control characters and outer spaces; never None."""

    data: str

    def __init__(self, label: Text, validators: Sequence[Any] = (), *, most: int = 300, **more: Any) -> None:
        super().__init__(label, [*validators, Length(most)], **more)

    def process_data(self, value: Any) -> None:
        """Set the initial value; called by WTForms."""
        self.data = "" if value is None else str(value)

    def read(self, raw: str) -> str:
        """Return the line."""
        return "".join(char for char in printable(raw) if char >= " ").strip()


class Paragraphs(Line):
    """Text of several lines, which end in LF (browsers send CR LF)."""

    control = "textarea"

    def __init__(
        self, label: Text, validators: Sequence[Any] = (), *, most: int = 10_000, rows: int = 6, **more: Any
    ) -> None:
        super().__init__(label, validators, most=most, **more)
        self.rows = rows

    def read(self, raw: str) -> str:
        """Return the text."""
        return clean(raw.replace("\r\n", "\n"))


class Secret(Line):
    """A password: read as typed, never shown."""

    type_of_input = "password"

    def read(self, raw: str) -> str:
        """Return every character, spaces included."""
        return raw

    @property
    def shown(self) -> str:
        """Always empty."""
        return ""


class Hidden(Line):
    """A value that the page itself sends. `label` is for the message if it is ever wrong."""

    control = "hidden"

    def __init__(
        self, label: Text = Text("页面数据", "Data of the page"), validators: Sequence[Any] = (), **more: Any
    ) -> None:
        super().__init__(label, validators, **more)

    @property
    def shown(self) -> str:
        """Its value, as nobody typed it."""
        return self.data


class Upload(Field):
    """A file or None. Browsers forget the chosen file when the page comes back; the field then says so."""

    type_of_input = "file"
    takes_files = True
    data: FileStorage | None
    when_empty = messages.NO_FILE

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Set the file; an empty control sends one without a name."""
        files = [file for file in valuelist if file.filename]
        self.data = files[0] if files else None

    @property
    def shown(self) -> str:
        """Always empty: browsers let no page fill it."""
        return ""

    def ask_to_choose_again(self) -> None:
        """Add the error that the file must be chosen again, if one was sent."""
        if self.data is not None:
            name = clean(self.data.filename or "")
            self.errors = [*self.errors, error_text(*messages.choose_file_again(name))]
