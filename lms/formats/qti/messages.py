"""What is wrong in an item of QTI, what its author should check, and what QTI cannot express.

The caller adds the file, the line and the item's title.
"""

from lms.domain.problem import Message, Text
from lms.formats import exchange_messages

_EXPORT_AGAIN = Text("请在原系统中核对后重新导出", "check it in the original system and export again")

# The file

NOT_QTI: Message = (
    Text("不是 QTI，或里面没有试题", "is not QTI, or has no items"),
    Text("请重新导出 QTI 包", "export the QTI package again"),
)


def stimulus_missing(address: str) -> Message:
    return (
        Text(f"找不到共用材料 {address[:80]}", f"the stimulus {address[:80]} is missing"),
        Text("请把材料补进题干", "add it to the stem"),
    )


# Items that cannot be used

NO_BODY: Message = Text("没有题面", "has no body"), _EXPORT_AGAIN
RANDOM_VALUES: Message = (
    Text("是带随机变量的模板题，不支持", "is a template with random values, which is not supported"),
    Text("请代入一组数据后重新导出", "insert one set of values and export it again"),
)
ADAPTIVE: Message = (
    Text("是分步作答的自适应题，不支持", "is adaptive, answered in steps, which is not supported"),
    Text("请拆成几道题", "split it into several questions"),
)


def several_interactions(count: int) -> Message:
    return (
        Text(f"一道题里有 {count} 处作答，不支持", f"has {count} interactions, which is not supported"),
        Text("请拆成几道题后重新导出", "split it into several items and export them again"),
    )


def interaction_not_supported(name: str) -> Message:
    return (
        Text(f"不支持 {name}", f"{name} is not supported"),
        Text("请改成选择、匹配、填空等题型", "change it to a choice, a match or a text entry"),
    )


def response_not_declared(name: str) -> Message:
    return (
        Text(f"没有声明作答变量 {name[:40]}", f"does not declare the response {name[:40]}"),
        _EXPORT_AGAIN,
    )


# Choices and orders

NO_RIGHT_OPTION: Message = exchange_messages.NO_RIGHT_OPTION, _EXPORT_AGAIN
IDENTIFIERS_AS_OPTIONS: Message = (
    Text(
        "原题在图上点选，已改为选择题，选项是各区域的代号",
        "asks to point at places in a picture; here their identifiers are the options",
    ),
    Text("请在图上标出各区域的代号", "mark the places in the picture with these identifiers"),
)
INCOMPLETE_ORDER: Message = (
    Text("正确顺序没有包括所有的项", "has a right order that leaves entries out"),
    Text("请让每一项都排进正确顺序", "put every entry into the right order"),
)
ORDER_RULE_REPLACED: Message = (
    Text(
        "原题的部分得分规则带不过来，已改为全对得分",
        "has a rule for partial marks, which was replaced by all-or-nothing scoring",
    ),
    Text(
        "请核对计分规则，可改为按先后或按位置计分",
        "check the rule; scoring by pairs or by position is also possible",
    ),
)

# Pairs

NOT_TWO_SETS: Message = Text("应有两组可配对的项", "needs two sets of entries to match"), _EXPORT_AGAIN
NOT_ONE_PARTNER_EACH: Message = (
    Text("有的项配了几个，或一个也没配", "has entries with several partners, or with none"),
    Text("请让其中一组的每一项恰好配一个", "give each entry of one set exactly one partner"),
)
SEVERAL_PARTNERS: Message = (
    Text("有的项配了几个", "has entries with several partners"),
    Text("请让每一项至多配一个", "give each entry at most one partner"),
)
PAIRS_UNCLEAR: Message = Text("看不出哪些配在一起", "does not say what belongs together"), _EXPORT_AGAIN
UNEQUAL_PAIRS: Message = (
    Text("各对分值不同，这里各对相等", "has pairs with different marks; here all pairs count the same"),
    Text("请核对分值", "check the marks"),
)

# Words and numbers

GAP_WITHOUT_ANSWER: Message = exchange_messages.GAP_WITHOUT_ANSWER, _EXPORT_AGAIN
UNEQUAL_GAPS: Message = exchange_messages.UNEQUAL_GAPS, Text("请核对分值", "check the marks")
NO_NUMBER: Message = exchange_messages.NO_NUMBER, _EXPORT_AGAIN


def not_a_number(words: str) -> Message:
    return exchange_messages.not_a_number(words), _EXPORT_AGAIN


# What cannot be exported

EXPORT_EXCEL = Text("请用 Excel 导出", "Export it to Excel")
ADD_THERE = Text("请导入后在对方系统里补上", "Add it in the other system after the import")
PARTIAL_ORDER_RULE = Text(
    "部分得分的排序规则带不走，改为全对得分",
    "its rule for partial marks is lost: all-or-nothing scoring is used instead",
)
MINIMUM_LENGTH = Text("最少字数带不走", "the minimum length is lost")


def no_such_kind(name: Text) -> Text:
    return Text(
        f"QTI 没有“{name.zh}”这种题型，没有写出",
        f'QTI has no questions of the kind "{name.en}"; it was left out',
    )
