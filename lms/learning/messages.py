"""What learners and those who assign courses are shown."""

from datetime import date

from lms.domain.problem import Refused, Text, not_found
from lms.domain.question.protocol import Unreadable


def no_check_question() -> Refused:
    """A check question that the lesson does not have."""
    return not_found(Text("练习题", "check question"))


def choose_first() -> Refused:
    """Check questions that were submitted without an answer."""
    return Refused(
        "learning.choose_first",
        Text("还没有作答，没有提交", "There is no answer yet, so nothing was submitted"),
        Text("请先选择或填写答案，再提交", "choose or write an answer first, then submit"),
        status=400,
    )


def unreadable_answer(unreadable: Unreadable) -> Refused:
    """A response that does not have the form of its question."""
    return Refused(
        "answer.unreadable",
        Text("作答格式不对，没有保存", "The answer cannot be read and was not saved"),
        Text("请按题目要求重新作答", "answer again as the question asks"),
        status=400,
        problems=list(unreadable.problems),
    )


ALL_COMPLETED = Text("课程都已学完", "You have completed every course")
CHOOSE_COURSE = Text("选一门课程开始学习", "Choose a course to start")
WHAT_COURSES_GIVE = Text(
    "五项能力各有课程，学完并通过考试即可取得证书",
    "Each competency has courses; complete one and pass its exam to earn a certificate",
)
EXAM_LEFT = Text("课程已学完，还差考试", "All lessons done; only the exam is left")


def courses_completed(count: int) -> Text:
    """How many courses were completed, and what comes of it."""
    each = "course" if count == 1 else "courses"
    return Text(
        f"{count} 门课程全部结业；有新课程时会列在这里",
        f"{count} {each} completed; new ones will be listed here",
    )


def courses_left(completed: int, left: int) -> Text:
    """How many courses were completed, and how many are left."""
    return Text(f"已结业 {completed} 门，还有 {left} 门可学", f"Completed: {completed}; left to take: {left}")


def next_lesson(title: dict[str, str], percent: int) -> Text:
    """The lesson to go on with, or to begin with."""
    if not percent:
        return Text(f"第一课：{title['zh']}", f"First lesson: {title['en']}")
    return Text(
        f"下一课：{title['zh']}，已完成 {percent}%",
        f"Next: {title['en'] or title['zh']}; {percent}% done",
    )


def due(day: date, late: bool) -> Text:
    """When a course is due, to follow another text."""
    return Text(
        f"；{'已超过' if late else ''}期限 {day.month}月{day.day}日",
        f"; {'overdue since' if late else 'due'} {day:%-d %B}",
    )
