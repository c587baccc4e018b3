"""What the sittings package says to its readers: refusals, problems and notices, in both languages."""

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text, not_found

_CONTACT_ORGANISERS = Text("如有异议，请联系组织考试的部门", "if you object, contact the exam organisers")

TIME_WAS_UP = Text(
    "时间已到，这个答案已留存备查，不计分",
    "The time was up: this answer was kept, but it does not count",
)


def sitting_not_found() -> Refused:
    return not_found(Text("考试记录", "sitting"))


def question_not_found() -> Refused:
    return not_found(Text("题目", "question"))


def sitting_not_open(state: str) -> Refused:
    """The refusal of what only an open sitting allows; `state` is "paused", "submitted" or "expired"."""
    if state == "paused":
        return Refused(
            "sitting.paused",
            Text(
                "监考人员已暂停考试，计时已停止", "The invigilator has paused the exam; the clock is stopped"
            ),
            Text(
                "请等候恢复；已暂存的答案恢复后会自动保存",
                "wait until the exam resumes; answers kept on this computer are saved then",
            ),
            status=409,
        )
    ended = {
        "submitted": Text("试卷已经提交，不能再改", "The paper has been submitted and cannot be changed"),
        "expired": Text("考试时间已到，试卷已收", "The time is up and the paper has been collected"),
    }
    how = Text("可在考试页查看回执和成绩", "see the receipt and the result on the exams page")
    return Refused(f"sitting.{state}", ended[state], how, status=409)


def sitting_not_sealed() -> Refused:
    return Refused(
        "sitting.not_sealed",
        Text("还没有交卷，没有回执", "The exam has not been submitted: there is no receipt yet"),
        Text("交卷后再来下载", "download it after submission"),
    )


def answers_missing(missing: list[dict[str, int]]) -> Refused:
    count = len(missing)
    numbers = [str(answer["position"]) for answer in missing[:20]]
    questions = "question" if count == 1 else "questions"
    return Refused(
        "sitting.answers_missing",
        Text(
            f"还有 {count} 题的最新答案没有到达服务器（第 {'、'.join(numbers)} 题），尚未交卷",
            f"The latest answers to {count} {questions} ({', '.join(numbers)}) have not arrived;"
            " nothing was submitted",
        ),
        Text("请先重新保存这些题，再交卷", "save them again, then submit"),
        status=409,
        missing=missing,
    )


def exam_closed() -> Refused:
    return Refused(
        "exam.closed",
        Text("这场考试已停用", "This exam is closed"),
        Text("如仍需参加，请联系组织考试的部门", "if you still need to take it, contact the exam organisers"),
    )


def exam_passed() -> Refused:
    return Refused(
        "exam.passed",
        Text("您已通过这场考试", "You have passed this exam"),
        Text("答案已可查看，不再重考", "you can see the answers now, so it cannot be taken again"),
    )


def no_attempts_left(most: int) -> Refused:
    used = "The only attempt has been used" if most == 1 else f"All {most} attempts have been used"
    return Refused(
        "exam.no_attempts",
        Text(f"{most} 次考试机会已全部用完", used),
        Text("如需补考，请联系组织考试的部门", "for another attempt, contact the exam organisers"),
        attempts=most,
    )


def wait_between_attempts(hours: int, again_at: str) -> Refused:
    unit = "hour" if hours == 1 else "hours"
    return Refused(
        "exam.wait",
        Text(f"两次考试之间须间隔 {hours} 小时", f"There must be {hours} {unit} between attempts"),
        Text("请到时再来", "come back then"),
        again_at=again_at,
    )


def address_not_allowed(address: str) -> Refused:
    return Refused(
        "exam.address",
        Text(
            f"这场考试只能在指定的考场机器上开始，本机地址是 {address or '未知'}",
            "This exam can be started only on the computers of its exam halls;"
            f" the address of this one is {address or 'unknown'}",
        ),
        Text(
            "请到指定的考场，或请监考人员核对地址",
            "go to the exam hall, or ask the invigilator to check the address",
        ),
        status=403,
        address=address,
    )


