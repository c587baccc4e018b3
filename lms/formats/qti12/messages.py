"""What is wrong in an item of QTI 1.2, and what its author should check; the caller adds file, line and title."""

from lms.domain.problem import Message, Text
from lms.formats import exchange_messages

_MARK_AGAIN = Text(
    "请在原系统中标出正确答案后重新导出", "mark the right answer in the original system and export again"
)

NO_RESPONSE: Message = Text("没有作答的地方", "has no field to answer in"), _MARK_AGAIN
NO_RIGHT_OPTION: Message = exchange_messages.NO_RIGHT_OPTION, _MARK_AGAIN
NO_NUMBER: Message = exchange_messages.NO_NUMBER, _MARK_AGAIN
ORDER_UNCLEAR: Message = Text("看不出正确的顺序", "does not say which order is right"), _MARK_AGAIN
GAP_WITHOUT_ANSWER: Message = exchange_messages.GAP_WITHOUT_ANSWER, _MARK_AGAIN
GAPS_WITHOUT_RESPONSE: Message = (
    Text("文中的空与答案对不上", "has gaps in its text that do not match its answers"),
    Text("请核对 [名称] 的写法", "check the [names] in its text"),
)
GAPS_COUNT_SEPARATELY: Message = (
    Text("原题全对才得分，这里各空分别计分", "was scored all-or-nothing; here each gap counts separately"),
    Text("请核对计分", "check how it is marked"),
)


def type_not_supported(kind: str) -> Message:
    """`kind` is "" for an answer in a picture."""
    return (
        Text(
            f"不支持这种题型（{kind or '图上作答'}）",
            f"this type ({kind or 'answers in a picture'}) is not supported",
        ),
        Text(
            "请改成选择、填空等题型，或手工录入",
            "change it to a choice or a short answer, or enter it by hand",
        ),
    )


def unknown_type(kind: str) -> Message:
    return (
        Text(
            f"不认识题型 {kind[:40]}，按其内容读入",
            f"the type {kind[:40]} is unknown; the item was read by its content",
        ),
        Text("请核对这道题", "check this question"),
    )
