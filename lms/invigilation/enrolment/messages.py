"""Refusals, problems and notices about the candidates of an exam: the list, and what becomes of those on it."""

from lms.domain.problem import Message, Problem, Refused, Text, not_found


def list_invalid(problems: list[Problem], most: int) -> Refused:
    return Refused(
        "candidates.invalid",
        Text("名单没有保存", "The list was not saved"),
        Text(
            f"请改正下列各行，一次 1 到 {most} 人",
            f"correct the lines below; add from 1 to {most} people at a time",
        ),
        status=400,
        problems=problems[:200],
    )


def list_unreadable(problems: list[Problem]) -> Refused:
    return Refused(
        "candidates.file",
        Text("文件读不出来，名单没有保存", "The file cannot be read; the list was not saved"),
        Text("请按提示改正后重新上传", "correct the problems below and upload the file again"),
        status=400,
        problems=problems,
    )


def list_changed(added: int, changed: int, same: int) -> Text:
    return Text(
        f"新增 {added} 人，改动场次座位 {changed} 人，已在名单上 {same} 人",
        f"Added: {added}. New group or seat: {changed}. Already on the list: {same}",
    )


LIST_BINDS = Text(
    "名单已经生效：这场考试从现在起只限名单上的人参加",
    "The list binds: from now on the exam is for those on the list alone",
)
HAS_BEGUN_OR_STATUS: Message = (
    Text("已经开始考试，或已登记状态", "has already begun, or has a status"),
    Text("请不要勾选此人", "do not tick this person"),
)


def nobody_removed(problems: list[Problem]) -> Refused:
    return Refused(
        "candidates.begun",
        Text("没有移出任何人", "Nobody was removed from the list"),
        Text("请重新选择尚未开始的考生", "choose candidates who have not begun"),
        status=400,
        problems=problems,
    )


def removed(count: int) -> Text:
    return Text(f"已移出 {count} 人", f"Removed from the list: {count}")


def closes_before_it_opens() -> Refused:
    return Refused(
        "exam.window",
        Text("结束时间须晚于开始时间", "The end must be later than the beginning"),
        Text("请改正两个时间", "correct the two times"),
        status=400,
    )


def group_window_set(count: int) -> Text:
    return Text(f"已安排 {count} 人的考试时间", f"Candidates with a new time: {count}")


def nobody_to_draw_for() -> Refused:
    return Refused(
        "candidates.nobody",
        Text("名单上没有待考的考生", "No candidate on the list still has to sit the exam"),
        Text("请先添加考生", "add candidates first"),
        status=400,
    )


def job_not_found() -> Refused:
    return not_found(Text("任务", "job"))


def no_candidate_or_status() -> Refused:
    return Refused(
        "candidates.choose",
        Text("没有选中考生或状态", "No candidate or no status was chosen"),
        Text("请勾选考生并选择状态", "tick candidates and choose a status"),
        status=400,
    )


def no_status_changed(problems: list[Problem]) -> Refused:
    return Refused(
        "candidates.status",
        Text("没有登记任何人", "Nobody’s status was changed"),
        Text("请看下列各人的情况", "see the reasons below"),
        status=400,
        problems=problems,
    )


def nobody_absent() -> Refused:
    return Refused(
        "candidates.nobody_absent",
        Text(
            "没有时间已过而未开始的考生", "There are no candidates whose time is over and who have not begun"
        ),
        Text("考试或场次结束后再登记缺考", "try again when the exam, or the time of the group, is over"),
        status=400,
    )


UNTICK_OR_CORRECT = Text(
    "请不要勾选此人，或先改正状态", "Do not tick this person, or correct their status first"
)
SAME_STATUS = Text("已经是这个状态", "already has this status")
HAS_BEGUN = Text("已经开始考试", "has already begun")
MISCONDUCT_FIRST = Text("已登记违纪，须先撤销", "has the status misconduct, which must be withdrawn first")
IS_SITTING = Text("正在考试", "is sitting the exam now")
MAKEUP_SAT = Text("已经参加补考", "has already sat the makeup")
MAKEUP_ONLY: Message = (
    Text("只有补考才填写这一项", "This is only for a makeup"),
    Text("请清空，或把状态改为补考", "empty it, or choose Makeup as the status"),
)


def status_set(count: int, status: Text) -> Text:
    return Text(
        f"已登记 {count} 人：{status.zh}",
        f"{status.en}: {count} {'candidate' if count == 1 else 'candidates'}",
    )


def marked_absent(count: int) -> Text:
    return Text(f"已登记缺考 {count} 人", f"Marked as absent: {count}")


ADMITTED = Text("已准许迟到入场，考生现在可以开始", "Admitted: the candidate can begin now")
