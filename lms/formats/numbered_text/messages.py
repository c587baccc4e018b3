"""What is wrong with numbered questions, or to be checked in them, and how to write them instead."""

from lms.domain.place import Place
from lms.domain.problem import Message, Problem, Text

NO_QUESTION: Message = (
    Text("文件里没有读出题目", "no question was found in the file"),
    Text(
        "题目请编号 1. 2. 3.，选项写成 A. B. C.，下面写“答案：”",
        "number questions 1. 2. 3., begin options with A. B. C., and write 答案： below",
    ),
)
"""For a whole file; the only one that is needed outside of this package."""

_LABEL_OPTIONS = Text("请把选项写成 A. B. C. D. 开头", "begin the options with A. B. C. D.")
_NO_ANSWER = Text("没有答案", "has no answer")


NO_ANSWER: Message = (
    _NO_ANSWER,
    Text(
        "请在题目下一行写“答案：…”，或写在题干的括号里",
        "write 答案：… below it, or the letters in the brackets of the question",
    ),
)
NO_ANSWER_OR_HEADING: Message = (
    _NO_ANSWER,
    Text(
        "请在题目下一行写“答案：…”；问答题请放到“简答题”标题下",
        "write 答案：… below it; put open questions under a heading 简答题",
    ),
)
READ_AS_ESSAY: Message = (
    Text("没有答案，已读作简答题", "has no answer and was read as an essay"),
    Text(
        "如果是别的题型，请补上答案；简答题请放到“简答题”标题下",
        "add the answer if it is of another kind; put open questions under a heading 简答题",
    ),
)

WRITE_LETTERS = Text(
    "请写选项字母，如 答案：B 或 答案：ACD", "Write option letters, such as 答案：B or 答案：ACD"
)
WRITE_TRUE_OR_FALSE = Text("请写 正确 或 错误", "Write 正确 or 错误")
WRITE_A_NUMBER = Text("请只写一个数，如 397.1", "Write one number, such as 397.1")


def answer_not_understood(answer: str, how: Text) -> Message:
    shown = " ".join(answer.split())[:40]
    return Text(f"看不懂答案“{shown}”", f'the answer "{shown}" was not understood'), how


def answer_not_an_option(answer: str, last: str) -> Message:
    return (
        Text(
            f"答案 {answer[:40]} 不在选项 A 到 {last} 之中",
            f"the answer {answer[:40]} is not among the options A to {last}",
        ),
        Text("请核对答案和选项", "check the answer and the options"),
    )


def option_named_twice(answer: str) -> Message:
    return (
        Text(f"答案 {answer[:40]} 把同一个选项写了两次", f"the answer {answer[:40]} names an option twice"),
        Text("请核对是否漏了别的选项", "check whether another option was meant"),
    )


def two_answers(place: Place) -> Problem:
    what = Text("这道题有两处答案", "this question has two answers")
    return Problem(place, what, Text("请只留一处", "keep one of them"))


_KEEP_ONE_BRACKET = Text(
    "请只留一处答案；括号里的字母若属于题干，请去掉括号",
    "keep one answer; remove the brackets if the letters belong to the text",
)
ANSWERS_IN_SEVERAL_BRACKETS: Message = (
    Text("题干里有几处括号都像答案", "several brackets look like the answer"),
    _KEEP_ONE_BRACKET,
)


def brackets_contradict_answer(letters: str) -> Message:
    return (
        Text(
            f"题干括号里的 {letters} 与别处的答案不一致",
            f"{letters} in the brackets of the question differs from the answer given elsewhere",
        ),
        _KEEP_ONE_BRACKET,
    )


def wrong_number_of_answers(place: Place, first: int, last: int, answers: str) -> Problem:
    what = Text(
        f"{first} 到 {last} 题的答案个数对不上：{answers.strip()[:40]}",
        f"the number of answers to questions {first} to {last} is wrong: {answers.strip()[:40]}",
    )
    how = Text(
        "请每题写一个答案，多选题用空格隔开",
        "give one answer for each question; separate answers of several letters by spaces",
    )
    return Problem(place, what, how)


def answer_without_question(place: Place, number: int) -> Problem:
    what = Text(f"答案表里第 {number} 题找不到对应的题目", f"there is no question {number} for this answer")
    how = Text(
        "请核对题号，各题型的题号和标题要与前面一致",
        "check the numbers and headings: they must match those of the questions",
    )
    return Problem(place, what, how)


def answer_list_contradicts_question(place: Place) -> Problem:
    what = Text(
        "答案表里的答案与题目下面的不一样",
        "the answer in the list differs from the answer below the question",
    )
    return Problem(place, what, Text("请核对后只留一处", "check them and keep one"))


