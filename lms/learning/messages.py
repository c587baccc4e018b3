"""What learners and those who assign courses are shown."""

from datetime import date

from lms.domain.problem import Message, Problem, Refused, Text, not_found
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


def due(day: date) -> Text:
    """When a course is due, to follow another text."""
    return Text(f"；期限 {day.month}月{day.day}日", f"; due {day:%-d %B}")


DUE_PASSED: Message = (
    Text("这一天已经过去", "This day has passed"),
    Text(
        "请选今天或以后的日期，或留空表示不限期",
        "choose today or a later day, or leave it empty for no due date",
    ),
)


def due_passed() -> Refused:
    return Refused("learning.due_passed", *DUE_PASSED, status=400, where="due")


def no_target() -> Refused:
    return Refused(
        "learning.no_target",
        Text("没有选单位，也没有选人", "No unit and no person is chosen"),
        Text("请选一个单位，或填写工号", "choose a unit, or enter employee numbers"),
        status=400,
        where="unit",
    )


def people_invalid(problems: list[Problem], most: int) -> Refused:
    return Refused(
        "learning.people",
        Text("没有布置，名单有误", "Nothing was assigned: there are errors among the people"),
        Text(
            f"请改正下列各项，一次最多 {most} 人",
            f"correct the following; at most {most} people at a time",
        ),
        status=400,
        problems=problems[:200],
    )


def not_a_trainee(name: str) -> Message:
    return (
        Text(f"{name}没有学员角色，打不开课程", f"{name} is not a trainee and cannot open courses"),
        Text(
            "请安全管理员授予学员角色，或删去此人",
            "ask the security administrator to grant the role of trainee, or remove this person",
        ),
    )


def no_assignment() -> Refused:
    return not_found(Text("学习任务", "assignment"))


def already_withdrawn() -> Refused:
    return Refused(
        "learning.withdrawn",
        Text("这项任务已经撤回，没有改动", "This assignment has been withdrawn already; nothing was changed"),
        Text("需要时请重新布置", "assign the course again if it is needed"),
    )


def reason_missing() -> Refused:
    """A withdrawal without a reason."""
    return Refused(
        "learning.say_why",
        Text("没有写撤回原因，任务没有撤回", "No reason was given; the assignment was not withdrawn"),
        Text("请写明原因，日后可查", "give the reason, it is kept on record"),
        status=400,
        where="reason",
    )


def reason_too_long(length: int, most: int) -> Refused:
    """A reason that is too long to be kept whole."""
    return Refused(
        "learning.reason_too_long",
        Text(
            f"原因最多 {most} 个字符，现有 {length} 个",
            f"A reason has at most {most} characters, this has {length}",
        ),
        Text(f"请删去 {length - most} 个字符", f"remove {length - most}"),
        status=400,
        where="reason",
    )


def full_day(day: date) -> Text:
    """A day with its year."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")


def people(count: int) -> str:
    """1 person, 2 people."""
    return f"{count} {'person' if count == 1 else 'people'}"


def assigned(added: int) -> Text:
    return Text(f"已布置，新增 {added} 人", f"Assigned, newly to {people(added)}")


NOBODY_YET = Text(
    "已布置。这里现在没有学员；以后加入的学员自动有这项任务",
    "Assigned. There are no trainees here yet; those who join later are assigned the course automatically",
)


def due_changed(due: date | None, added: int, moved: int) -> Text:
    """The new date of a course that had been assigned before, and to how many it made a difference."""
    day = full_day(due) if due else None
    return Text(
        f"期限改为{f' {day.zh}' if day else '不限期'}；新增 {added} 人，改期 {moved} 人",
        f"{f'The due date is now {day.en}' if day else 'There is no due date any more'}: "
        f"newly assigned to {people(added)}, changed for {people(moved)}",
    )


def unchanged(due: date | None, count: int) -> Text:
    """Nothing is other than before."""
    day = full_day(due) if due else None
    return Text(
        f"没有变化：这项任务已经布置，期限也是{f' {day.zh}' if day else '不限期'}，{count} 人照旧",
        f"Nothing changed: {people(count)} had been assigned the course already, "
        f"{f'due on {day.en}' if day else 'without a due date'}",
    )


def others_date_counts(count: int) -> Text:
    return Text(
        f"；另有 {count} 人还有别的任务布置了本课程，仍按那项任务的期限",
        f"; for {people(count)} the date of another assignment of this course still counts",
    )


def completed_before(count: int) -> Text:
    return Text(f"；{count} 人此前已结业", f"; {people(count)} completed it before")


def withdrawn(count: int) -> Text:
    """Who is no longer assigned the course, and what is kept."""
    return Text(
        f"任务已撤回，{count} 人不再有这门课程的任务；学习进度和结业记录都保留",
        f"The assignment has been withdrawn; {people(count)} {'is' if count == 1 else 'are'} no longer assigned this course."
        " Progress and completion records are kept",
    )
