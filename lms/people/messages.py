"""Refusals and problems about accounts, roles, units and the audit trail, in both languages."""

from collections.abc import Iterable

from lms.domain.access import ROLE_NAMES, Role
from lms.domain.place import FieldPath, Named
from lms.domain.problem import Message, Problem, Refused, Text

_FILL_IN = Text("请填写", "fill it in")
_SHORTEN = Text("请缩短", "shorten it")
_CORRECT_AND_RESUBMIT = Text("请改正后重新提交", "correct what is listed and submit it again")

NAME_MISSING = Problem(FieldPath("name"), Text("缺少姓名", "The name is missing"), _FILL_IN)
LOGIN_MISSING = Problem(FieldPath("login"), Text("缺少工号", "The employee number is missing"), _FILL_IN)
UNIT_MISSING = Problem(
    FieldPath("unit"), Text("没有选单位", "No unit is chosen"), Text("请选择单位", "choose one")
)
NOT_AN_ADDRESS = Text("邮箱写法不对", "This is not an e-mail address")
ADDRESS_EXAMPLE = Text("请写成 name@example.cn", "write it as name@example.cn")
ADDRESS_INVALID = Problem(
    FieldPath("email"), NOT_AN_ADDRESS, Text("请写成 name@example.cn", "write it as name@example.cn")
)
UNKNOWN_STATE = Problem(
    FieldPath("state"),
    Text("没有这种状态", "There is no such state"),
    Text("可选启用或停用", "an account is active or disabled"),
)
UNKNOWN_LANGUAGE = Problem(
    FieldPath("language"),
    Text("没有这种语言", "There is no such language"),
    Text("可选 zh 或 en", "choose zh or en"),
)


def field_too_long(field: str, most: int) -> Problem:
    what = Text(f"超过 {most} 个字符", f"It is longer than {most} characters")
    return Problem(FieldPath(field), what, _SHORTEN)


def login_too_long(most: int) -> Problem:
    what = Text(f"工号超过 {most} 个字符", f"The employee number is longer than {most} characters")
    return Problem(FieldPath("login"), what, Text("请核对", "check it"))


def account_invalid(problems: list[Problem]) -> Refused:
    return Refused(
        "person.wrong",
        Text("账号信息有误，没有保存", "The account has errors; nothing was saved"),
        _CORRECT_AND_RESUBMIT,
        status=400,
        problems=problems,
    )


def login_taken(login: str) -> Refused:
    return Refused(
        "person.exists",
        Text(f"工号 {login} 已有账号", f"The employee number {login} already has an account"),
        Text("请核对工号，或在人员列表中查找此人", "check the number, or search for the person in the list"),
    )


def own_account() -> Refused:
    return Refused(
        "person.self",
        Text("不能在这里处理自己的账号", "You cannot do this to your own account"),
        Text(
            "修改密码请到“我的账号”；停用请由另一位系统管理员操作",
            "change your password on the page My account; ask another system administrator to disable it",
        ),
        status=403,
    )


def administrator_account() -> Refused:
    return Refused(
        "person.guarded",
        Text(
            "三员账号不能由系统管理员重置密码或停用",
            "System administrators cannot reset or disable the account of an administrator or auditor",
        ),
        Text(
            "请安全管理员先收回其管理员角色；或在服务器上执行 lms people reset-password",
            "ask the security administrator to withdraw that role first, or run lms people reset-password on the server",
        ),
        status=403,
    )


def account_beyond_units() -> Refused:
    return Refused(
        "person.beyond",
        Text("此人在您管理范围之外还担任角色", "This person also holds a role outside the units you manage"),
        Text("请由上级单位的系统管理员操作", "ask the system administrator of the unit above"),
        status=403,
    )


def unknown_login(login: str) -> Refused:
    return Refused(
        "person.unknown",
        Text(f"没有工号 {login}", f"There is no employee number {login}"),
        Text("用 lms people list 查看所有账号", "lms people list shows every account"),
        status=404,
    )


def unknown_unit_code(code: str, codes: Iterable[str]) -> Refused:
    known = ", ".join(codes)
    return Refused(
        "unit.unknown",
        Text(f"没有单位代码 {code}", f"There is no unit with the code {code}"),
        Text(f"现有代码：{known or '无'}", f"existing codes: {known or 'none'}"),
        status=404,
    )


def unknown_role() -> Refused:
    return Refused(
        "role.unknown",
        Text("请选择角色", "Choose a role"),
        Text(
            "可选：" + "、".join(f"{ROLE_NAMES[role].zh} {role}" for role in Role),
            "one of: " + ", ".join(Role),
        ),
        status=400,
    )


