"""What is wrong in a GIFT file, what its author should check, and what GIFT cannot express.

The caller adds the line.
"""

from decimal import Decimal
from fractions import Fraction

from lms.domain.problem import Message, Text
from lms.domain.text.numbers import decimal_text, read_number
from lms.formats import exchange_messages

# Questions and their sections

QUESTION_WITHOUT_TEXT: Message = (
    Text("没有题干", "the question has no text"),
    Text("请在 { 前面写题目", "write the question before the {"),
)


def brace_missing(brace: str) -> Message:
    return (
        Text(f"花括号不成对，缺少 {brace}", f"the braces do not match: a {brace} is missing"),
        Text(
            r"请补上；文字里的花括号请写成 \{ 和 \}",
            r"add it; write braces that belong to the text as \{ and \}",
        ),
    )


FULL_WIDTH_BRACES: Message = (
    Text(
        "花括号是全角的｛｝，里面的答案读不出来",
        "the braces are full width, so the answers in them cannot be read",
    ),
    Text("请把｛ ｝＝ ～ ＃ 改成半角的 { } = ~ #", "write them half width, as { } and = ~ # inside"),
)

SECOND_ANSWER_SECTION: Message = (
    Text(
        "题中还有一组 {…}，它会原样留在题干里，考生看得到",
        "there is another {…}; it stays in the text, where candidates can see it",
    ),
    Text(
        "每题只能有一组答案；下一题之前请空一行",
        "a question has only one answer section; leave an empty line before the next question",
    ),
)

# Shares of the mark

MISWRITTEN_SHARE: Message = (
    Text("百分比写法不对，会被当作文字", "the percentage is not written correctly and would be read as text"),
    Text("请写成 %50%、%33.33333% 或 %-100%", "write it as %50%, %33.33333% or %-100%"),
)


def share_not_a_number(share: str) -> Message:
    return (
        Text(f"百分比 {share[:20]} 不是一个数", f"the percentage {share[:20]} is not a number"),
        Text("请写成 %50% 或 %-100%", "write it as %50% or %-100%"),
    )


def share_above_full_mark(share: str) -> Message:
    return (
        Text(f"百分比 {share} 超过 100%", f"the percentage {share} is more than 100%"),
        Text("请改成 100% 以内", "write 100% or less"),
    )


NO_FULL_MARK: Message = (
    Text("没有一个答案得满分", "no answer earns the full mark"),
    Text(
        "请给至少一个答案去掉百分比，或写 %100%",
        "remove the percentage from at least one answer, or write %100%",
    ),
)


def shares_equalised(total: Fraction, each: Fraction) -> Message:
    percent, exact = float(total * 100), float(each * 100)
    return (
        Text(
            f"正确选项的百分比合计 {percent:g}%，已按各 {each} 计",
            f"the percentages of the right options add up to {percent:g}%; each counts as {each}",
        ),
        Text(
            f"请核对；要写准可用 %{exact:.5f}%",
            f"check it; %{exact:.5f}% would be exact",
        ),
    )


FULL_MARK_WITH_SHARE: Message = (
    Text(
        "= 表示得满分，后面又写了百分比，两者矛盾",
        "the = means the full mark, but the percentage after it contradicts that",
    ),
    Text("部分得分请写 ~%50%，满分只写 =", "write ~%50% for part of the mark, = alone for the full mark"),
)

# Options

ONLY_ONE_OPTION: Message = (
    Text("只有一个选项", "there is only one option"),
    Text("请至少写两个选项，各以 ~ 或 = 开头", "write at least two options, each starting with ~ or ="),
)

NO_RIGHT_OPTION: Message = (
    exchange_messages.NO_RIGHT_OPTION,
    Text(
        "请把正确选项前的 ~ 改成 =；多选请写 ~%50% 这样的百分比",
        "write = before the right option, or percentages such as ~%50% before several",
    ),
)

EMPTY_OPTION: Message = (
    Text("有一个空的选项", "an option is empty"),
    Text("请补上文字，或删去多余的 ~ 或 =", "write its text, or remove the extra ~ or ="),
)

EMPTY_OPTION_LEFT_OUT: Message = (
    Text("有一个空的选项，已略去", "an option is empty and was left out"),
    Text("请补上文字，或删去多余的 ~", "write its text, or remove the extra ~"),
)


def taken_as_true_or_false(word: str) -> Message:
    return (
        Text(
            f"{{{word}}} 已作判断题读入；Moodle 会把它当成填“{word}”的简答题",
            f"{{{word}}} was read as true or false; Moodle would read it as a short answer",
        ),
        Text("请写成 {TRUE} 或 {FALSE}", "write {TRUE} or {FALSE}"),
    )


# Answers to type

_WRITE_HASH = Text(
    r"如果 # 是答案的一部分（如颜色 #ff0000），请写成 \#",
    r"if # is part of the answer (such as the colour #ff0000), write \#",
)

ANSWER_IS_FEEDBACK: Message = (
    Text(r"答案是空的：# 后面的文字都算反馈", r"the answer is empty: all text after a # is feedback"),
    _WRITE_HASH,
)

EMPTY_ANSWER: Message = (Text("有一个空的答案", "an answer is empty"), _WRITE_HASH)

NOTHING_TO_COMPARE: Message = (
    exchange_messages.NOTHING_TO_COMPARE,
    Text("请写出至少一个不含 * 的答案", "write at least one answer without *"),
)

