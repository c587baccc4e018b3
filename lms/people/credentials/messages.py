"""Messages about passwords, sign-ins and tokens, in both languages."""

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text

TOKEN_NOT_CREATED = Text("没有生成令牌", "No token was created")
TOKEN_PURPOSE = Problem(
    FieldPath("name"),
    Text("缺少用途，或超过 80 个字符", "The purpose is missing, or longer than 80 characters"),
    Text("请写明由哪个程序使用", "say which program will use it"),
)


def passwords_differ() -> Refused:
    return Refused(
        "password.differ",
        Text("两次输入的新密码不一致", "The two new passwords are not the same"),
        Text("请重新输入", "enter them again"),
        status=400,
    )


def old_password_wrong() -> Refused:
    return Refused(
        "password.wrong",
        Text("原密码不正确", "The old password is incorrect"),
        Text("请重新输入原密码", "enter the old password again"),
        status=400,
    )


def password_unchanged() -> Refused:
    return Refused(
        "password.same",
        Text("新密码与原密码相同", "The new password is the same as the old one"),
        Text("请换一个新密码", "choose another one"),
        status=400,
    )


def password_length(shortest: int, longest: int) -> Refused:
    return _weak_password(
        Text(f"长度须在 {shortest} 到 {longest} 个字符之间", f"Use {shortest} to {longest} characters")
    )


def password_guessable() -> Refused:
    return _weak_password(
        Text(
            "不能含工号、姓名，也不能只有几个重复字符",
            "Do not use your employee number, your name, or only a few repeated characters",
        )
    )


def _weak_password(how: Text) -> Refused:
    return Refused("password.weak", Text("新密码不合要求", "The new password is too weak"), how, status=400)


def password_reset_mail(name: str, login: str) -> tuple[Text, Text]:
    """(subject, body)"""
    return (
        Text("五能：您的密码已被重置", "Wuneng: your password was reset"),
        Text(
            f"{name}：\n\n您的五能账号（工号 {login}）的密码刚刚由管理员重置，各处登录已退出。\n"
            "如果您没有提出过申请，请立即告知安全管理员。\n",
            f"{name},\n\nAn administrator has just reset the password of your Wuneng account ({login}); "
            "you are signed out everywhere.\nIf you did not ask for this, inform the security administrator at once.\n",
        ),
    )


def sign_in_locked() -> Refused:
    return Refused(
        "sign_in.locked",
        Text("登录失败次数过多，已暂停登录", "Too many failed attempts; signing in is paused"),
        Text(
            "请 15 分钟后再试，或联系系统管理员", "try again in 15 minutes, or ask the system administrator"
        ),
        status=429,
    )


def sign_in_wrong() -> Refused:
    return Refused(
        "sign_in.wrong",
        Text("工号或密码不正确", "The employee number or password is incorrect"),
        Text(
            "请核对后重试；忘记密码请联系系统管理员",
            "check both and try again; if you forgot your password, ask the system administrator",
        ),
        status=401,
    )


def token_invalid(problems: list[Problem]) -> Refused:
    return Refused(
        "token.wrong",
        TOKEN_NOT_CREATED,
        Text("请改正后重新提交", "correct what is listed and submit it again"),
        status=400,
        problems=problems,
    )


def token_days(longest: int) -> Problem:
    how = Text(f"请填 1 到 {longest} 天", f"choose 1 to {longest} days")
    return Problem(FieldPath("days"), Text("有效期不对", "The number of days is not allowed"), how)


def too_many_tokens(most: int) -> Refused:
    return Refused(
        "token.many",
        Text(f"有效令牌已达 {most} 个", f"You already have {most} tokens"),
        Text("请先撤销不再使用的令牌", "revoke those that are no longer used"),
    )


def token_password_wrong() -> Refused:
    what, how = Text("密码不正确", "The password is incorrect"), Text("请重新输入", "enter it again")
    problems = [Problem(FieldPath("password"), what, how)]
    return Refused("password.wrong", TOKEN_NOT_CREATED, how, status=400, problems=problems)
