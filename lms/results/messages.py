"""What marking, releasing and results say to their readers."""

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text, not_found


def mark_final() -> Refused:
    """Marking an answer whose result is final."""
    return Refused(
        "mark.final",
        Text("这份答卷的成绩已经评定", "The result of this paper is final"),
        Text(
            "分数不能再改；确有错误的，请告知组织考试的部门，由人事或监考人员在“考生名单”里给考生补考",
            "it cannot be changed; if it is wrong, tell the office that runs the exam: HR or an invigilator can grant"
            " the candidate a makeup on the page Candidates",
        ),
    )


def marks_invalid(problems: list[Problem]) -> Refused:
    """Points or a comment that cannot be saved."""
    return Refused(
        "mark.invalid",
        Text("评分有误，没有保存", "The marks are not valid and were not saved"),
        Text("请按提示改正后重新提交", "correct what is listed and submit it again"),
        status=400,
        problems=problems,
    )


def comment_too_long(length: int, longest: int) -> Problem:
    """A comment of `length` characters."""
    what = Text(
        f"评语最多 {longest} 个字符，现有 {length} 个",
        f"A comment has at most {longest} characters, this has {length}",
    )
    over = length - longest
    return Problem(FieldPath("comment"), what, Text(f"请删去 {over} 个字符", f"remove {over}"))


def points_missing(count: int) -> Problem:
    """Not one mark for each of the `count` criteria."""
    what = Text(f"应有 {count} 个分数", f"There must be {count} marks")
    return Problem(FieldPath("criteria"), what, Text("请给每条标准打分", "mark every criterion"))


def points_out_of_range(number: int, most: str) -> Problem:
    """The points for the criterion with this number."""
    what = Text(f"应是 0 到 {most}、至多两位小数的分数", f"must be from 0 to {most}, at most two places")
    return Problem(FieldPath(f"criteria[{number}]"), what, Text("请改正", "correct it"))


def no_answer_to_mark() -> Refused:
    """An answer that does not exist, or is not for this marker."""
    return not_found(Text("待阅答卷", "script"))


def no_exam() -> Refused:
    """An exam version that does not exist."""
    return not_found(Text("考试", "exam"))


def released_at_once() -> Refused:
    """Releasing the results of an exam that releases them itself."""
    return Refused(
        "results.release_at_once",
        Text("这场考试的成绩评定后自动公布", "The results of this exam are released automatically"),
        Text("不需要手工公布", "there is nothing to do"),
    )


def used_in_sittings(count: int, versions: Text) -> Text:
    """How often versions of an item were answered."""
    times = "once" if count == 1 else f"{count} times"
    return Text(
        f"已交卷的考试中用过 {count} 次：{versions.zh}", f"Used {times} in finished sittings: {versions.en}"
    )


COMMENT_SHOWN = Text(
    "考生在成绩公布以后、不能再考这场考试时（已经通过、机会用完或考试截止）看到，同答案和解析一起；别人看不到",
    "The candidate alone sees it, with the answers, once the result is released and they cannot sit this exam again"
    " (they have passed, no attempts are left, or the exam is over)",
)
COMMENT_KEPT = Text(
    "谁也看不到，只存档：这场考试不向考生公开答案和解析",
    "Nobody sees it; it is only kept: this exam shows candidates no answers",
)


def marks_saved() -> Text:
    """After marking."""
    return Text("评分已保存", "The marks are saved")


def results_released(count: int) -> Text:
    """After a release."""
    return Text(
        f"已公布 {count} 份成绩", "1 result is released" if count == 1 else f"{count} results are released"
    )


def answers_wait(count: int, or_more: bool) -> Text:
    """For a marker's home page."""
    many = f"{count} 份以上" if or_more else f"{count} 份"
    waiting = "1 answer is" if count == 1 else f"{count}{' or more' if or_more else ''} answers are"
    return Text(f"有 {many}答卷等您评分", f"{waiting} waiting to be marked")


def results_wait(count: int) -> Text:
    """For the home page of those who release results."""
    waiting = "1 result is final and waits" if count == 1 else f"{count} results are final and wait"
    return Text(f"有 {count} 份成绩已评定，等待公布", f"{waiting} for release")


def result_released(day: str) -> Text:
    """For the home page of a candidate."""
    return Text(f"成绩已于 {day} 公布", f"The result was released on {day}")