def not_among_candidates() -> Refused:
    return Refused(
        "exam.not_listed",
        Text("您不在这场考试的参加范围内", "This exam is not meant for you"),
        Text(
            "应当参加的，请联系组织考试的部门把您加入名单",
            "if you should sit it, ask the exam organisers to put you on its list",
        ),
        status=403,
    )


def expected(open_now: bool, moment: str, group: str, seat: str) -> Text:
    """What a person is expected at: until when, or from when, and where."""
    if open_now:
        zh, en = (f"可以开始，{moment} 结束", f"Open until {moment}") if moment else ("可以开始", "Open now")
    else:
        zh, en = f"{moment} 开始", f"Opens {moment}"
    hall = "，".join(part for part in (group, f"座位 {seat}" if seat else "") if part)
    hall_en = ", ".join(part for part in (group, f"seat {seat}" if seat else "") if part)
    return Text(f"{zh}；{hall}", f"{en}; {hall_en}") if hall else Text(zh, en)


def exam_deferred() -> Refused:
    return Refused(
        "exam.deferred",
        Text("您已办理缓考", "Your exam has been deferred"),
        Text("请等候补考安排", "wait for the date of the makeup exam"),
    )


def misconduct() -> Refused:
    return Refused(
        "exam.misconduct",
        Text("您在这场考试中被认定违纪", "A breach of the rules was found in this exam"),
        _CONTACT_ORGANISERS,
    )


def outside_window(opens_at: str | None, closes_at: str | None, early: bool) -> Refused:
    what = (
        Text("考试尚未开始", "The exam has not opened yet")
        if early
        else Text("考试时间已过", "The exam is over")
    )
    return Refused(
        "exam.not_yet" if early else "exam.not_open",
        what,
        Text("请在考试页查看开放时间", "see the exams page for when it is open"),
        opens_at=opens_at,
        closes_at=closes_at,
    )


def access_code_wrong() -> Refused:
    return Refused(
        "exam.access_code",
        Text("考试口令不正确", "The access code is wrong"),
        Text("请向监考人员询问本场考试口令", "ask the invigilator for the code of this session"),
        status=403,
    )


def invalid_answer(problems: list[Problem]) -> Refused:
    """The refusal of answers that cannot be read; nothing of the request was stored."""
    return Refused(
        "answers.invalid",
        Text("答案格式有误，没有保存", "The answers cannot be read and were not saved"),
        Text("请按所列问题修改后重发", "correct what is listed and send them again"),
        status=400,
        problems=problems,
    )


def no_such_position(position: int, length: int) -> Problem:
    what = Text(
        f"没有第 {position} 题，本卷共 {length} 题",
        f"There is no question {position}; the paper has {length}",
    )
    return Problem(FieldPath("position"), what, Text("请核对题号", "check the number of the question"))


def no_such_question(path: str) -> Problem:
    what = Text("本卷没有这道题", "The paper has no such question")
    return Problem(FieldPath(path), what, Text("请核对题号", "check the number"))


def _answer_file_refused(code: str, what: Text, status: int = 400) -> Refused:
    how = Text(
        "请选择考生在考试页保存的 .wuneng 文件；如已损坏，请考生在考试页重新保存",
        "choose the .wuneng file that the candidate saved on the exam page; if it is damaged, save it there again",
    )
    return Refused(f"answer_file.{code}", what, how, status=status)


def answer_file_too_large() -> Refused:
    what = Text("文件过大，不是应急答卷", "The file is too large to be an answer file")
    return _answer_file_refused("too_large", what, status=413)


def not_an_answer_file() -> Refused:
    return _answer_file_refused("unknown", Text("这不是应急答卷文件", "This is not an answer file"))


def answer_file_version_unknown() -> Refused:
    what = Text("应急答卷的版本不认识", "The version of this answer file is not known")
    return _answer_file_refused("version", what)


def answer_file_of_another_installation() -> Refused:
    what = Text("这份应急答卷出自另一套系统", "This answer file comes from another installation")
    return _answer_file_refused("foreign", what)


def answer_file_damaged() -> Refused:
    what = Text(
        "文件不完整或被改动过，无法打开", "The file is incomplete or was changed; it cannot be opened"
    )
    return _answer_file_refused("damaged", what)
