"""Fields of page forms: read what browsers send, refuse what does not fit, and keep it as it was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms.validators import StopValidation

from lms.domain.problem import Text
from lms.domain.text.typed import clean, printable
from lms.web.forms.validators import FILL_IN, Length, said


class Field(wtforms.Field):  # type: ignore[misc]  # wtforms has no types; all fields derive from this one
    """A field with its words in both languages.

    `render_kw` are attributes of the control. `optional` adds （选填） to the label; `about` is read out after it,
    to tell equal labels apart. `data` is the value, `shown` what the control shows: after a form was sent,
    exactly what was typed.
    """

    control = "input"
    """How the macro draws it: input, textarea, select, radios, checkboxes, tick or hidden."""
    type_of_input = "text"
    takes_files = False
    nothing = (Text("没有填写", "It is empty"), FILL_IN)
    """What `Required` says of an empty field."""
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
        type_of_input: str = "",
        render_kw: Mapping[str, Any] | None = None,
        **bound: Any,
    ) -> None:
        super().__init__("", list(validators), render_kw=dict(render_kw or {}), **bound)
        self.label = label
        self.hint = hint
        self.about = about
        self.optional = optional
        self.type_of_input = type_of_input or self.type_of_input

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return self.data in (None, "", [], False)

    @property
    def shown(self) -> str:
        """What the control shows."""
        if self.raw_data:
            return printable(str(self.raw_data[0]))
        return "" if self.raw_data is not None or self.data is None else self.written(self.data)

    def written(self, data: Any) -> str:
        """The value as it would be typed."""
        return str(data)

    def read(self, raw: str) -> Any:
        """The value of what was typed; ValueError(Text) if it is none."""
        return raw

    def process(self, formdata: Any, *more: Any, **named: Any) -> None:
        """Called by WTForms. A file sent under the name of a field that takes none is not there, nor the other way."""
        if formdata is not None and self.name in formdata:
            values = formdata.getlist(self.name)
            fitting = [value for value in values if isinstance(value, FileStorage) is self.takes_files]
            formdata = MultiDict((self.name, value) for value in fitting)
        super().process(formdata, *more, **named)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Called by WTForms with what was sent under the name of the field."""
        self.data = None
        self.data = self.read(valuelist[0] if valuelist else "")

    def pre_validate(self, form: wtforms.Form) -> None:
        """What could not be read is not judged further."""
        if self.process_errors:
            raise StopValidation


class Line(Field):
    """One line of text, without control characters and outer blanks; never None."""

    data: str

    def __init__(self, label: Text, validators: Sequence[Any] = (), *, most: int = 300, **more: Any) -> None:
        super().__init__(label, [*validators, Length(most)], **more)

    def process_data(self, value: Any) -> None:
        """Called by WTForms with what the field holds before anything is sent."""
        self.data = "" if value is None else str(value)

    def read(self, raw: str) -> str:
        """The line."""
        return "".join(char for char in printable(raw) if char >= " ").strip()


class Paragraphs(Line):
    """Text of several lines, with the line ends of files (browsers send CR LF)."""

    control = "textarea"

    def __init__(
        self, label: Text, validators: Sequence[Any] = (), *, most: int = 10_000, rows: int = 6, **more: Any
    ) -> None:
        super().__init__(label, validators, most=most, **more)
        self.rows = rows

    def read(self, raw: str) -> str:
        """The text."""
        return clean(raw.replace("\r\n", "\n"))


class Secret(Line):
    """A password: taken as it is, never shown."""

    type_of_input = "password"

    def read(self, raw: str) -> str:
        """Every character counts."""
        return raw

    @property
    def shown(self) -> str:
        """Nothing."""
        return ""


class Hidden(Line):
    """What the page itself sends along. `label` names it to the reader should it ever be wrong."""

    control = "hidden"

    def __init__(
        self, label: Text = Text("页面数据", "Data of the page"), validators: Sequence[Any] = (), **more: Any
    ) -> None:
        super().__init__(label, validators, **more)

    @property
    def shown(self) -> str:
        """Its value: nobody typed it."""
        return self.data


class Upload(Field):
    """A file or None. Browsers forget the choice when the page comes back, and the field says so then."""

    type_of_input = "file"
    takes_files = True
    data: FileStorage | None
    nothing = (Text("没有选择文件", "No file is chosen"), Text("请选择文件", "choose one"))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A control left empty sends a file without a name."""
        sent = [each for each in valuelist if each.filename]
        self.data = sent[0] if sent else None

    @property
    def shown(self) -> str:
        """Browsers let no page fill it."""
        return ""

    def ask_again(self) -> None:
        """Say that the file has to be chosen again."""
        if self.data is not None:
            name = clean(self.data.filename or "")
            self.errors = [
                *self.errors,
                said(
                    Text("浏览器不保留已选的文件", "Browsers do not keep the choice of a file"),
                    Text(f"请重新选择“{name}”", f"choose “{name}” again"),
                ),
            ]
