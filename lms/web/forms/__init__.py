"""Page forms: `from lms.web.forms import Form, Line, Required`; pages need only the names below.

    class RenameForm(Form):
        name = Line(Text("名称", "Name"), [Required()], most=120, render_kw={"autocomplete": "off"})

    form = RenameForm(name=unit.name)             # the values of the fields until something is sent
    if form.validate_on_submit():
        try:
            rename(session, form.name.data)
            return redirect(…)
        except Refused as refused:
            form.refuse(refused)                  # its problems go to the fields that they name
    return page("x.html", form.status_code, form=form)

In the template, `{{ c.error_summary(form) }}` above the heading lists the errors, and `{{ c.field(form.name) }}` renders
label, hint, error and control. What was typed is shown again, and the title of the page begins with "错误：".
For filters in an address: `Filters(request.args)`, then `form.validate()`.
"""

from lms.web.forms.choices import UNKNOWN, Choice, Choices, IdChoice, Ids, Option, Tick
from lms.web.forms.fields import Field, Hidden, Line, Paragraphs, Secret, Upload
from lms.web.forms.form import Form
from lms.web.forms.numbers import DecimalNumber, Whole
from lms.web.forms.question import QuestionForm, question_form
from lms.web.forms.times import Day, Moment
from lms.web.forms.validators import After, Length, NotBefore, Reason, Required, error_text, field_error

__all__ = [
    "UNKNOWN",
    "After",
    "Choice",
    "Choices",
    "Day",
    "DecimalNumber",
    "Field",
    "Form",
    "Hidden",
    "IdChoice",
    "Ids",
    "Length",
    "Line",
    "Moment",
    "NotBefore",
    "Option",
    "Paragraphs",
    "QuestionForm",
    "Reason",
    "Required",
    "Secret",
    "Tick",
    "Upload",
    "Whole",
    "error_text",
    "field_error",
    "question_form",
]
