"""The forms of the people room: what each asks for, and what a page may read of it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from lms.domain.access import ROLE_NAMES, Role
from lms.domain.beijing import BEIJING
from lms.domain.login import LONGEST_LOGIN
from lms.domain.problem import Text
from lms.people import accounts, passwords, tokens, unit_tree
from lms.web.forms import Choice, Day, Form, Hidden, IdChoice, Line, NotBefore, Required, Secret, Whole, wrong
from lms.web.urls import own_address

_OFF = {"autocomplete": "off"}
CHOOSE = Text("请选择", "Choose")


class SignInForm(Form):
    """工号 and 密码."""

    login = Line(
        Text("工号", "Employee number"),
        [Required(Text("没有填写工号", "There is no employee number"))],
        most=LONGEST_LOGIN,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = Secret(
        Text("密码", "Password"),
        [Required(Text("没有填写密码", "There is no password"))],
        hint=Text(
            "首次登录请用管理员发给您的初始密码。",
            "The first time, use the password that the administrator gave you.",
        ),
        render_kw={"autocomplete": "current-password"},
    )
    next = Hidden(most=4000, filters=(own_address,))


class PasswordForm(Form):
    """A change of one's own password."""

    old = Secret(Text("原密码", "Old password"), [Required()], render_kw={"autocomplete": "current-password"})
    new = Secret(
        Text("新密码", "New password"),
        [Required()],
        most=passwords.MOST,
        hint=Text(
            "10 到 128 个字符，不能含您的工号或姓名。几个不相干的词连起来，好记又难猜。",
            "10 to 128 characters, without your number or name. A few unrelated words in a row are easy to keep and hard to guess.",
        ),
        render_kw={"autocomplete": "new-password"},
    )
    again = Secret(
        Text("再输一遍新密码", "New password once more"),
        [Required()],
        most=passwords.MOST,
        render_kw={"autocomplete": "new-password"},
    )


