"""The base of page forms: validate, show a refusal, and return everything that was typed."""

from collections.abc import Iterator
from types import EllipsisType
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from lms.domain.problem import Problem, Refused, Text
from lms.web.forms import messages
from lms.web.forms.fields import Field, Upload
from lms.web.forms.validators import error_text
from lms.web.messages import submission_invalid


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types; all forms derive from this one
    """Base of every page form; the rest is WTForms' (`validate_on_submit`, `validate_<field>`)."""

    class Meta:
        """CSRF: the guard has checked the token before any view runs."""

        csrf = False

        def get_translations(self, form: object) -> None:
            """Return None: every message is ours, none is WTForms'."""

    refused: Refused | None = None
    general_problems: tuple[Problem, ...] = ()
    """Problems of a refusal that concern no field."""
    _title: Text | None = None

    def __init_subclass__(cls, **more: object) -> None:
        """Raise TypeError for a field that would hide an attribute of this class."""
        super().__init_subclass__(**more)
        hidden = [
            name
            for name, value in vars(cls).items()
            if hasattr(value, "field_class")
            and any(_is_more_than_a_field(base, name) for base in cls.__bases__)
        ]
        if hidden:
            raise TypeError(f"{cls.__name__}: no field may be named {hidden}")

    def __init__(self, formdata: MultiDict[str, Any] | EllipsisType | None = ..., **initial: Any) -> None:
        """Read what was sent with a POST; otherwise `initial` fills the fields by name.

        `formdata` replaces what was sent: `request.args` for filters in an address, None for another form of the
        page than the one that was sent.
        """
        if isinstance(formdata, EllipsisType):
            formdata = sent() if self.is_submitted() else None
        super().__init__(formdata=formdata, **initial)

    def __iter__(self) -> Iterator[Field]:
        """Iterate over the fields, in the order of the class."""
        return iter(self._fields.values())

    def validate(self, extra_validators: object = None) -> bool:
        """Return whether every field is valid. The errors are in `errors` of the fields, as Text."""
        valid = bool(super().validate(extra_validators))
        if not valid:
            self._ask_for_files_again()
        return valid

    def refuse(self, refused: Refused, at: str = "") -> None:
        """Show a refusal of a use-case on the form.

        A problem whose `where` names a field goes to that field (by its name, or the part of `where` before
        "." or "["); others are listed in the summary. A refusal none of whose problems has a field goes to the
        field `at`, or to the one that its fact `where` names.
        """
        self.refused = refused
        self._title = refused.what
        general = []
        for problem in refused.problems:
            field = self._field_of(problem.where.path)
            if field is None:
                general.append(problem)
            else:
                field.errors = [*field.errors, error_text(problem.what, problem.how)]
        self.general_problems = tuple(general)
        about = self._field_of(at or str(refused.facts.get("where", "")))
        if about is not None and len(general) == len(refused.problems):
            self._title = None  # it is shown at the field
            about.errors = [*about.errors, error_text(refused.what, refused.how)]
        self._ask_for_files_again()

    @property
    def fields_with_errors(self) -> list[Field]:
        """The fields with errors, in the order of the class."""
        return [field for field in self if field.errors]

    @property
    def failed(self) -> bool:
        """Whether the summary has anything to show."""
        return self.refused is not None or bool(self.fields_with_errors)

    @property
    def status_code(self) -> int:
        """The HTTP status of the page that shows the form."""
        if self.refused is not None:
            return self.refused.status
        return 400 if self.fields_with_errors else 200

    @property
    def summary_title(self) -> Text:
        """The heading of the summary."""
        return self._title or messages.SUMMARY_TITLE

    def refusal(self) -> Refused:
        """Return the errors as a Refused, for buttons and hidden fields: they have no form that could come back."""
        return submission_invalid(
            field.label + Text("：", ": ") + error
            for field in self.fields_with_errors
            for error in field.errors
        )

    def _field_of(self, where: str) -> Field | None:
        known: dict[str, Field] = {field.name: field for field in self} | self._fields
        place = where
        while place:
            if place in known:
                return known[place]
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return None

    def _ask_for_files_again(self) -> None:
        for field in self:
            if isinstance(field, Upload):
                field.ask_to_choose_again()


def sent() -> CombinedMultiDict[str, Any]:
    """Return what the browser sent in the body of the request, files included."""
    return CombinedMultiDict((request.files, request.form))


def _is_more_than_a_field(form: type, name: str) -> bool:
    return hasattr(form, name) and not hasattr(getattr(form, name), "field_class")
