"""What the facts of an audit event are called, and their values in words."""

import re
from datetime import datetime
from typing import Any

from lms.domain.access import ROLE_NAMES
from lms.domain.beijing import format_beijing_time
from lms.domain.exam import allowance
from lms.domain.problem import Text
from lms.platform.audit import AuditEvent

_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_DIGEST = re.compile(r"[0-9a-f]{40,64}")
_SHOWN = 12
"""Characters of a digest that are shown; the export has all of them."""

FACTS: dict[str, Text] = {
    "accommodation": Text("便利编号", "accommodation"),
    "added": Text("新增", "added"),
    "allowance": Text("时间", "time"),
    "answers": Text("答案数", "answers"),
    "approved_number": Text("恢复到版本", "approved version"),
    "attempt": Text("第几次", "attempt"),
    "audience": Text("参加范围", "for whom"),
    "before": Text("原来", "before"),
    "by": Text("经办", "by"),
    "changed": Text("变更", "changed"),
    "choice": Text("处理", "choice"),
    "closes_at": Text("结束", "closes"),
    "code": Text("代码或口令", "code"),
    "comment": Text("批注", "comment"),
    "competency": Text("能力", "competency"),
    "conflict": Text("不一致", "different"),
    "course": Text("课程", "course"),
    "days": Text("天数", "days"),
    "deadline": Text("截止", "deadline"),
    "difficulty": Text("难度", "difficulty"),
    "drawn_unreviewed": Text("未经审核即可抽取", "drawn without review"),
    "due": Text("期限", "due"),
    "events": Text("条数", "events"),
    "exam": Text("考试", "exam"),
    "fields": Text("改动的项目", "changed"),
    "file": Text("文件", "file"),
    "for_review": Text("待审核", "for review"),
    "form": Text("格式", "format"),
    "group": Text("场次", "group"),
    "hash": Text("指纹", "fingerprint"),
    "head": Text("链尾指纹", "last fingerprint"),
    "ids": Text("试题清单的指纹", "fingerprint of the questions"),
    "ip": Text("网络地址", "network address"),
    "item": Text("试题编号", "question"),
    "items": Text("试题", "questions"),
    "kept": Text("保留", "kept"),
    "kind": Text("题型", "kind"),
    "late": Text("逾时", "late"),
    "level": Text("等级", "level"),
    "login": Text("工号", "employee number"),
    "made_at": Text("制作时间", "made at"),
    "mark": Text("得分", "mark"),
    "moved": Text("改期", "moved"),
    "mine": Text("只限本人所写", "own only"),
    "minutes": Text("分钟", "minutes"),
    "name": Text("名称", "name"),
    "number": Text("版本", "version"),
    "opens_at": Text("开始", "opens"),
    "papers": Text("份数", "papers"),
    "path": Text("网址", "address"),
    "people": Text("人数", "people"),
    "persons": Text("指定的人数", "single people"),
    "place": Text("位置", "place"),
    "position": Text("题号", "question number"),
    "positions": Text("题号", "question numbers"),
    "question": Text("试题", "question"),
    "questions": Text("题数", "questions"),
    "reader": Text("阅读人", "reader"),
    "reason": Text("原因", "reason"),
    "receipt": Text("回执", "receipt"),
    "receipt_before": Text("原回执", "receipt before"),
    "record": Text("结业记录", "record"),
    "restored": Text("恢复", "restored"),
    "results": Text("成绩份数", "results"),
    "retired": Text("停用", "retired"),
    "reviewers": Text("审题人变动", "other reviewers"),
    "role": Text("角色", "role"),
    "rows": Text("行数", "rows"),
    "saved": Text("已存", "saved"),
    "seconds": Text("秒数", "seconds"),
    "seconds_left": Text("剩余秒数", "seconds left"),
    "seed": Text("随机种子", "seed"),
    "seen": Text("确认内容的指纹", "fingerprint of what was confirmed"),
    "seq": Text("序号", "number"),
    "sha256": Text("文件指纹", "fingerprint of the file"),
    "since": Text("自", "from"),
    "sitting": Text("考试过程", "sitting"),
    "size": Text("字节数", "bytes"),
    "slug": Text("简称", "short name"),
    "sort": Text("排序", "order"),
    "source": Text("依据", "source"),
    "state": Text("状态", "state"),
    "status": Text("登记为", "status"),
    "tag": Text("标签", "tag"),
    "to": Text("格式", "format"),
    "transcript": Text("录入编号", "typed sheet"),
    "typed_by": Text("录入人", "typed in by"),
    "unit": Text("单位", "unit"),
    "unit_before": Text("原单位", "unit before"),
    "units": Text("单位数", "units"),
    "unreadable": Text("读不出", "unreadable"),
    "until": Text("至", "until"),
    "use": Text("用途", "use"),
    "version": Text("版本", "version"),
    "versions": Text("版本清单的指纹", "fingerprint of the versions"),
    "what": Text("改动", "change"),
    "who": Text("人员", "who"),
    "why": Text("断裂原因", "reason"),
    "withdraws": Text("撤销的一条", "withdrawn entry"),
    "words": Text("查找字词", "words"),
}

