"""The form of a page: validated, refused, and returned with everything that was typed."""

from collections.abc import Iterator
from types import EllipsisType
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Refused, Text
from lms.web.forms.fields import Field, Upload
from lms.web.forms.validators import said


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types; all forms derive from this one
    """Base of every page form; what it lacks is WTForms' own (`validate_on_submit`, `validate_<field>`)."""

    class Meta:
        """The guard has checked the token before any view runs."""

        csrf = False

        def get_translations(self, form: object) -> None:
            """WTForms says nothing by itself: every message is ours."""

    refused: Refused | None = None
    unplaced: tuple[Problem, ...] = ()
    """Problems of a refusal that concern no field."""
    _title: Text | None = None

    def __init_subclass__(cls, **more: object) -> None:
        """A field that hid something of this class would break it in silence."""
        super().__init_subclass__(**more)
        hidden = [
            name
            for name, value in vars(cls).items()
            if hasattr(value, "field_class")
            and any(_is_more_than_a_field(base, name) for base in cls.__bases__)
        ]
        if hidden:
            raise TypeError(f"{cls.__name__}: no field may be named {hidden}")

    def __init__(self, formdata: MultiDict[str, Any] | EllipsisType | None = ..., **held: Any) -> None:
        """Read what was sent with a POST; else `held` fills the fields by their names.

        `formdata` replaces what was sent: `request.args` for filters in an address, None for a form beside the
        one that was sent.
        """
        if isinstance(formdata, EllipsisType):
            formdata = sent() if self.is_submitted() else None
        super().__init__(formdata=formdata, **held)

    def __iter__(self) -> Iterator[Field]:
        """The fields, in the order of the class."""
        return iter(self._fields.values())

    def validate(self, extra_validators: object = None) -> bool:
        """Whether every field is right. What is wrong stands in `errors` of the fields, as Text."""
        good = bool(super().validate(extra_validators))
        if not good:
            self._ask_for_files()
        return good

    def refuse(self, refused: Refused, at: str = "") -> None:
        """Put a refusal of a use-case onto the form.

        A problem whose `where` names a field goes to that field (by its name, or the part of `where` before
        "." or "["); others are listed in the summary. A refusal none of whose problems has a field is about the
        field `at`, or the one that its fact `where` names; it is said there.
        """
        self.refused = refused
        self._title = refused.what
        loose = []
        for problem in refused.problems:
            field = self._field_of(problem.where.path)
            if field is None:
                loose.append(problem)
            else:
                field.errors = [*field.errors, said(problem.what, problem.how)]
        self.unplaced = tuple(loose)
        about = self._field_of(at or str(refused.facts.get("where", "")))
        if about is not None and len(loose) == len(refused.problems):
            self._title = None  # it is said at the field
            about.errors = [*about.errors, said(refused.what, refused.how)]
        self._ask_for_files()

    @property
    def in_error(self) -> list[Field]:
        """The fields with errors, in the order of the page."""
        return [field for field in self if field.errors]

    @property
    def failed(self) -> bool:
        """Whether there is anything that the summary has to say."""
        return self.refused is not None or bool(self.in_error)

    @property
    def status_code(self) -> int:
        """The HTTP status of the page that shows the form."""
        if self.refused is not None:
            return self.refused.status
        return 400 if self.in_error else 200

    @property
    def summary_title(self) -> Text:
        """The heading of the summary."""
        return self._title or Text("有内容需要改正", "There is a problem")

    def refusal(self) -> Refused:
        """What is wrong as a Refused, for buttons and hidden fields: they have no form that could come back."""
        again = Text("请返回后重试", "go back and try again")
        problems = [
            Problem(NOWHERE, field.label + Text("：", ": ") + error, again)
            for field in self.in_error
            for error in field.errors
        ]
        how = Text("请返回上一页，从页面上的按钮操作", "Go back and use the buttons of the page")
        return Refused(
            "form.invalid", Text("提交的内容不对", "What was sent is not right"), how, 400, problems=problems
        )

    def _field_of(self, where: str) -> Field | None:
        known: dict[str, Field] = {field.name: field for field in self} | self._fields
        place = where
        while place:
            if place in known:
                return known[place]
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return None

    def _ask_for_files(self) -> None:
        for field in self:
            if isinstance(field, Upload):
                field.ask_again()


def sent() -> CombinedMultiDict[str, Any]:
    """What the browser sent in the body of the request, files included."""
    return CombinedMultiDict((request.files, request.form))


def _is_more_than_a_field(form: type, name: str) -> bool:
    return hasattr(form, name) and not hasattr(getattr(form, name), "field_class")