def administrator_roles_separate() -> Refused:
    return Refused(
        "role.separated",
        Text(
            "系统管理员、安全管理员、审计员三员不得兼任",
            "Nobody may hold two of the three administrator roles",
        ),
        Text(
            "请先收回此人已有的管理员角色，或另选他人",
            "withdraw the role this person holds first, or choose another person",
        ),
    )


def own_roles() -> Refused:
    return Refused(
        "role.self",
        Text("不能给自己授予或收回角色", "You cannot change your own roles"),
        Text("请由另一位安全管理员操作", "ask another security administrator"),
        status=403,
    )


def role_beyond_units() -> Refused:
    return Refused(
        "role.beyond",
        Text("此角色的范围超出您管理的单位", "This role covers units that you do not manage"),
        Text("请由上级单位的安全管理员收回", "ask the security administrator of the unit above"),
        status=403,
    )


def unit_invalid(problems: list[Problem]) -> Refused:
    return Refused(
        "unit.wrong",
        Text("单位信息有误，没有保存", "The unit has errors; nothing was saved"),
        _CORRECT_AND_RESUBMIT,
        status=400,
        problems=problems,
    )


UNIT_CODE_INVALID = Problem(
    FieldPath("code"),
    Text("单位代码须为 1 到 40 个字符，不含空格", "The code must have 1 to 40 characters without spaces"),
    Text("请改写代码", "use another code"),
)
UNIT_NAME_LENGTH = Problem(
    FieldPath("name"),
    Text("单位名称须为 1 到 120 个字符", "The name must have 1 to 120 characters"),
    Text("请填写或缩短", "fill it in, or shorten it"),
)
UNIT_ENGLISH_NAME_LENGTH = Problem(
    FieldPath("name_en"),
    Text("英文名称超过 160 个字符", "The English name is longer than 160 characters"),
    _SHORTEN,
)


def unit_too_deep(deepest: int) -> Refused:
    return Refused(
        "unit.deep",
        Text(f"单位层级不能超过 {deepest} 级", f"Units cannot be nested more than {deepest} levels deep"),
        Text("请选择更高一级的单位作为上级", "choose a unit further up as its parent"),
    )


def unit_code_taken(code: str) -> Refused:
    what = Text(f"单位代码 {code} 已被使用", f"The unit code {code} is already used")
    how = Text("请换一个代码", "choose another code")
    return Refused("unit.exists", what, how, problems=[Problem(FieldPath("code"), what, how)])


def checkpoint_malformed() -> Refused:
    return Refused(
        "checkpoint.malformed",
        Text("检查点写法不对", "This is not a checkpoint"),
        Text(
            "请选用 lms audit checkpoint 写出的文件",
            "use a file that lms audit checkpoint wrote",
        ),
        status=400,
    )


_BREAKS = {
    "gap": Text("这里缺少一条记录，或编号被改动", "An event is missing here, or its number was changed"),
    "changed": Text("这条记录的内容被改动", "This event was changed"),
    "cut": Text("此处及以后的记录被删除", "The events from here on were deleted"),
}


def chain_broken(seq: int, why: str) -> Problem:
    how = Text(
        "请停止写入并保全现场：先备份数据库和日志，再与最近一次存档的检查点及备份比对",
        "preserve the evidence: back up the database and the logs first, then compare with the last filed checkpoint and backups",
    )
    return Problem(Named(f"#{seq}"), _BREAKS[why], how)


ONLY_FINGERPRINT = (
    Text("只填了指纹", "Only the fingerprint is filled in"),
    Text("请同时填写序号", "fill in the number too"),
)
NUMBER_OF_WHAT = (
    Text("填了编号，没有选对象", "There is a number but no kind of object"),
    Text("请选择对象，如“试题”", "choose the object, such as “Question”"),
)
ONLY_NUMBER = (
    Text("只填了序号", "Only the number is filled in"),
    Text("请同时填写指纹", "fill in the fingerprint too"),
)


def fingerprint_length(count: int) -> tuple[Text, Text]:
    """(what is wrong, what to do)"""
    what = Text(f"应为 64 个字符，现有 {count} 个", f"It must have 64 characters, not {count}")
    return what, Text("请照存档抄写完整", "copy all of it from the file")


def not_in_units(login: str) -> Message:
    return (
        Text(
            f"没有工号 {login}，或不在您管理的单位内",
            f"There is no employee number {login}, or it is outside the units that you manage",
        ),
        Text("请核对工号", "check the number"),
    )


def account_disabled(login: str) -> Message:
    return (
        Text(f"{login} 的账号已停用", f"The account {login} is disabled"),
        Text("请先启用，或删去此行", "enable it, or remove this line"),
    )
