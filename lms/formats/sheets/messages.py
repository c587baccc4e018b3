"""What is wrong with sheets, rows and cells of questions, in both languages; a row adds the place of the cell."""

from collections.abc import Iterable
from decimal import Decimal

from lms.domain.place import NOWHERE, named
from lms.domain.problem import Message, Problem, Text

_ENTER_LETTERS = Text("请填写选项字母，如 B", "enter letters, such as B")

CALCULATE_FORMULA = Text(
    "请在 Excel 中打开并保存一次，或直接填写结果",
    "Open and save it in Excel once, or enter the result itself",
)
NO_QUESTIONS = Problem(
    NOWHERE,
    Text("没有找到试题", "contains no questions"),
    Text("表头下面请一行写一道题", "write one question a row below the header"),
)
STEM_MISSING = (Text("没有填写题干", "is missing"), Text("请补上，或删去这一行", "add it, or remove the row"))
LOOKS_LIKE_EXAMPLE = (
    Text("像是示例，没有读入", "looks like an example and was not read"),
    Text("如果是试题，请改写题干的开头", "if it is a question, change the beginning of its stem"),
)
GAP_ANSWERS_MISSING = (
    Text("没有填写答案", "is missing"),
    Text("请填写每一空的答案", "enter the answer of each gap"),
)
SHORT_ANSWER_MISSING = (
    Text("没有填写答案", "is missing"),
    Text("几种写法用 | 分开", "separate several spellings with |"),
)
CHOICE_MISSING = (Text("没有填写答案", "is missing"), _ENTER_LETTERS)
TRUTH_MISSING = (
    Text("没有填写答案", "is missing"),
    Text("请填写“正确”或“错误”", "enter 正确 or 错误 (true or false)"),
)
TOO_FEW_OPTIONS = (
    Text("没有选项，或只有一个", "has no options, or only one"),
    Text("请至少填写两个选项", "enter at least two options"),
)
OPTION_NAMED_TWICE = (
    Text("同一个选项写了两次", "names an option twice"),
    Text("请核对是否漏了别的选项", "check whether another option was meant"),
)
ORDER_INCOMPLETE = (
    Text("答案须把每个选项恰好排一次", "must contain every option exactly once"),
    Text("请按正确顺序写选项字母，如 BDAC", "write the letters in the right order, such as BDAC"),
)
PAIRS_UNCLEAR = (
    Text("看不出哪两项相配", "does not show which sides belong together"),
    Text(
        "请用“左项1、右项1…”列，或把选项写成“甲 → 乙”",
        "use columns 左项1, 右项1, …, or write options as A → B",
    ),
)
TOLERANCE_NOT_A_NUMBER = (
    Text("误差不是一个数", "is not a number"),
    Text("请填写 0.5 这样的数", "enter one, such as 0.5"),
)
LIMIT_NOT_A_WHOLE_NUMBER = (
    Text("不是整数，已略去", "is not a whole number; it was left out"),
    Text("请填写 800", "enter a number such as 800"),
)
SIDECAR_MISMATCH = (
    Text("附加数据与这一行对不上", "does not belong to this row"),
    Text("请清空这一格；译文等附加内容会丢失", "empty the cell; its content, such as translations, is lost"),
)


def no_header(sheet: str) -> Problem:
    what = Text(
        "没有找到表头：要有“题干”一列，还要有“答案”或“选项”",
        "has no header row: it needs a column 题干 (stem) and a column 答案 (answer) or 选项 (options)",
    )
    how = Text(
        "请使用导入模板，或把第一行改成列名",
        "use the template, or write the names of the columns in the first row",
    )
    return Problem(named(sheet), what, how)


def sheet_skipped(sheet: str) -> Problem:
    what = Text("像是示例或说明，没有读入", "looks like examples or advice and was not read")
    how = Text("如果是试题，请改工作表的名称", "if it contains questions, rename the sheet")
    return Problem(named(sheet), what, how)


def unknown_kind(kind: str) -> Message:
    what = Text(f"不认识题型“{kind[:30]}”", f'the kind "{kind[:30]}" is not known')
    how = Text(
        "请填写单选题、多选题、判断题、填空题、简答题等", "Write 单选题, 多选题, 判断题, 填空题, 简答题 …"
    )
    return what, how


def unknown_rule(rule: str, known: Iterable[str]) -> Message:
    what = Text(
        f"不认识计分规则“{rule[:30]}”，已用默认规则",
        f'the rule "{rule[:30]}" is not known; the default was used',
    )
    names = list(known)
    return what, Text(f"请写：{'、'.join(names)}", f"Write one of: {', '.join(names)}")


def points_unreadable(default: Decimal) -> Message:
    what = Text(f"分值读不出来，已按 {default} 分读入", f"the points cannot be read; {default} was used")
    how = Text("请填写 2 或 2.5 这样的数，不用公式", "Enter a number such as 2 or 2.5, not a formula")
    return what, how


def gaps_and_answers_differ(gaps: int, answers: int) -> Message:
    what = Text(
        f"题干有 {gaps} 处空，答案有 {answers} 个",
        f"has {_count(gaps, 'gap')} but {_count(answers, 'answer')}",
    )
    how = Text(
        "请用 ____ 标出每一处空；几个空的答案用 | 分开",
        "Mark each gap with ____; separate the answers with |",
    )
    return what, how


def not_a_number(answer: str) -> Message:
    what = Text(f"“{answer[:40]}”不是一个数", f'"{answer[:40]}" is not a number')
    return what, Text("请填写 397.1 或 10±0.5", "Enter 397.1, or 10±0.5")


def neither_true_nor_false(answer: str) -> Message:
    what = Text(f"答案“{answer[:40]}”看不出对错", f'the answer "{answer[:40]}" is neither right nor wrong')
    return what, TRUTH_MISSING[1]


def not_an_option(answer: str) -> Message:
    what = Text(f"答案“{answer[:40]}”没有对应的选项", f'the answer "{answer[:40]}" is not one of the options')
    return what, Text("请填写选项字母，如 B 或 ACD", "Enter letters, such as B or ACD")


def both_text_and_number(answer: str) -> Message:
    what = Text(
        f"“{answer}”既是选项的文字又是选项的序号",
        f'"{answer}" is both the text and the number of an option',
    )
    return what, Text("请改写选项字母，如 B", "Write the letter of the option, such as B")


def empty_option_column(answer: str) -> Message:
    what = Text(
        f"答案 {answer} 所指的选项列是空的，已按第几个有内容的选项理解",
        f"answer {answer} names an empty column; it was read as counting the options that are filled in",
    )
    return what, Text("请核对这道题的答案", "Check the key of this question")


def several_answers(count: int) -> Message:
    what = Text(f"单选题有 {count} 个答案", f"is a single choice question with {count} answers")
    return what, Text("请只留一个，或把题型改为多选题", "Keep one, or make it multiple choice")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
