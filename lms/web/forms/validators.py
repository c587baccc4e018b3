"""Validators of page forms: what they refuse is said in both languages, with what to do about it."""

from typing import Any, Protocol

from wtforms import Form
from wtforms.validators import StopValidation, ValidationError

from lms.domain.problem import Text

_BETWEEN = Text("，", "; ")
_BETWEEN_SENTENCES = Text("，", ". ")
FILL_IN = Text("请填写", "fill it in")


class Judged(Protocol):
    """What validators know of a field."""

    label: Text
    data: Any
    nothing: tuple[Text, Text]

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""


def said(what: Text, how: Text) -> Text:
    """One sentence of what is wrong and what to do: the form of every error of a field."""
    return what + _BETWEEN + how


def sentences(what: Text, how: Text) -> Text:
    """The same of the words of a refusal or problem, which are sentences."""
    return what + _BETWEEN_SENTENCES + how


def wrong(what: Text, how: Text) -> ValidationError:
    """For `validate_<field>` of a form: `raise wrong(what, how)`."""
    return ValidationError(said(what, how))


class Required:
    """Something must be filled in or chosen. `what` and `how` replace the general words."""

    def __init__(self, what: Text | None = None, how: Text | None = None) -> None:
        self.what = what
        self.how = how
        self.field_flags = {"required": True}

    def __call__(self, form: Form, field: Judged) -> None:
        if not field.empty:
            return
        raise StopValidation(said(self.what or field.nothing[0], self.how or field.nothing[1]))


class Reason(Required):
    """A reason must be given: those who ask later read it."""

    def __init__(self) -> None:
        super().__init__(
            Text("没有写理由", "No reason is given"),
            Text("请写明理由，日后可查", "write it, it is kept on record"),
        )


class Length:
    """So many characters at most, and at least. Nothing is ever cut to fit."""

    def __init__(self, most: int, least: int = 0) -> None:
        self.most = most
        self.least = least

    def __call__(self, form: Form, field: Judged) -> None:
        count = len(field.data or "")
        if count > self.most:
            over = count - self.most
            raise wrong(
                Text(
                    f"最多 {self.most} 个字符，现有 {count} 个",
                    f"At most {self.most} characters are allowed, there are {count}",
                ),
                Text(f"请删去 {over} 个", f"remove {over}"),
            )
        if count and count < self.least:
            raise wrong(
                Text(
                    f"至少 {self.least} 个字符，现有 {count} 个",
                    f"At least {self.least} characters are needed, there are {count}",
                ),
                Text(f"请再写 {self.least - count} 个", f"add {self.least - count}"),
            )


class NotBefore:
    """A day or moment that does not lie before that of another field of the form."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, form: Form, field: Judged) -> None:
        first: Judged = form[self.name]
        begin: Any = first.data
        if field.data is None or begin is None or field.data >= begin:
            return
        raise wrong(
            Text(f"早于“{first.label.zh}”", f"It is before “{first.label.en}”"),
            Text("请改正其中一个", "change one of the two"),
        )


class After:
    """A moment that lies after that of another field of the form."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, form: Form, field: Judged) -> None:
        first: Judged = form[self.name]
        begin: Any = first.data
        if field.data is None or begin is None or field.data > begin:
            return
        raise wrong(
            Text(f"须晚于“{first.label.zh}”", f"It must be later than “{first.label.en}”"),
            Text("请改正其中一个", "change one of the two"),
        )
