"""What the pages of people say after something was done, and on the home page, in both languages."""

from lms.domain.problem import Text

SAVED = Text("已保存", "Saved")
UNCHANGED = Text("没有改动", "Nothing was changed")
PASSWORD_CHANGED = Text(
    "密码已修改，其他设备上的登录已退出", "Your password is changed; other devices are signed out"
)
OTHER_SIGN_INS_ENDED = Text("其他地方的登录已全部退出", "You are signed out everywhere else")
TOKEN_REVOKED = Text("令牌已撤销", "The token is revoked")
ACCOUNT_ENABLED = Text("账号已启用", "The account is enabled")
ACCOUNT_DISABLED = Text("账号已停用，各处登录已退出", "The account is disabled and signed out everywhere")
ROLE_GRANTED = Text(
    "已授予，此人的下一次操作即生效", "Granted; it takes effect with this person's next click"
)
ROLE_WITHDRAWN = Text(
    "已收回，此人的下一次操作即生效", "Withdrawn; it takes effect with this person's next click"
)
PEOPLE_TASK = Text("人员和账号", "People and accounts")
ROLES_TASK = Text("角色授权", "Roles")
EVERYBODY_HAS_A_ROLE = Text("在用账号都已有角色", "Every active account has a role")
ROLE_NEEDED = Text("没有角色打不开任何课程和考试", "Without a role they cannot open any course or exam")
AUDIT_TASK = Text("核验审计日志", "Verify the audit trail")
NEVER_VERIFIED = Text("还没有核验过", "It has never been verified")


def unit_added(name: str, name_en: str) -> Text:
    return Text(f"已添加单位“{name}”", f"{name_en} was added")


def account_counts(active: int, disabled: int) -> Text:
    accounts = "1 active account" if active == 1 else f"{active} active accounts"
    return Text(f"在用账号 {active} 个，停用 {disabled} 个", f"{accounts}, {disabled} disabled")


def people_without_role(count: int) -> Text:
    people = "1 person has" if count == 1 else f"{count} people have"
    return Text(f"{count} 人还没有角色", f"{people} no role yet")


def last_verified(day: str) -> Text:
    return Text(f"上次核验完好：{day}", f"Last verified as intact on {day}")
