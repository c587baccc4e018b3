"""What a format cannot carry, in the words of those who write questions."""

from collections.abc import Iterable

from lms.domain.problem import Text

_WORDS = {
    "area": Text("知识点", "content area"),
    "case": Text("所属材料", "the text that it is about"),
    "category": Text("分类", "category"),
    "checked": Text("核对日期", "date checked"),
    "competency": Text("能力项", "competency"),
    "difficulty": Text("难度", "difficulty"),
    "enemies": Text("互斥的题", "questions never asked beside it"),
    "expires": Text("有效期", "expiry"),
    "feedback_en": Text("英文解析", "English rationale"),
    "level": Text("级别", "level"),
    "source": Text("来源", "source"),
    "translations": Text("译文", "translations"),
}


def not_carried(names: Iterable[str]) -> Text:
    """One sentence about the parts of a question by these names; what came from another file keeps its own."""
    said = [_WORDS.get(name, Text(name, name)) for name in names]
    zh, en = "、".join(word.zh for word in said), ", ".join(word.en for word in said)
    return Text(f"这些信息带不走：{zh}", f"stays behind: {en}")
