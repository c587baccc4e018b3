"""The parts of a question that a format cannot carry, by the names that authors know."""

from collections.abc import Iterable

from lms.domain.problem import Text

_LABELS = {
    "area": Text("知识点", "content area"),
    "case": Text("所属材料", "the text that it is about"),
    "category": Text("分类", "category"),
    "checked": Text("核对日期", "date checked"),
    "competency": Text("能力项", "competency"),
    "difficulty": Text("难度", "difficulty"),
    "enemies": Text("互斥的题", "questions never asked in the same exam"),
    "expires": Text("有效期", "expiry"),
    "feedback_en": Text("英文解析", "English rationale"),
    "level": Text("级别", "level"),
    "source": Text("来源", "source"),
    "translations": Text("译文", "translations"),
    "use": Text("用途（仅供练习）", "its use (practice only)"),
}


def not_carried(names: Iterable[str]) -> Text:
    """Return the message that these parts of a question are lost; a part that we do not know keeps its name."""
    labels = [_LABELS.get(name, Text(name, name)) for name in names]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
    return Text(f"这些信息带不走：{zh}", f"not carried over: {en}")