LISTS_OF_IDS = {
    ("delivery.expect", "people"),
    ("delivery.forget", "people"),
    ("exams.audience", "units"),
    ("learning.assign", "persons"),
}
"""Facts of actions that list ids, of which readers are told how many there are."""

_CHANGE = {
    "facts": Text("考试信息", "details"),
    "plan": Text("整份蓝图", "blueprint"),
    "section": Text("部分", "section"),
    "draw": Text("抽题", "draw"),
    "case": Text("材料题", "case"),
    "fixed": Text("固定题", "fixed question"),
    "fix": Text("固定题", "fixed question"),
    "add-section": Text("增加部分", "added a section"),
    "section-up": Text("部分上移", "moved a section up"),
    "section-down": Text("部分下移", "moved a section down"),
    "section-remove": Text("删除部分", "removed a section"),
    "up": Text("上移", "moved up"),
    "down": Text("下移", "moved down"),
    "remove": Text("删除", "removed"),
}
_STATUS = {
    "expected": Text("应考", "expected"),
    "absent": Text("缺考", "absent"),
    "deferred": Text("缓考", "deferred"),
    "misconduct": Text("违纪", "misconduct"),
    "makeup": Text("补考", "makeup exam"),
}
VALUES: dict[str, dict[str, Text]] = {
    "audience": {
        "everybody": Text("全体学员", "everybody"),
        "units": Text("指定单位", "units"),
        "listed": Text("名单", "the list"),
    },
    "before": _STATUS,
    "choice": {
        "": Text("照建议", "as proposed"),
        "add": Text("作为新题", "as a new question"),
        "version": Text("作为新版本", "as a new version"),
        "skip": Text("不导入", "leave out"),
    },
    "fields": {
        "name": Text("姓名", "name"),
        "email": Text("邮箱", "e-mail"),
        "unit": Text("单位", "unit"),
        "post": Text("职务", "post"),
        "rank": Text("职级", "rank"),
        "language": Text("语言", "language"),
        "login": Text("工号", "employee number"),
    },
    "reader": {
        "auditor": Text("审计员", "auditor"),
        "candidate": Text("考生本人", "the candidate"),
        "invigilator": Text("监考", "invigilator"),
    },
    "role": {role.value: name for role, name in ROLE_NAMES.items()},
    "state": {
        "active": Text("启用", "enabled"),
        "disabled": Text("停用", "disabled"),
        "draft": Text("草稿", "draft"),
        "in_review": Text("待审核", "in review"),
        "approved": Text("已审", "approved"),
        "returned": Text("退回", "returned"),
        "retired": Text("停用", "retired"),
    },
    "status": _STATUS,
    "what": _CHANGE,
    "why": {
        "gap": Text("缺少一条", "an event is missing"),
        "changed": Text("被改动", "an event was changed"),
        "cut": Text("末尾被删", "the end was cut off"),
    },
}
"""Values that are stored as codes, by the fact whose values they are."""


def facts_in_words(event: AuditEvent) -> list[tuple[Text, Text]]:
    """Return what an event says, each with its name. What nobody named is shown as it is stored."""
    return [
        (FACTS.get(name, Text(name, name)), _fact(event.action, name, value))
        for name, value in event.detail.items()
        if value not in (None, "", [])
    ]


def _fact(action: str, name: str, value: Any) -> Text:
    if (action, name) in LISTS_OF_IDS:
        return Text(*[str(len(value.split()))] * 2)
    return _value(name, value)


def _value(name: str, value: Any) -> Text:
    """Return a value in words: a code by its name, a time in Beijing, a digest by its beginning."""
    known = VALUES.get(name, {})
    match value:
        case bool():
            return Text("是", "yes") if value else Text("否", "no")
        case dict() if name == "allowance":
            return allowance.allowance_text(allowance.load(value))
        case list():
            return _joined([_value(name, each) for each in value])
        case str() if _TIME.fullmatch(value):
            moment = format_beijing_time(datetime.fromisoformat(value))
            return Text(moment, moment)
        case str() if _DIGEST.fullmatch(value):
            return Text(f"{value[:_SHOWN]}…", f"{value[:_SHOWN]}…")
        case str() if known and value not in known:
            return _joined([known.get(each, Text(each, each)) for each in re.split("[, ]", value)])
    return known.get(value, Text(str(value), str(value)))


def _joined(values: list[Text]) -> Text:
    return Text("、".join(each.zh for each in values), ", ".join(each.en for each in values))
