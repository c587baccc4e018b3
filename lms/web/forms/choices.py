"""Fields of page forms in which something is chosen rather than typed."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import Form
from wtforms.validators import StopValidation

from lms.domain.problem import Text
from lms.domain.text.typed import printable
from lms.web.forms.fields import Field
from lms.web.forms.validators import said

Words = Text | str
Option = tuple[Any, Words] | tuple[Any, Words, Words]
"""The value, its words, and a hint to it where it has one (radios and checkboxes only)."""
UNKNOWN = said(
    Text("没有这个选项", "There is no such choice"), Text("请从列表中选择", "choose one of the list")
)


class _OfOptions(Field):
    nothing = (Text("没有选择", "Nothing is chosen"), Text("请选择一项", "choose one"))

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
        """What can be chosen. A page whose options depend on the reader sets them before it validates."""
        return [("", self.first), *self._options] if self.first is not None else self._options

    @options.setter
    def options(self, options: Iterable[Option]) -> None:
        self._options = list(options)

    def known(self) -> set[str]:
        """The values there are, as browsers send them."""
        return {str(option[0]) for option in self._options}

    def pre_validate(self, form: Form) -> None:
        """Only what is among the options can be chosen."""
        super().pre_validate(form)
        if not set(self.values) - {""} <= self.known():
            raise StopValidation(UNKNOWN)

    @property
    def values(self) -> list[str]:
        """What is chosen, as the control shows it."""
        return [self.shown]


class Choice(_OfOptions):
    """One of several, "" for none. Drawn as a list to open, or as radios; `first` is what an empty choice is
    called."""

    control = "select"
    data: str

    def process_data(self, value: Any) -> None:
        """Called by WTForms with what the field holds before anything is sent."""
        self.data = "" if value is None else str(value)

    def read(self, raw: str) -> str:
        """The value, as the control shows it."""
        return printable(raw)


class IdChoice(_OfOptions):
    """One of several things by their number in the database; None for none."""

    control = "select"
    data: int | None

    def read(self, raw: str) -> int | None:
        """The number."""
        if not raw:
            return None
        if not (raw.isascii() and raw.isdigit() and len(raw) < 16):
            raise ValueError(UNKNOWN)
        return int(raw)


class Choices(_OfOptions):
    """Several of several."""

    control = "checkboxes"
    data: list[str]
    nothing = (Text("没有选择", "Nothing is chosen"), Text("请至少选择一项", "choose at least one"))

    def process_data(self, value: Any) -> None:
        """Called by WTForms with what the field holds before anything is sent."""
        self.data = [str(each) for each in value or ()]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Each of them once."""
        self.data = list(dict.fromkeys(printable(str(value)) for value in valuelist if value))

    @property
    def values(self) -> list[str]:
        """What is chosen."""
        return self.data


class Ids(Field):
    """The numbers of things chosen in a list that the page draws itself, a box of this name in each row.

    Whether they exist and are the actor's is for the use-case to say.
    """

    control = "hidden"
    data: list[int]
    nothing = (Text("没有选择", "Nothing is chosen"), Text("请至少勾选一项", "tick at least one"))

    def __init__(self, label: Text, validators: Sequence[Any] = (), *, most: int = 1000, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.most = most

    def process_data(self, value: Any) -> None:
        """Called by WTForms with what the field holds before anything is sent."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Each of them once, in the order sent."""
        self.data = []
        if not all(raw.isascii() and raw.isdigit() and len(raw) < 16 for raw in valuelist):
            raise ValueError(UNKNOWN)
        found = list(dict.fromkeys(int(raw) for raw in valuelist))
        if len(found) > self.most:
            what = Text(
                f"最多选 {self.most} 项，现选了 {len(found)} 项",
                f"At most {self.most} can be chosen, there are {len(found)}",
            )
            raise ValueError(said(what, Text("请分几次处理", "do it in several steps")))
        self.data = found


class Tick(Field):
    """Yes or no, by a box beside the words."""

    control = "tick"
    data: bool
    nothing = (Text("没有勾选", "It is not ticked"), Text("请确认后勾选", "tick it to confirm"))

    def process_data(self, value: Any) -> None:
        """Called by WTForms with what the field holds before anything is sent."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A box that is not ticked sends nothing."""
        self.data = bool(valuelist and valuelist[0])

    @property
    def shown(self) -> str:
        """Its value if it is ticked."""
        return "1" if self.data else ""
