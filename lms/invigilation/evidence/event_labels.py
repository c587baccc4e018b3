"""Names and details of the events of a sitting, for readers; unknown events and facts are shown as they are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lms.domain.beijing import BEIJING
from lms.domain.problem import Text
from lms.invigilation.evidence.dispute_file import EvidenceEvent

NAMES = {
    "started": Text("开始考试", "began"),
    "answer": Text("作答", "answered"),
    "late": Text("逾时作答，留存备查，不计分", "answered after the end: stored, not scored"),
    "flag": Text("标记或取消标记", "flagged, or removed the flag"),
    "focus-lost": Text("离开考试页面（切屏）", "left the page"),
    "focus-back": Text("回到考试页面", "came back to the page"),
    "paused": Text("监考人员暂停考试", "paused by the invigilator"),
    "resumed": Text("恢复考试", "resumed"),
    "extended": Text("延长时间", "time extended"),
    "moved": Text("换到另一台机器", "moved to another computer"),
    "admitted": Text("准许迟到入场", "admitted late"),
    "ended": Text("监考人员收卷", "collected by the invigilator"),
    "accepted": Text("采纳逾时答案，重新封存", "late answers accepted, sealed again"),
    "transcribed": Text("录入纸质答卷", "answers entered from paper"),
    "annulled": Text("认定成绩无效", "annulled"),
    "restored": Text("恢复成绩有效", "restored"),
    "submitted": Text("交卷，答卷封存", "submitted and sealed"),
    "expired": Text("时间到，系统收卷，答卷封存", "time was up: collected by the system and sealed"),
}
FACT_NAMES = {
    "reason": Text("理由", "reason"),
    "minutes": Text("分钟", "minutes"),
    "deadline": Text("新的截止时间", "new deadline"),
    "seconds_left": Text("剩余秒数", "seconds left"),
    "ip": Text("来自", "from"),
    "positions": Text("题号", "questions"),
    "receipt": Text("新回执 SHA-256", "new receipt, SHA-256"),
    "receipt_before": Text("原回执 SHA-256", "previous receipt, SHA-256"),
    "flagged": Text("标记", "flagged"),
}
SHOWN_ELSEWHERE = {"by", "login", "name"}
"""Facts that readers find elsewhere on the page."""


def label(event: EvidenceEvent) -> Text:
    """Return the name of an event, with the question that it concerns."""
    name = NAMES.get(event.type, Text(event.type, event.type))
    if event.position is None:
        return name
    return Text(f"第 {event.position} 题：{name.zh}", f"question {event.position}: {name.en}")


def details(event: EvidenceEvent, language: str) -> str:
    """Return the facts of an event as text: the reason, the minutes and so on; "" for answers."""
    if event.type in ("answer", "late"):
        return ""
    parts = []
    for key, value in event.facts.items():
        if key not in SHOWN_ELSEWHERE:
            name = FACT_NAMES.get(key, Text(key, key)).in_(language)
            parts.append(f"{name}{'：' if language == 'zh' else ': '}{_value(key, value, language)}")
    return ("；" if language == "zh" else "; ").join(parts)


def _value(key: str, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return (Text("是", "yes") if value else Text("否", "no")).in_(language)
    if isinstance(value, list):
        return "、".join(map(str, value)) if language == "zh" else ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{inner}={each}" for inner, each in value.items())
    if key == "deadline":
        return clock_time(str(value))
    return str(value)


def clock_time(written: str) -> str:
    """Return a time that a client or an event wrote as Beijing clock time; text that is no time unchanged."""
    try:
        moment = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        return written
    if moment.tzinfo is None:
        return written
    try:
        return f"{moment.astimezone(BEIJING):%H:%M:%S}"
    except OverflowError:
        return written


def duration(gap: timedelta) -> Text:
    """Return a duration as 4 分 12 秒, 4 min 12 s."""
    total = int(gap.total_seconds())
    hours, minutes, seconds = total // 3600, total // 60 % 60, total % 60
    zh, en = [], []
    for count, unit_zh, unit_en in ((hours, "小时", "h"), (minutes, "分", "min"), (seconds, "秒", "s")):
        if count:
            zh.append(f"{count} {unit_zh}")
            en.append(f"{count} {unit_en}")
    return Text(" ".join(zh) or "0 秒", " ".join(en) or "0 s")
