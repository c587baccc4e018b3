"""Refusals and notices of those who run exams: decisions, printing, answer files and transcripts."""

from lms.domain.problem import Message, Problem, Refused, Text, not_found


def sitting_not_found() -> Refused:
    return not_found(Text("考试记录", "sitting"))


def decision_not_found() -> Refused:
    return not_found(Text("操作", "action"))


def unknown_decision() -> Refused:
    return Refused(
        "sitting.unknown_decision",
        Text("没有这种操作", "There is no such action"),
        Text("请回到监考台重新选择", "go back to the board and choose again"),
        status=400,
    )


def reason_missing() -> Refused:
    return Refused(
        "sitting.say_why",
        Text("没有写理由", "No reason was given"),
        Text(
            "请写明理由，考生和审计员都会看到", "give the reason; the candidate and the auditor will see it"
        ),
        status=400,
    )


def reason_too_long(problems: list[Problem]) -> Refused:
    return Refused(
        "sitting.reason_too_long",
        Text("理由太长，没有执行", "The reason is too long; nothing was changed"),
        Text("请缩短理由", "shorten the reason"),
        status=400,
        problems=problems,
    )


NO_REASON_CHOSEN: Message = (Text("没有写理由", "No reason was given"), Text("请选择一项", "choose one"))
NO_OWN_REASON: Message = (
    Text("没有写理由", "No reason was given"),
    Text("请写明，或在上面选择一项", "write it, or choose one above"),
)


def wrong_extension(most: int) -> Refused:
    return Refused(
        "sitting.minutes",
        Text(f"延长时间应为 1 到 {most} 分钟", f"An extension must be from 1 to {most} minutes"),
        Text("请改正分钟数", "correct the minutes"),
        status=400,
    )


def nobody_or_too_many() -> Refused:
    return Refused(
        "sitting.choose",
        Text("没有选中考生，或一次选得过多", "Nobody was chosen, or too many at a time"),
        Text("请选择 1 到 500 人", "choose from 1 to 500 candidates"),
        status=400,
    )


def some_refused(problems: list[Problem]) -> Refused:
    return Refused(
        "sitting.some",
        Text(
            "有的考试不能这样处理，全部没有执行",
            "This is not possible for some of the sittings; nothing was changed",
        ),
        Text("请去掉下列考试再试", "leave out the sittings below and try again"),
        problems=problems,
    )


def decision_applied(decision: Text, count: int) -> Text:
    return Text(
        f"已执行：{decision.zh}，{count} 人",
        f"Done: {decision.en}, {count} {'candidate' if count == 1 else 'candidates'}",
    )


def no_late_answers() -> Refused:
    return Refused(
        "sitting.nothing_late",
        Text("所选题目没有可以采纳的逾时答案", "These questions have no late answers to accept"),
        Text(
            "请刷新页面后重新选择；考试须已收卷",
            "reload the page and choose again; the sitting must have ended",
        ),
    )


LATE_ANSWERS_ACCEPTED = Text("已采纳，成绩已重新计算", "Accepted; the sitting was scored again")


def no_papers_drawn() -> Refused:
    return Refused(
        "room.no_papers",
        Text("还没有为这些考生预先抽卷", "No papers have been drawn for these candidates yet"),
        Text("请先预先抽卷，再打印", "draw the papers first, then print them"),
    )


def answer_file_of_another() -> Refused:
    return Refused(
        "answer_file.wrong_sitting",
        Text(
            "文件里的考生不是这次考试的考生", "The candidate in the file is not the candidate of this sitting"
        ),
        Text("请核对文件，由该考生重新保存", "check the file and have that candidate save it again"),
        status=400,
    )


def own_answer_file() -> Refused:
    return Refused(
        "answer_file.own",
        Text("不能导入自己的应急答卷", "You cannot import an answer file of your own"),
        Text("请交给另一位监考人员", "give it to another invigilator"),
        status=403,
    )


def answers_imported(saved: int, late: int, conflicting: int) -> Text:
    return Text(
        f"应急答卷已导入：{saved} 题在服务器上，逾时留存 {late} 题，未覆盖 {conflicting} 题",
        f"The answer file was imported. Answers on the server: {saved}; stored as late: {late}; "
        f"not overwritten: {conflicting}",
    )


def transcript_not_found() -> Refused:
    return not_found(Text("待复核的录入", "transcript"))


def same_person() -> Refused:
    return Refused(
        "transcript.same_person",
        Text("录入人不能复核自己的录入", "You cannot confirm answers that you entered yourself"),
        Text(
            "请另一位监考人员对照答题卡复核", "ask another invigilator to compare them with the answer sheet"
        ),
        status=403,
    )


def sitting_submitted() -> Refused:
    return Refused(
        "transcript.handed_in",
        Text(
            "已交卷或已作无效处理的考试不能录入",
            "The sitting was submitted or annulled; no answers can be entered",
        ),
        Text(
            "请把答题卡存档；要让考生重考的，在“考生名单”里登记补考",
            "file the answer sheet; for another attempt, grant a makeup on the page Candidates",
        ),
    )


def transcript_invalid(problems: list[Problem]) -> Refused:
    return Refused(
        "transcript.invalid",
        Text("没有保存录入的答案", "The answers were not saved"),
        Text("请改正下列各题，至少录入一题", "correct the questions below; enter at least one answer"),
        status=400,
        problems=problems,
    )


TRANSCRIPT_ENTERED = Text(
    "已录入，等待另一位监考人员复核；复核前不计分",
    "The answers were entered; they count once another invigilator has confirmed them",
)
TRANSCRIPT_CONFIRMED = Text("已复核，答案已生效", "Confirmed: the answers now count")
TRANSCRIPT_DISCARDED = Text("录入已作废，可以重新录入", "Discarded; the answers can be entered again")