TRUE_FALSE_WITH_OPTIONS: Message = (
    Text("判断题下面有选项", "a true-or-false question has options"),
    Text("请删去选项，或改放到选择题下", "remove them, or put it under a heading of choices"),
)
KIND_WITHOUT_OPTIONS: Message = (
    Text("这种题型不应有选项", "this kind has no options"),
    Text(
        "请把它放到“选择题”标题下，或在题干前写 [单选题]",
        "put it under a heading 选择题, or write [单选题] before it",
    ),
)
OPTIONS_MISSING: Message = (
    Text("选择题没有选项，或选项没有读出来", "the options are missing, or were not recognised"),
    _LABEL_OPTIONS,
)
LETTERS_WITHOUT_OPTIONS: Message = (
    Text("答案是选项字母，但选项没有读出来", "the answer names options, but no options were recognised"),
    _LABEL_OPTIONS,
)
INCOMPLETE_ORDER: Message = (
    Text("排序题的答案须把每个选项恰好排一次", "the answer must place every option exactly once"),
    Text("请按正确顺序写选项字母，如 答案：BDAC", "write the letters in the right order, such as 答案：BDAC"),
)
PAIRS_NOT_RECOGNISED: Message = (
    Text("看不出哪两项相配", "does not say which items belong together"),
    Text(
        "左项请编号 (1)(2)，右项写成 A. B.，答案写成 1-B 2-A；或在答案里逐行写“左项 → 右项”",
        "number the left sides (1)(2), label the right sides A. B., and write 答案：1-B 2-A;"
        " or write left → right line by line",
    ),
)
WORDS_IN_BRACKETS_READ_AS_ANSWERS: Message = (
    Text("括号里的文字已当作答案", "the words in brackets were read as the answers"),
    Text("请核对每一空", "check each gap"),
)
EACH_GAP_IS_SCORED: Message = (
    Text(
        "原题全部答对才得分，这里各空分别计分",
        "scored there only if every gap is right; here each gap is scored on its own",
    ),
    Text("请核对计分", "check how it is scored"),
)


def several_answers_to_single_choice(count: int) -> Message:
    return (
        Text(f"单选题有 {count} 个答案", f"is single choice with {count} answers"),
        Text("请只留一个，或放到多选题标题下", "keep one, or put it under a heading 多选题"),
    )


def wrong_number_of_gaps(gaps: int, answers: int) -> Message:
    gaps_en = "there is 1 gap" if gaps == 1 else f"there are {gaps} gaps"
    answers_en = "1 answer" if answers == 1 else f"{answers} answers"
    return (
        Text(
            f"题干有 {gaps} 处空，答案看上去有 {answers} 个",
            f"{gaps_en}, but there seem to be {answers_en}",
        ),
        Text(
            "请用 | 隔开各空的答案，同一空的几种写法用 ; 隔开",
            "separate the answers to different gaps by |, and different spellings for one gap by ;",
        ),
    )


def perhaps_next_question(place: Place, line: str) -> Problem:
    shown = line.strip()[:20]
    what = Text(
        f"“{shown}”已当作上一题的一部分，也可能是下一题",
        f'"{shown}" was read as part of the question above; it may be the next one',
    )
    how = Text("如果是下一题，请在它前面空一行", "if it is the next question, leave an empty line before it")
    return Problem(place, what, how, notice=True)


def option_out_of_order(place: Place, letter: str, expected: str) -> Problem:
    """`expected` is "" where there are more options than letters."""
    what = Text(
        f"选项 {letter} 出现在应是 {expected or '末尾'} 的地方，答案会对不上",
        f"option {letter} is where {expected or 'the end'} should be: the answer may mean another option",
    )
    how = Text(
        "请核对有没有漏掉或重复的选项，依次编号 A、B、C",
        "check for missing or repeated options; label them A, B, C in order",
    )
    return Problem(place, what, how)


def text_too_long(most: int) -> Message:
    return (
        Text(f"有一处文字超过 {most} 字", f"has a text of more than {most} characters"),
        Text(
            "请核对题号和格式，看是不是几道题连在了一起",
            "check numbers and format: several questions may have run together",
        ),
    )


def not_read(place: Place, other: Place | None, words: str) -> Problem:
    """For lines that are no part of any question: `words` is the first, `other` the last if it is another line."""
    shown = words.strip()[:30]
    span = Text(f"到{other.in_('zh')}", f" to {other.in_('en')}") if other is not None else Text("", "")
    what = Text(f"（{shown}…）", f" ({shown}…)") + Text("没有读成题目", " was not read as a question")
    return Problem(place, span + what, NO_QUESTION[1])