class _NumberForm(Form):
    """The number of a person without an account; before `PersonForm`, since fields keep the order they are written in."""

    login = Line(
        Text("工号", "Employee number"),
        [Required(Text("缺少工号", "The employee number is missing"))],
        most=LONGEST_LOGIN,
        hint=Text("登录用，建立后不能改。", "To sign in with; it cannot be changed later."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class PersonForm(Form):
    """What describes a person."""

    name = Line(
        Text("姓名", "Name"),
        [Required(Text("缺少姓名", "The name is missing"))],
        most=accounts.LONGEST["name"],
        hint=Text("结业证书上照此印。", "Certificates print it as it stands here."),
        render_kw=_OFF,
    )
    unit = IdChoice(
        Text("单位", "Unit"),
        [Required(Text("没有选单位", "No unit is chosen"), Text("请选择单位", "choose one"))],
        first=CHOOSE,
    )
    post = Line(Text("职务", "Post"), most=accounts.LONGEST["post"], optional=True, render_kw=_OFF)
    rank = Line(Text("职级", "Rank"), most=accounts.LONGEST["rank"], optional=True, render_kw=_OFF)
    email = Line(
        Text("邮箱", "E-mail"),
        most=accounts.LONGEST["email"],
        hint=Text("只用来发送学习提醒和账号通知。", "Only for reminders and notices about the account."),
        optional=True,
        type_of_input="email",
        render_kw=_OFF,
    )

    def validate_email(self, email: Line) -> None:
        """Mail could be sent there."""
        if email.data and not accounts.is_mail_address(email.data):
            raise wrong(
                Text("邮箱写法不对", "This is not an e-mail address"),
                Text("请写成 name@example.cn", "write it as name@example.cn"),
            )

    def details(self) -> accounts.Details:
        """What the form says about the person."""
        return accounts.Details(self.name.data, self.post.data, self.rank.data, self.email.data)


class NewPersonForm(PersonForm, _NumberForm):
    """An account that is still to be made."""


class StateForm(Form):
    """Whether an account may be used."""

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
    """A token for a program, asked for with the password, so that an open desk is not enough."""

    name = Line(
        Text("用途", "What it is for"),
        [Required(Text("缺少用途", "It does not say what it is for"))],
        most=80,
        hint=Text("如“人事系统同步结业记录”。", "Such as “HR system fetches records”."),
        render_kw=_OFF,
    )
    days = Whole(
        Text("有效天数", "Days"),
        [Required()],
        least=1,
        most=tokens.LONGEST,
        default=90,
        hint=Text("1 到 366 天。", "1 to 366."),
        render_kw={"inputmode": "numeric", "class": "short"},
    )
    password = Secret(
        Text("您的密码", "Your password"),
        [Required()],
        hint=Text("确认是您本人。", "To be sure that it is you."),
        render_kw={"autocomplete": "current-password"},
    )


class _PlaceForm(Form):
    """Where a unit belongs, and its code; before `UnitForm`, since fields keep the order they are written in."""

    parent = IdChoice(
        Text("上级单位", "Parent"),
        [Required(Text("没有选上级单位", "No parent is chosen"), Text("请选择上级单位", "choose one"))],
    )
    code = Line(
        Text("单位代码", "Code"),
        [Required()],
        most=unit_tree.LONGEST["code"],
        hint=Text("名册导入时用它对应，建立后不能改。", "Rosters refer to it; it cannot be changed later."),
        render_kw=_OFF,
    )


class UnitForm(Form):
    """What a unit is called."""

    name = Line(Text("单位名称", "Name"), [Required()], most=unit_tree.LONGEST["name"], render_kw=_OFF)
    name_en = Line(
        Text("英文名称", "Name in English"),
        most=unit_tree.LONGEST["name_en"],
        optional=True,
        render_kw={"autocomplete": "off", "lang": "en"},
    )


class NewUnitForm(UnitForm, _PlaceForm):
    """A further unit."""


@lru_cache(maxsize=1)
def all_roles() -> list[tuple[str, Text]]:
    """Every role with its name, for a choice."""
    return [(role.value, ROLE_NAMES[role]) for role in Role]


class RoleForm(Form):
    """A further role of a person."""

    role = Choice(
        Text("角色", "Role"),
        [Required(Text("没有选角色", "No role is chosen"), Text("请选择角色", "choose one"))],
        options=all_roles(),
        first=CHOOSE,
        hint=Text(
            "系统管理员、安全管理员、审计员三员分立，一人只能担任其一。",
            "System administrator, security administrator and auditor are kept apart: nobody holds two of them.",
        ),
    )
    unit = IdChoice(
        Text("范围（含下级）", "Over, with all below"),
        [Required(Text("没有选范围", "No unit is chosen"), Text("请选择单位", "choose one"))],
    )


class PeopleFilter(Form):
    """Whom the list of people shows."""

    q = Line(Text("姓名或工号", "Name or number"), most=60, type_of_input="search")
    unit = IdChoice(Text("单位（含下级）", "Unit and all below"), first=Text("全部", "All"))
    state = Choice(
        Text("状态", "State"),
        options=[("active", Text("在用", "Active")), ("disabled", Text("已停用", "Disabled"))],
        first=Text("全部", "All"),
    )
    after = Hidden(most=LONGEST_LOGIN)


class RolesFilter(Form):
    """Whom the list of roles shows."""

    q = Line(Text("姓名或工号", "Name or number"), most=60, type_of_input="search")
    role = Choice(Text("担任的角色", "Holds the role"), options=all_roles(), first=Text("不限", "Any"))
    after = Hidden(most=LONGEST_LOGIN)


class AuditFilter(Form):
    """Which events of the audit trail to show."""

    login = Line(Text("操作人工号", "Employee number"), most=LONGEST_LOGIN, render_kw=_OFF)
    action = Line(Text("操作", "Action"), most=80, render_kw={**_OFF, "placeholder": "people."})
    object = Line(Text("对象", "Object"), most=200, render_kw={**_OFF, "placeholder": "person:17"})
    since = Day(Text("自", "From"))
    until = Day(Text("至", "Until"), [NotBefore("since")])


class CheckpointForm(Form):
    """A filed checkpoint to compare the trail with; neither field or both."""

    seq = Whole(
        Text("序号", "Number"), render_kw={"inputmode": "numeric", "class": "short", "autocomplete": "off"}
    )
    hash = Line(
        Text("指纹（64 位）", "Fingerprint, 64 characters"),
        most=64,
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def validate_seq(self, seq: Whole) -> None:
        """The number belongs to the fingerprint."""
        if seq.data is None and self.hash.data:
            raise wrong(
                Text("只填了指纹", "Only the fingerprint is given"),
                Text("请同时填写序号", "fill in the number too"),
            )

    def validate_hash(self, hash: Line) -> None:
        """And the other way round, all of it."""
        if self.seq.data is not None and not hash.data:
            raise wrong(
                Text("只填了序号", "Only the number is given"),
                Text("请同时填写指纹", "fill in the fingerprint too"),
            )
        if hash.data and len(hash.data) != 64:
            raise wrong(
                Text(
                    f"应为 64 个字符，现有 {len(hash.data)} 个",
                    f"It has 64 characters, there are {len(hash.data)}",
                ),
                Text("请照存档抄写完整", "copy all of it from the file"),
            )


def unit_options(found: Iterable[Any]) -> list[tuple[int, Text]]:
    """Units for a choice, with their codes."""
    return [
        (unit.id, Text(f"{unit.name}（{unit.code}）", f"{unit.name_en or unit.name} ({unit.code})"))
        for unit in found
    ]


def midnight(of: date | None, later: int = 0) -> datetime | None:
    """The moment a day begins in Beijing, or that of the day `later` days after it."""
    return None if of is None else datetime.combine(of + timedelta(days=later), time(), BEIJING)
