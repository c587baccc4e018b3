"""The labels of the invigilator's pages: states, statuses, decisions and prepared reasons."""

from lms.candidates.eligibility import ABSENT, DEFERRED, EXPECTED, MAKEUP, MISCONDUCT
from lms.domain.exam.allowance import STANDARD, Allowance, allowance_text
from lms.domain.problem import Text
from lms.invigilation.live_board import ANNULLED, COLLECTED, LOST, WAITING
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SUBMITTED
from lms.web.i18n import t

STATE_WORDS = {
    LOST: Text("疑似中断", "No contact"),
    PAUSED: Text("已暂停", "Paused"),
    OPEN: Text("进行中", "In progress"),
    WAITING: Text("未开始", "Not begun"),
    MAKEUP: Text("待补考", "Makeup due"),
    SUBMITTED: Text("已交卷", "Submitted"),
    COLLECTED: Text("监考收卷", "Collected"),
    EXPIRED: Text("到时收卷", "Time up"),
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
    "resume": Text("恢复", "Resume"),
    "extend": Text("延长时间", "Extend"),
    "release": Text("允许换机", "Allow another computer"),
    "collect": Text("收卷", "Collect"),
}
CONSEQUENCES = {
    "pause": Text(
        "计时立即停止，已保存的答案不受影响；恢复时剩余时间不变。",
        "The clock stops at once and saved answers are safe. When it is resumed, the same time is left.",
    ),
    "resume": Text("从停下的地方继续计时。", "The clock continues from where it stopped."),
    "extend": Text(
        "每人延长同样的分钟数，可以超过考试结束时间。",
        "Everyone gets the same number of minutes, even beyond the end of the exam.",
    ),
    "release": Text(
        "下一台打开这场考试的电脑接着作答，原来那台不能再作答。",
        "The next computer that opens the exam continues it; the previous one can no longer be used.",
    ),
    "collect": Text(
        "立即收卷并封存已保存的答案，不能撤回。",
        "The saved answers are collected and sealed at once. This cannot be undone.",
    ),
}
READY_REASONS = {
    "pause": (
        Text("停电", "Power failure"),
        Text("网络中断", "Network failure"),
        Text("火警或疏散", "Fire alarm or evacuation"),
        Text("电脑故障", "Computer failure"),
        Text("考生身体不适", "Candidate unwell"),
    ),
    "resume": (
        Text("供电已恢复", "Power is back"),
        Text("网络已恢复", "The network is back"),
        Text("可以继续考试", "The exam can continue"),
    ),
    "extend": (
        Text("补偿故障耽误的时间", "Time lost through a failure"),
        Text("补偿疏散耽误的时间", "Time lost through an evacuation"),
        Text("入场延误", "Delayed admission to the exam hall"),
    ),
    "release": (
        Text("电脑故障，更换电脑", "Computer failure, computer replaced"),
        Text("调整座位", "Change of seat"),
    ),
    "collect": (
        Text("考试结束，统一收卷", "End of the exam, all papers collected"),
        Text("考生要求提前交卷", "The candidate asked to submit early"),
        Text("考生离场", "The candidate left the exam hall"),
        Text("违反考场纪律", "Breach of the exam rules"),
    ),
}


def extra_time_text(allowance: Allowance, minutes: int = 0) -> str:
    """Describe the time that a person has beyond that of the exam; "" for none."""
    parts = [] if allowance == STANDARD else [t(allowance_text(allowance))]
    if minutes:
        parts.append(t(f"监考延长 {minutes} 分钟", f"extended by {minutes} minute{'s' * (minutes > 1)}"))
    return t("，", ", ").join(parts)
