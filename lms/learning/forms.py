"""Forms of the room of learning."""

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.validators import Optional


class AssignForm(FlaskForm):  # type: ignore[misc]
    """Which course, for which unit, until when."""

    class Meta:
        csrf = False  # the guard has checked the token already

    course = SelectField()
    unit = SelectField(coerce=int)
    due = DateField(validators=[Optional()])
