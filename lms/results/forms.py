"""The form for marking an answer: points for each criterion of its rubric, and a comment."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from lms.domain.problem import Text
from lms.domain.question.protocol import Criterion
from lms.results.mark import LONGEST_COMMENT
from lms.web.forms import DecimalNumber, Form, Paragraphs, Required


class CriterionPoints(DecimalNumber):
    """The points for one criterion. All are sent under one name, in the order of the rubric."""

    def __init__(self, label: Text, validators: Sequence[Any] = (), *, place: int, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.name = "points"
        self.place = place

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Use the value at this place."""
        self.raw_data = valuelist[self.place : self.place + 1]
        super().process_formdata(self.raw_data)


class MarkForm(Form):
    """The marks of one answer; `mark_form` adds the criteria."""

    def points(self) -> list[Decimal]:
        """Return the points, in the order of the rubric."""
        return [field.data for field in self if isinstance(field, CriterionPoints) and field.data is not None]


def mark_form(rubric: Iterable[Criterion], comment_shown: Text) -> MarkForm:
    """Return a form for an answer with this rubric, which says when and to whom the comment is shown."""
    fields: dict[str, Any] = {}
    for place, criterion in enumerate(rubric):
        name, most = criterion["criterion"], criterion["points"]
        fields[f"criteria[{place + 1}]"] = CriterionPoints(
            Text(f"{name}（满分 {most}）", f"{name} (of {most})"),
            [Required()],
            place=place,
            most=Decimal(most),
            hint=Text(criterion["describe"], criterion["describe"]) if criterion["describe"] else None,
            id=f"points-{place + 1}",
            render_kw={"autocomplete": "off"},
        )
    fields["comment"] = Paragraphs(
        Text("评语", "Comment"),
        most=LONGEST_COMMENT,
        hint=comment_shown,
        rows=3,
        optional=True,
    )
    form: type[MarkForm] = type("MarkFormOfRubric", (MarkForm,), fields)
    return form()
