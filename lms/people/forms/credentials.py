"""The forms of people about their own account: signing in, password, language, tokens."""

from lms.domain.login import LONGEST_LOGIN
from lms.domain.problem import Text
from lms.people.credentials import passwords, tokens
from lms.web.forms import (
    Choice,
    Form,
    Hidden,
    Line,
    Required,
    Secret,
    Whole,
)
from lms.web.urls import local_path

_NO_AUTOCOMPLETE = {"autocomplete": "off"}


class SignInForm(Form):
    """Employee number 工号 and password 密码."""

    login = Line(
        Text("工号", "Employee number"),
        [Required(Text("没有填写工号", "The employee number is missing"))],
        most=LONGEST_LOGIN,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = Secret(
        Text("密码", "Password"),
        [Required(Text("没有填写密码", "The password is missing"))],
        hint=Text(
            "首次登录请用管理员发给您的初始密码。",
            "The first time, use the password that your administrator gave you.",
        ),
        render_kw={"autocomplete": "current-password"},
    )
    next = Hidden(most=4000, filters=(local_path,))


class PasswordForm(Form):
    """Change one's own password."""

    old = Secret(Text("原密码", "Old password"), [Required()], render_kw={"autocomplete": "current-password"})
    new = Secret(
        Text("新密码", "New password"),
        [Required()],
        most=passwords.LONGEST,
        hint=Text(
            "10 到 128 个字符，不能含您的工号或姓名。几个不相干的词连起来，好记又难猜。",
            "10 to 128 characters, without your employee number or name. A few unrelated words in a row are easy to remember and hard to guess.",
        ),
        render_kw={"autocomplete": "new-password"},
    )
    again = Secret(
        Text("再输一遍新密码", "New password again"),
        [Required()],
        most=passwords.LONGEST,
        render_kw={"autocomplete": "new-password"},
    )


class LanguageForm(Form):
    """The language of pages and mail."""

    language = Choice(
        Text("页面和邮件的语言", "Language of pages and mail"),
        [Required()],
        options=[("zh", "中文"), ("en", "English")],
        radios=True,
        inline=True,
    )


class TokenForm(Form):
    """Create a token for a program; the password is asked for, so that an unattended browser is not enough."""

    name = Line(
        Text("用途", "Purpose"),
        [Required(Text("缺少用途", "The purpose is missing"))],
        most=80,
        hint=Text("如“人事系统同步结业记录”。", "For example “HR system fetches records”."),
        render_kw=_NO_AUTOCOMPLETE,
    )
    days = Whole(
        Text("有效天数", "Days valid"),
        [Required()],
        least=1,
        most=tokens.LONGEST_DAYS,
        default=90,
        hint=Text("1 到 366 天。", "1 to 366."),
        render_kw={"class": "short"},
    )
    password = Secret(
        Text("您的密码", "Your password"),
        [Required()],
        hint=Text("确认是您本人。", "To confirm that it is you."),
        render_kw={"autocomplete": "current-password"},
    )
