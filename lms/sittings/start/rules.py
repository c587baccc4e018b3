"""Whether a person may start an exam now, and how often still."""

from collections.abc import Sequence
from datetime import datetime

from lms.candidates.eligibility import DEFERRED, MISCONDUCT, Eligibility
from lms.domain.exam import addresses, timing
from lms.domain.problem import Refused, Text
from lms.exams.published import Published
from lms.platform.clock import iso


def attempts_left(exam: Published, standing: Eligibility, used: int) -> int:
    """How many attempts a person has left who has begun `used`."""
    return max(exam.plan.attempts + standing.makeups - used, 0)


def may_start(
    exam: Published, standing: Eligibility, ends: Sequence[datetime | None], passed: bool, now: datetime
) -> None:
    """Raise Refused if no attempt may start now; `ends` are the ends of the person's earlier ones."""
    if exam.closed:
        raise Refused(
            "exam.closed",
            Text("这场考试已停用", "This exam is closed"),
            Text("如仍需参加，请联系组织考试的部门", "If you still need it, ask those who run the exam"),
        )
    _may_come(standing)
    opens_at, closes_at = standing.window(exam.opens_at, exam.closes_at)
    if not timing.window_open(opens_at, closes_at, now, standing.allowance):
        raise _not_now(opens_at, closes_at, now)
    if passed and exam.plan.review == "answers":
        # Who has passed may see the answers, and a sitting after that would measure nothing.
        raise Refused(
            "exam.passed",
            Text("您已通过这场考试", "You have passed this exam"),
            Text("答案已可查看，不再重考", "The answers are open to you now, so it is not sat again"),
        )
    if not attempts_left(exam, standing, len(ends)):
        most = exam.plan.attempts + standing.makeups
        raise Refused(
            "exam.no_attempts",
            Text(f"{most} 次考试机会已全部用完", f"All of the {most} attempts have been used"),
            Text("如需补考，请联系组织考试的部门", "For another attempt, ask those who run the exam"),
            attempts=most,
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


def _may_come(standing: Eligibility) -> None:
    """Refuse who is put off or shut out."""
    if standing.status == DEFERRED:
        raise Refused(
            "exam.deferred",
            Text("您已办理缓考", "Your exam is put off"),
            Text("请等候补考安排", "Wait for the date of the makeup"),
        )
    if standing.status == MISCONDUCT:
        raise Refused(
            "exam.misconduct",
            Text("您在这场考试中被认定违纪", "A breach of the rules was found in this exam"),
            Text("如有异议，请联系组织考试的部门", "If you object, ask those who run the exam"),
        )


def _not_now(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> Refused:
    early = opens_at is not None and now < opens_at
    what = (
        Text("考试尚未开始", "The exam has not opened yet")
        if early
        else Text("考试时间已过", "The exam is over")
    )
    return Refused(
        "exam.not_yet" if early else "exam.not_open",
        what,
        Text("请在考试页查看开放时间", "The page of exams says when it is open"),
        opens_at=opens_at and iso(opens_at),
        closes_at=closes_at and iso(closes_at),
    )
