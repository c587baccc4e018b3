"""The messages that several formats of other systems share: GIFT, Moodle XML and QTI."""

from lms.domain.problem import Message, Text

_CHECK_TEXT = Text("请核对题面", "check how the question reads")

# What is read

NO_RIGHT_OPTION = Text("没有一个正确选项", "no option is right")
NOTHING_TO_COMPARE = Text("没有可以比对的答案", "there is no answer to compare with")
MENUS_BECAME_GAPS: Message = (
    Text(
        "下拉选择已改为填空，备选项写在空后",
        "menus became gaps to fill in, with the choices written after them",
    ),
    _CHECK_TEXT,
)
UNEQUAL_GAPS = Text(
    "各空分值不同，这里各空相等", "has gaps with different marks; here all gaps count the same"
)

GAP_WITHOUT_ANSWER = Text("有的空没有答案", "has a gap without an answer")
NO_NUMBER = Text("没有数字答案", "has no number as an answer")
UPLOAD_BECAME_TEXT: Message = (
    Text(
        "原题要求上传文件，这里改为文字作答", "asks for a file to be uploaded; here a text is written instead"
    ),
    _CHECK_TEXT,
)


def not_a_number(words: str) -> Text:
    return Text(f"“{words[:40]}”不是一个数", f'"{words[:40]}" is not a number')


def unknown_ordering_rule(rule: str) -> Text:
    return Text(
        f"没有 {rule} 这种计分规则，已改为按先后关系计分",
        f"there is no scoring rule {rule} here; each pair in the right order counts",
    )


# What cannot be exported

USE_EXCEL = Text("需要原样带走时请用 Excel 或 TOML", "Use Excel or TOML to export it unchanged")
ADD_IN_MOODLE = Text("请导入后在 Moodle 里补上", "Add it in Moodle after the import")
OPTION_ORDER = Text("选项顺序的规定带不走", "the rules for the order of options are lost")
PUNCTUATION = Text("“标点也要对”带不走", "the rule that punctuation counts is lost")
ANY_ORDER = Text("“各空次序不限”带不走", "the rule that gaps may be filled in any order is lost")
PARTLY_RIGHT_CHOICE = Text(
    "“全对才得分”带不走，漏选会得部分分",
    "all-or-nothing scoring is lost: a partly right choice earns part of the mark",
)
EACH_PAIR_COUNTS = Text(
    "“全对才得分”带不走，每对各得一份",
    "all-or-nothing scoring is lost: each pair earns its share of the mark",
)
CONSTRAINTS = Text(
    "排序的约束条件带不走，改为全对才得分",
    "the ordering constraints are lost: all-or-nothing scoring is used instead",
)
PAIRS_BY_CHANCE = Text(
    "Moodle 按先后计分时不扣除碰运气的部分，分数会偏高",
    "Moodle does not correct ordered pairs for chance, so marks will be higher",
)
