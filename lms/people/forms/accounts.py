"""The forms of those who keep accounts, and their list."""

from lms.domain.login import LONGEST_LOGIN
from lms.domain.problem import Text
from lms.people import accounts, messages
from lms.web.forms import (
    Choice,
    Form,
    Hidden,
    IdChoice,
    Line,
    Required,
    field_error,
)

_NO_AUTOCOMPLETE = {"autocomplete": "off"}
CHOOSE = Text("请选择", "Choose")


class _EmployeeNumberForm(Form):
    """The employee number of a new account; declared before `PersonForm`, because fields keep the order of declaration."""

    login = Line(
        Text("工号", "Employee number"),
        [Required(Text("缺少工号", "The employee number is missing"))],
        most=LONGEST_LOGIN,
        hint=Text("登录用，建立后不能改。", "Used to sign in; it cannot be changed later."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class PersonForm(Form):
    """The details of a person."""

    name = Line(
        Text("姓名", "Name"),
        [Required(Text("缺少姓名", "The name is missing"))],
        most=accounts.LONGEST["name"],
        hint=Text("结业证书上照此印。", "Certificates show it as written here."),
        render_kw=_NO_AUTOCOMPLETE,
    )
    unit = IdChoice(
        Text("单位", "Unit"),
        [Required(Text("没有选单位", "No unit is chosen"), Text("请选择单位", "choose one"))],
        first=CHOOSE,
    )
    post = Line(
        Text("职务", "Post"), most=accounts.LONGEST["post"], optional=True, render_kw=_NO_AUTOCOMPLETE
    )
    rank = Line(
        Text("职级", "Rank"), most=accounts.LONGEST["rank"], optional=True, render_kw=_NO_AUTOCOMPLETE
    )
    email = Line(
        Text("邮箱", "E-mail"),
        most=accounts.LONGEST["email"],
        hint=Text(
            "只用来通知密码被重置、试题导入完成。",
            "Used only to say that a password was reset or an import of questions has finished.",
        ),
        optional=True,
        type_of_input="email",
        render_kw=_NO_AUTOCOMPLETE,
    )

    def validate_email(self, email: Line) -> None:
        """Raise ValidationError unless mail could be sent there."""
        if email.data and not accounts.is_mail_address(email.data):
            raise field_error(messages.NOT_AN_ADDRESS, messages.ADDRESS_EXAMPLE)

    def details(self) -> accounts.Details:
        """Return the details as they were entered."""
        return accounts.Details(self.name.data, self.post.data, self.rank.data, self.email.data)


class NewPersonForm(PersonForm, _EmployeeNumberForm):
    """Create an account."""


class StateForm(Form):
    """Whether an account is active."""

    state = Hidden()


class PeopleFilter(Form):
    """Filter the list of people."""

    q = Line(Text("姓名或工号", "Name or number"), most=60, type_of_input="search")
    unit = IdChoice(Text("单位（含下级）", "Unit and all below"), first=Text("全部", "All"))
    state = Choice(
        Text("状态", "State"),
        options=[("active", Text("在用", "Active")), ("disabled", Text("已停用", "Disabled"))],
        first=Text("全部", "All"),
    )
    after = Hidden(most=LONGEST_LOGIN)
