"""What is wrong in an Aiken file; the caller adds the line."""

from lms.domain.problem import Message, Text

_WRITE_ANSWER = Text(
    "请在选项后另起一行写 ANSWER: A 这样的答案", "write a line such as ANSWER: A after the options"
)

NO_STEM: Message = (
    Text("选项前没有题干", "there is no question before these options"),
    Text("请在选项 A 的上一行写题干", "write the question on the line before option A"),
)
NO_ANSWER: Message = Text("这道题没有答案", "this question has no answer"), _WRITE_ANSWER
TWO_ANSWERS: Message = (
    Text("这道题有两行答案", "this question has two answer lines"),
    Text("请只留一行；多个答案写成 ANSWER: A,C", "keep one; write several answers as ANSWER: A,C"),
)


def option_out_of_order(label: str, expected: str) -> Message:
    return (
        Text(
            f"选项 {label.upper()} 出现在应写 {expected.upper()} 的地方，答案会对不上",
            f"option {label.upper()} is where {expected.upper()} should be: the answer may mean another option",
        ),
        Text("请把选项按 A、B、C、D 依次编号", "label the options A, B, C, D in order"),
    )


def too_few_options(count: int) -> Message:
    how_many = "there is 1 option" if count == 1 else f"there are {count} options"
    return (
        Text(f"只有 {count} 个选项", how_many),
        Text("请至少写两个选项，每个一行，如 A. 甲", "write at least two, one a line, such as A. first"),
    )


def unclear_answer(answer: str) -> Message:
    return Text(f"看不懂答案“{answer[:40]}”", f'the answer "{answer[:40]}" is not understood'), _WRITE_ANSWER


def no_such_option(answer: str, last: str) -> Message:
    return (
        Text(
            f"答案 {answer[:40]} 不在选项 A 到 {last} 之中",
            f"the answer {answer[:40]} is not one of the options A to {last}",
        ),
        Text("请核对答案和选项", "check the answer and the options"),
    )


def repeated_answer(answer: str) -> Message:
    return (
        Text(f"答案 {answer} 把同一个选项写了两次", f"the answer {answer} names an option twice"),
        Text("请核对答案", "check the answer"),
    )
