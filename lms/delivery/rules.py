"""Whether a person may start an exam now, and how often still."""

from collections.abc import Sequence
from datetime import datetime

from lms.domain import addresses, timing
from lms.domain.problem import Refused, Text
from lms.exams.find import Published
from lms.platform.clock import iso


def attempts_left(exam: Published, used: int) -> int:
    """How many attempts a person has left who has begun `used`."""
    return max(exam.plan.attempts - used, 0)


def may_start(exam: Published, ends: Sequence[datetime | None], passed: bool, now: datetime) -> None:
    """Raise Refused if no attempt may start now; `ends` are the ends of the person's earlier ones."""
    if exam.closed:
        raise Refused(
            "exam.closed",
            Text("这场考试已停用", "This exam is closed"),
            Text("如仍需参加，请联系组织考试的部门", "If you still need it, ask those who run the exam"),
        )
    if not timing.window_open(exam.opens_at, exam.closes_at, now):
        raise _not_now(exam, now)
    if passed and exam.plan.review == "answers":
        # Who has passed may see the answers, and a sitting after that would measure nothing.
        raise Refused(
            "exam.passed",
            Text("您已通过这场考试", "You have passed this exam"),
            Text("答案已可查看，不再重考", "The answers are open to you now, so it is not sat again"),
        )
    if not attempts_left(exam, len(ends)):
        raise Refused(
            "exam.no_attempts",
            Text(
                f"{exam.plan.attempts} 次考试机会已全部用完",
                f"All of the {exam.plan.attempts} attempts have been used",
            ),
            Text("如需补考，请联系组织考试的部门", "For another attempt, ask those who run the exam"),
            attempts=exam.plan.attempts,
        )
    again = timing.next_start(max((end for end in ends if end), default=None), exam.plan.wait_hours)
    if again is not None and now < again:
        raise Refused(
            "exam.wait",
            Text(
                f"两次考试之间须间隔 {exam.plan.wait_hours} 小时",
                f"There must be {exam.plan.wait_hours} hours between attempts",
            ),
            Text("请到时再来", "Come back then"),
            again_at=iso(again),
        )


def must_be_here(exam: Published, address: str) -> None:
    """Raise Refused if a sitting may not begin on this machine."""
    if not addresses.allows(exam.plan.addresses, address):
        raise Refused(
            "exam.address",
            Text(
                f"这场考试只能在指定的考场机器上开始，本机地址是 {address or '未知'}",
                f"This exam begins on the machines of its rooms only; this one has the address {address or 'unknown'}",
            ),
            Text("请到指定的考场，或请监考人员核对地址", "Go to the room, or ask the invigilator to check the address"),
            status=403,
            address=address,
        )  # fmt: skip


def _not_now(exam: Published, now: datetime) -> Refused:
    early = exam.opens_at is not None and now < exam.opens_at
    what = (
        Text("考试尚未开始", "The exam has not opened yet")
        if early
        else Text("考试时间已过", "The exam is over")
    )
    return Refused(
        "exam.not_yet" if early else "exam.not_open",
        what,
        Text("请在考试页查看开放时间", "The page of exams says when it is open"),
        opens_at=exam.opens_at and iso(exam.opens_at),
        closes_at=exam.closes_at and iso(exam.closes_at),
    )
