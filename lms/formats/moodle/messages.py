"""What is wrong in a Moodle XML file, what its author should check, and what Moodle XML cannot express.

The caller adds the line and the question's name.
"""

from decimal import Decimal

from lms.domain.problem import Message, Text
from lms.formats import exchange_messages

_EXPORT_AGAIN = Text("请在 Moodle 中改正后重新导出", "correct it in Moodle and export again")
_MARK_AGAIN = Text("请在 Moodle 中标出正确答案后重新导出", "mark the right answer in Moodle and export again")
_CHECK_TEXT = Text("请核对题面", "check how the question reads")

# The file and its questions


def not_a_quiz(tag: str) -> Message:
    return (
        Text(
            f"根元素是 <{tag[:40]}>，不是 Moodle 的 <quiz>",
            f"its root is <{tag[:40]}>, not Moodle's <quiz>",
        ),
        Text(
            "请在 Moodle 题库里选“Moodle XML 格式”导出", "export it from Moodle's question bank as Moodle XML"
        ),
    )


TYPE_MISSING: Message = (
    Text("没有写明题型", "does not name its type"),
    Text("请补上 type 属性", "add the attribute type"),
)


def type_not_supported(kind: str) -> Message:
    return (
        Text(f"不支持 Moodle 的题型 {kind}", f"Moodle's type {kind} is not supported"),
        Text(
            "请在 Moodle 中改成选择、填空、匹配等题型，或手工录入",
            "change it to a choice, short answer or matching question in Moodle, or enter it by hand",
        ),
    )


POINTS_UNREADABLE: Message = (
    Text("分值读不出来，已按 1 分读入", "its points cannot be read; 1 point was used"),
    Text("请核对分值", "check the points"),
)


def points_rounded(exact: str, points: Decimal) -> Message:
    return (
        Text(f"分值 {exact} 已取为 {points}", f"its points were rounded from {exact} to {points}"),
        Text("分值至多两位小数", "points have at most two decimal places"),
    )


def share_out_of_range(share: str) -> Message:
    return (
        Text(
            f"得分比例 {share[:20]} 不是 -100 到 100 的数",
            f"the fraction {share[:20]} is not a number from -100 to 100",
        ),
        _EXPORT_AGAIN,
    )


# Choices, statements, words and numbers

NO_RIGHT_OPTION: Message = exchange_messages.NO_RIGHT_OPTION, _MARK_AGAIN
NOTHING_TO_COMPARE: Message = exchange_messages.NOTHING_TO_COMPARE, _MARK_AGAIN
SHARES_EQUALISED: Message = (
    Text(
        "正确选项的比例合计不到 100%，已按平均计",
        "the fractions of its right options add up to less than 100%; equal shares were used",
    ),
    Text("请核对各选项的比例", "check the fractions"),
)
NEITHER_TRUE_NOR_FALSE: Message = (
    Text("看不出正确还是错误", "does not say whether it is true or false"),
    _MARK_AGAIN,
)
TRUE_BY_ORDER: Message = (
    Text("是旧格式，已按“先对后错”的次序理解", "has an old format; its first answer was taken as true"),
    Text("请核对答案", "check its key"),
)
RANDOM_DATA: Message = (
    Text(
        "答案是带随机数据的公式，不支持", "its answer is a formula with random data, which is not supported"
    ),
    Text("请代入一组数据，改成数值题", "insert one set of data and change it to a numerical question"),
)


def wildcard_left_out(answer: str) -> Message:
    return (
        Text(
            f"答案“{answer[:40]}”里的 * 在 Moodle 中代表任意文字，这里不用通配符，已略去",
            f'in "{answer[:40]}" the * means any text in Moodle; there are no wildcards here, so it was left out',
        ),
        Text("请把可接受的答案逐个写出", "write out each accepted answer"),
    )


def answer_not_a_number(answer: str) -> Message:
    return (
        Text(f"答案“{answer[:40]}”不是一个数", f'the answer "{answer[:40]}" is not a number'),
        _EXPORT_AGAIN,
    )


def unknown_ordering_rule(rule: str) -> Message:
    return exchange_messages.unknown_ordering_rule(rule), Text("请核对计分规则", "Check the rule")


# Gaps

NO_GAPS: Message = (
    Text("文中没有填空的代码", "has no gaps in its text"),
    Text("请核对 {1:SHORTANSWER:=…} 的写法", "check how {1:SHORTANSWER:=…} is written in it"),
)
UNEQUAL_GAPS: Message = (
    exchange_messages.UNEQUAL_GAPS,
    Text("请核对分值，必要时拆成几道题", "check the marks, or split the question"),
)
SEVERAL_CHOICES_IN_GAP: Message = (
    Text("文中有可多选的空，不支持", "has a gap with several right choices, which is not supported"),
    Text("请拆成多选题", "make it a separate multiple-choice question"),
)
SEVERAL_TOLERANCES: Message = (
    Text(
        "一个空有几种误差，已用满分答案的误差",
        "has a gap with several tolerances; that of the full answer was used",
    ),
    Text("请核对误差", "check the tolerance"),
)
GAP_WITHOUT_WORD: Message = (
    Text("文中的空与词语对不上", "has gaps in its text that no word belongs to"),
    _EXPORT_AGAIN,
)
GROUPS_MERGED: Message = (
    Text("几组词语已合成一组", "has several groups of words, which were merged"),
    _CHECK_TEXT,
)


def unknown_gap_type(kind: str) -> Message:
    return (
        Text(f"不认识填空的类型 {kind}", f"has a gap of the unknown type {kind}"),
        Text("请改成 SHORTANSWER 或 NUMERICAL", "change it to SHORTANSWER or NUMERICAL"),
    )


def gap_not_a_number(words: str) -> Message:
    return exchange_messages.not_a_number(words), _EXPORT_AGAIN


# What an exported question loses

WHOLE_MARKS = Text(
    "填空题在 Moodle 里每空须是整数分，已按每空 1 分",
    "in Moodle each gap needs a whole number of marks; each counts 1 there",
)
MODEL_ANSWER = Text(
    "参考答案成为给阅卷人的说明，字数要求带不走",
    "its model answer becomes a note for markers; length limits are lost",
)
