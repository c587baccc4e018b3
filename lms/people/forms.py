"""The page forms of the people package."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lms.domain.access import ROLE_NAMES, Role
from lms.domain.login import LONGEST_LOGIN
from lms.domain.problem import Text
from lms.people import accounts, messages, unit_tree
from lms.people.credentials import passwords, tokens
from lms.web.forms import (
    Choice,
    Day,
    Form,
    Hidden,
    IdChoice,
    Line,
    NotBefore,
    Required,
    Secret,
    Whole,
    field_error,
)
from lms.web.urls import local_path

_NO_AUTOCOMPLETE = {"autocomplete": "off"}
CHOOSE = Text("请选择", "Choose")


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
        hint=Text("只用来发送学习提醒和账号通知。", "Used only for learning reminders and account notices."),
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
        render_kw={"inputmode": "numeric", "class": "short"},
    )
    password = Secret(
        Text("您的密码", "Your password"),
        [Required()],
        hint=Text("确认是您本人。", "To confirm that it is you."),
        render_kw={"autocomplete": "current-password"},
    )


class _ParentForm(Form):
    """The parent and code of a new unit; declared before `UnitForm`, because fields keep the order of declaration."""

    parent = IdChoice(
        Text("上级单位", "Parent"),
        [Required(Text("没有选上级单位", "No parent is chosen"), Text("请选择上级单位", "choose one"))],
    )
    code = Line(
        Text("单位代码", "Code"),
        [Required()],
        most=unit_tree.LONGEST["code"],
        hint=Text("名册导入时用它对应，建立后不能改。", "Rosters refer to it; it cannot be changed later."),
        render_kw=_NO_AUTOCOMPLETE,
    )


class UnitForm(Form):
    """The names of a unit."""

    name = Line(
        Text("单位名称", "Name"), [Required()], most=unit_tree.LONGEST["name"], render_kw=_NO_AUTOCOMPLETE
    )
    name_en = Line(
        Text("英文名称", "Name in English"),
        most=unit_tree.LONGEST["name_en"],
        optional=True,
        render_kw={"autocomplete": "off", "lang": "en"},
    )


class NewUnitForm(UnitForm, _ParentForm):
    """Add a unit."""


@lru_cache(maxsize=1)
def all_roles() -> list[tuple[str, Text]]:
    """Return every role with its name, for a choice."""
    return [(role.value, ROLE_NAMES[role]) for role in Role]


class RoleForm(Form):
    """Grant a role to a person."""

    role = Choice(
        Text("角色", "Role"),
        [Required(Text("没有选角色", "No role is chosen"), Text("请选择角色", "choose one"))],
        options=all_roles(),
        first=CHOOSE,
        hint=Text(
            "系统管理员、安全管理员、审计员三员分立，一人只能担任其一。",
            "System administrator, security administrator and auditor are separate: nobody may hold two of these roles.",
        ),
    )
    unit = IdChoice(
        Text("范围（含下级）", "Unit, with all below"),
        [Required(Text("没有选范围", "No unit is chosen"), Text("请选择单位", "choose one"))],
    )


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


class RolesFilter(Form):
    """Filter the list of role holders."""

    q = Line(Text("姓名或工号", "Name or number"), most=60, type_of_input="search")
    role = Choice(Text("担任的角色", "Holds the role"), options=all_roles(), first=Text("不限", "Any"))
    after = Hidden(most=LONGEST_LOGIN)


class AuditFilter(Form):
    """Filter the events of the audit trail."""

    login = Line(Text("操作人工号", "Employee number"), most=LONGEST_LOGIN, render_kw=_NO_AUTOCOMPLETE)
    action = Line(Text("操作", "Action"), most=80, render_kw={**_NO_AUTOCOMPLETE, "placeholder": "people."})
    object = Line(
        Text("对象", "Object"), most=200, render_kw={**_NO_AUTOCOMPLETE, "placeholder": "person:17"}
    )
    since = Day(Text("自", "From"))
    until = Day(Text("至", "Until"), [NotBefore("since")])


class CheckpointForm(Form):
    """A filed checkpoint to compare the trail with; both fields or neither."""

    seq = Whole(
        Text("序号", "Number"), render_kw={"inputmode": "numeric", "class": "short", "autocomplete": "off"}
    )
    hash = Line(
        Text("指纹（64 位）", "Fingerprint, 64 characters"),
        most=64,
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def validate_seq(self, seq: Whole) -> None:
        """Raise ValidationError if only the fingerprint was filled in."""
        if seq.data is None and self.hash.data:
            raise field_error(*messages.ONLY_FINGERPRINT)

    def validate_hash(self, hash: Line) -> None:
        """Raise ValidationError if only the number was filled in, or the fingerprint is incomplete."""
        if self.seq.data is not None and not hash.data:
            raise field_error(*messages.ONLY_NUMBER)
        if hash.data and len(hash.data) != 64:
            raise field_error(*messages.fingerprint_length(len(hash.data)))


def unit_options(units: Iterable[Any]) -> list[tuple[int, Text]]:
    """Return the units with their codes, for a choice."""
    return [
        (unit.id, Text(f"{unit.name}（{unit.code}）", f"{unit.name_en or unit.name} ({unit.code})"))
        for unit in units
    ]
