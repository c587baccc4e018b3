"""Forms of the people room."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField


class Form(FlaskForm):  # type: ignore[misc]
    """The guard has checked the token already."""

    class Meta:
        csrf = False


class SignInForm(Form):
    """工号 and 密码."""

    login = StringField()
    password = PasswordField()
    next = HiddenField()


class PasswordForm(Form):
    """A change of one's own password."""

    old = PasswordField()
    new = PasswordField()
    again = PasswordField()
