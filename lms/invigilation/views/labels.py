"""The words of the invigilator's pages: states, statuses, decisions and ready reasons."""

from lms.candidates.eligibility import ABSENT, DEFERRED, EXPECTED, MAKEUP, MISCONDUCT
from lms.domain.exam.allowance import STANDARD, Allowance, allowance_text
from lms.domain.problem import Text
from lms.invigilation.live_board import ANNULLED, COLLECTED, LOST, WAITING
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SUBMITTED
from lms.web.i18n import t

STATE_WORDS = {
    LOST: Text("疑似中断", "Not heard of"),
    PAUSED: Text("已暂停", "Paused"),
    OPEN: Text("进行中", "Under way"),
    WAITING: Text("未开始", "Not begun"),
    MAKEUP: Text("待补考", "Makeup due"),
    SUBMITTED: Text("已交卷", "Handed in"),
    COLLECTED: Text("监考收卷", "Collected"),
    EXPIRED: Text("到时收卷", "Time was up"),
    ABSENT: Text("缺考", "Absent"),
    DEFERRED: Text("缓考", "Deferred"),
    MISCONDUCT: Text("违纪", "Misconduct"),
    ANNULLED: Text("成绩无效", "Annulled"),
}
STATE_TAGS = {
    LOST: "alert",
    PAUSED: "pause",
    OPEN: "run",
    WAITING: "wait",
    MAKEUP: "wait",
    SUBMITTED: "good",
    COLLECTED: "good",
    EXPIRED: "good",
    ABSENT: "stop",
    DEFERRED: "stop",
    MISCONDUCT: "alert",
    ANNULLED: "alert",
}
STATUS_WORDS = {
    EXPECTED: Text("应考", "Expected"),
    ABSENT: Text("缺考", "Absent"),
    DEFERRED: Text("缓考", "Deferred"),
    MISCONDUCT: Text("违纪", "Misconduct"),
    MAKEUP: Text("补考", "Makeup"),
}
DECISIONS = {
    "pause": Text("暂停", "Pause"),
    "resume": Text("恢复", "Let go on"),
    "extend": Text("延长时间", "Extend"),
    "release": Text("允许换机", "Allow another machine"),
    "collect": Text("收卷", "Collect"),
}
CONSEQUENCES = {
    "pause": Text(
        "计时立即停止，已保存的答案不受影响；恢复时剩余时间不变。",
        "The clock stops at once and saved answers are safe; as much time is left when it goes on.",
    ),
    "resume": Text("从停下的地方继续计时。", "The clock goes on from where it stopped."),
    "extend": Text(
        "每人延长同样的分钟数，可以超过考试结束时间。",
        "Everybody gets the same minutes, also beyond the end of the exam.",
    ),
    "release": Text(
        "下一台打开这场考试的电脑接着作答，原来那台不能再作答。",
        "The next machine that opens the exam goes on; the one before cannot.",
    ),
    "collect": Text(
        "立即收卷并封存已保存的答案，不能撤回。",
        "The papers are collected and sealed now; it cannot be taken back.",
    ),
}
READY_REASONS = {
    "pause": (
        Text("停电", "Power failure"),
        Text("网络中断", "Network failure"),
        Text("火警或疏散", "Fire alarm or evacuation"),
        Text("电脑故障", "Machine failure"),
        Text("考生身体不适", "Candidate unwell"),
    ),
    "resume": (
        Text("供电已恢复", "Power is back"),
        Text("网络已恢复", "The network is back"),
        Text("可以继续考试", "The exam can go on"),
    ),
    "extend": (
        Text("补偿故障耽误的时间", "For time lost by a failure"),
        Text("补偿疏散耽误的时间", "For time lost by an evacuation"),
        Text("入场延误", "Late admission to the room"),
    ),
    "release": (
        Text("电脑故障，更换电脑", "Machine failure, another is used"),
        Text("调整座位", "Change of seat"),
    ),
    "collect": (
        Text("考试结束，统一收卷", "End of the exam: all papers are collected"),
        Text("考生要求提前交卷", "The candidate asked to hand in"),
        Text("考生离场", "The candidate left the room"),
        Text("违反考场纪律", "Breach of the rules of the room"),
    ),
}


def extra_time_text(allowance: Allowance, minutes: int = 0) -> str:
    """What somebody has beyond the time of the exam, in short."""
    parts = [] if allowance == STANDARD else [t(allowance_text(allowance))]
    if minutes:
        parts.append(t(f"监考延长 {minutes} 分钟", f"extended by {minutes} minutes"))
    return t("，", ", ").join(parts)
