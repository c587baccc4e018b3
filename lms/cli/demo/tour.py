"""The tour of the demo: as whom to sign in and what to look at, in which order. The READMEs have the same table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lms.cli import language, t
from lms.cli.serving.first import FirstAccount, all_accounts
from lms.domain.access import ROLE_NAMES, Role
from lms.domain.problem import Text


@dataclass(frozen=True, slots=True)
class Stop:
    """An account, and what it shows."""

    login: str
    look: Text


STOPS = (
    Stop(
        "YC0012",
        Text(
            "首页上要办的事；到“课程”学一课、做练习；到“考试”开始一场还能考的，先不交卷；“证书”里的 PDF",
            "what is to do, on the home page; Courses: read a lesson and answer its checks; Exams: start one that can still be sat"
            " and leave it open; Certificates: the PDF",
        ),
    ),
    Stop(
        "YC0011",
        Text(
            "监考：打开林晓正在考的那一场，暂停、恢复、延时，林晓的页面随即知道；再回林晓处交卷、看成绩",
            "Invigilation: open the exam that 林晓 is sitting; pause, resume, give more time, and watch the page of 林晓;"
            " then submit there and see the result",
        ),
    ),
    Stop(
        "YC0007",
        Text(
            "题库：写一道题送审，或从 Word 粘贴一段试题导入；组卷和考试：看一份卷子怎样抽题、检查、发布",
            "Question bank: write a question and submit it for review, or paste questions from Word; Exams: how a paper is drawn,"
            " checked and published",
        ),
    ),
    Stop(
        "YC0009",
        Text(
            "题库：通过或退回待审的题，陈立送审过两道；自己的题自己不能审",
            "Question bank: approve or return what waits, two of them from 陈立; nobody reviews their own",
        ),
    ),
    Stop(
        "YC0010",
        Text(
            "阅卷：起草测评有十来份答卷待阅，不具名，对照评分标准逐条给分；评完由陈立在“公布成绩”里公布",
            "Marking: a dozen answers of the drafting exam wait, without names; give points for each criterion of the rubric. 陈立"
            " then releases the results",
        ),
    ),
    Stop(
        "YC0004",
        Text(
            "结业记录：按单位、时间、课程筛选，导出 Excel；学习任务：给一个单位布置课程；报表",
            "Records: filter by unit, time and course, export to Excel; Assignments: give a course to a unit; Reports",
        ),
    ),
    Stop(
        "YC0001",
        Text(
            "人员：建一个账号，密码只显示一次；用它登录，先改密码，还没有角色",
            "People: create an account, whose password is shown once; sign in with it: a new password first, and no role yet",
        ),
    ),
    Stop(
        "YC0002",
        Text(
            "角色授权：给这个账号一个角色。管人员的不能授权，授权的不能建账号",
            "Roles: give that account a role. Who creates accounts grants no roles, and the other way round",
        ),
    ),
    Stop(
        "YC0003",
        Text(
            "审计日志：以上每一步都在里面；点一下核验，看记录链是否完整",
            "Audit trail: every step above is in it; one click verifies that the chain is intact",
        ),
    ),
)


def tour_table(accounts: Sequence[FirstAccount], data_dir: Path) -> str:
    """Return what is printed once: the tour with the passwords of its accounts, and where those of all are."""
    by_login = {account.login: account for account in accounts}
    lines = [
        t(
            "演示导览，约二十分钟。按次序登录（各用一个浏览器或无痕窗口），密码只显示这一次：",
            "A tour of the demo, about twenty minutes. Sign in in this order, each in a browser or private window of its own;"
            " passwords are shown only now:",
        )
    ]
    for number, stop in enumerate(STOPS, 1):
        account = by_login[stop.login]
        roles = " ".join(ROLE_NAMES[Role(role)].in_(language()) for role in account.roles)
        lines.append(f"  {number}  {account.login}  {account.password}  {account.name} {roles}")
        lines.append(f"     {stop.look.in_(language())}")
    return "\n".join([*lines, all_accounts(accounts, data_dir)])