FULL_WIDTH_MARK: Message = (
    Text(
        "答案里有全角的 ～ 或 ＝，像是选项的标记",
        "the answer contains a full-width ～ or ＝, like the mark before an option",
    ),
    Text(
        "选项请用半角的 ~ 和 =；若是文字请去掉前面的空格",
        "write ~ and = half width, or remove the space before it if it is text",
    ),
)


def wildcard_left_out(answer: str) -> Message:
    return (
        Text(
            f"答案“{answer[:40]}”里的 * 在 Moodle 中代表任意文字，这里不用通配符，已略去这个答案",
            f'in "{answer[:40]}" the * means any text in Moodle; there are no wildcards here, so it was left out',
        ),
        Text("请把可接受的答案逐个写出", "write out each accepted answer"),
    )


NUMBER_MISSING: Message = (
    Text("数值题没有答案", "the number is missing"),
    Text("请写成 {#5}、{#5:0.1} 或 {#4.9..5.1}", "write {#5}, {#5:0.1} or {#4.9..5.1}"),
)


def range_reversed(limits: str) -> Message:
    return (
        Text(
            f"范围 {limits[:40]} 的左边比右边大",
            f"the lower limit of the range {limits[:40]} is above the upper one",
        ),
        Text("请把小的数写在左边", "write the smaller number first"),
    )


NEGATIVE_TOLERANCE: Message = (
    Text("误差不能小于 0", "the tolerance is below 0"),
    Text("请写成 {#5:0.1}", "write it as {#5:0.1}"),
)


def not_a_number(words: str) -> Message:
    """Words instead of a number, with a suggestion if they are a number written in another way."""
    likely = read_number(words)
    how = Text("请只写半角数字，如 {#1000}", "Write plain digits, such as {#1000}")
    if likely is not None:
        how = Text(f"请写成 {decimal_text(likely)}", f"Write {decimal_text(likely)}")
    what = Text(
        f"“{words[:40]}”不是一个数（Moodle 会因此把任何答案都判对）",
        f'"{words[:40]}" is not a number (Moodle would then accept every answer)',
    )
    return what, how


# Pairs and orders

PAIR_WITHOUT_ARROW: Message = (
    Text("配对题的这一项没有 ->", "this pair has no ->"),
    Text("请写成 =左项 -> 右项", "write it as =left -> right"),
)

TOO_FEW_PAIRS: Message = (
    Text("配对题至少要有两对完整的左右项", "a matching question needs at least two complete pairs"),
    Text("请逐对写成 =左项 -> 右项", "write each pair as =left -> right"),
)


def unknown_ordering_rule(rule: str) -> Message:
    return (
        exchange_messages.unknown_ordering_rule(rule),
        Text(
            "请核对计分规则，必要时改为按位置或全对得分",
            "Check the rule; scoring by position or all-or-nothing is also possible",
        ),
    )


def all_entries_shown(count: int, total: int) -> Message:
    return (
        Text(
            f"Moodle 每次从 {total} 项中取 {count} 项，这里全部 {total} 项都出",
            f"Moodle shows {count} of the {total} entries; here all {total} are shown",
        ),
        Text("不需要的项请删去", "remove entries that are not wanted"),
    )


USE_MOODLE_XML = Text("需要原样带走时请用 Moodle XML", "Use Moodle XML to export it unchanged")

# Why a question is not exported

SEVERAL_GAPS = Text("GIFT 一题只能有一个空", "GIFT allows only one gap in a question")
ARROW_IN_EVERY_ANSWER = Text(
    "答案里有 ->，GIFT 会当成配对题", "an answer contains ->, which would make it a matching question"
)
ARROW_IN_LEFT_SIDE = Text(
    "左项里有 ->，GIFT 会从那里断开", "a left side contains ->, where GIFT would split it"
)
MISREAD_ENTRY = Text(
    "有的排序项是 0、以 // 开头或含有 ####，GIFT 会读错",
    "an entry is 0, begins with // or contains ####, which GIFT would misread",
)


def no_such_kind(name: Text) -> Text:
    return Text(f"GIFT 没有“{name.zh}”这种题型", f'GIFT has no questions of the kind "{name.en}"')


# What an exported question loses

TRANSLATION = Text("译文带不走", "its translation is lost")
TAGS_IN_NAME = Text("名称里的 <…> 带不走", "the <…> in its name is lost")
STIMULUS_FEEDBACK = Text("说明材料的解析带不走", "the feedback of a stimulus is lost")
ROUNDED_SHARES = Text("比例只保留五位小数", "shares keep only five decimal places")
ANSWERS_WITH_ARROW = Text("含 -> 的答案带不走", "answers that contain -> are lost")
READ_AS_SHORT_ANSWER = Text("读回时会成为短答题", "it is read back as a short answer")
FORMATTING = Text("文字的格式带不走", "the formatting of its text is lost")
RUBRIC = Text("评分标准带不走", "its rubric is lost")
MODEL_ANSWER = Text("参考答案和字数要求带不走", "its model answer and length limits are lost")


def points(value: Decimal) -> Text:
    return Text(
        f"分值 {value} 带不走，GIFT 每题都是 1 分",
        f"its points ({value}) are lost: in GIFT every question counts 1",
    )


def unit(name: str) -> Text:
    return Text(f"单位“{name}”带不走", f'its unit "{name}" is lost')
