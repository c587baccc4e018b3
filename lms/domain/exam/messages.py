"""What can be wrong with an exam: what is wrong and what to do, for a problem whose place the caller knows."""

from collections.abc import Sequence
from decimal import Decimal

from lms.domain.problem import Message, Text
from lms.domain.text.numbers import decimal_text


def too_many_ranges(most: int) -> Message:
    return (
        Text(f"应是至多 {most} 段地址的列表", f"must be a list of at most {most} ranges"),
        Text("请每段写一行，如 10.1.2.0/24", "write each in a line of its own, such as 10.1.2.0/24"),
    )


def not_an_address(written: str) -> Message:
    return (
        Text(f"“{written[:45]}”不是网段或地址", f'"{written[:45]}" is neither a network nor an address'),
        Text("请写成 10.1.2.0/24 或 10.1.2.7", "write 10.1.2.0/24 or 10.1.2.7"),
    )


def extra_minutes_out_of_range(most: int) -> Message:
    return (
        Text(f"应在 0 到 {most} 之间", f"must be from 0 to {most}"),
        Text("请改正加时分钟数", "correct the extra minutes"),
    )


def factor_out_of_range(largest: Decimal) -> Message:
    return (
        Text(
            f"应在 1 到 {largest} 之间，至多两位小数",
            f"must be from 1 to {largest}, with at most two decimal places",
        ),
        Text("如 1.5", "for example 1.5"),
    )


EMPTY_ALLOWANCE: Message = (
    Text("没有给予任何便利", "gives no extra time"),
    Text("请至少填写一项", "fill in at least one field"),
)


def not_a_whole_number(least: int, most: int) -> Message:
    return (
        Text(f"应是 {least} 到 {most} 的整数", f"must be a whole number from {least} to {most}"),
        Text("请改正，不加引号", "correct it, without quotes"),
    )


NOT_A_PERCENTAGE: Message = (
    Text(
        "应是 0 到 100、至多两位小数的百分数",
        "must be a percentage from 0 to 100 with at most two decimal places",
    ),
    Text('请写成 "60"，加引号', 'write "60", in quotes'),
)


def empty_list(example: str) -> Message:
    return (
        Text("应是不空的列表", "must be a list that is not empty"),
        Text(f"请写成 {example}，或删去", f"write {example}, or remove it"),
    )


EMPTY_SECTION: Message = (
    Text("这一部分没有题", "has no questions"),
    Text("请加上抽题、固定题或材料题", "add a draw, a fixed question or a case"),
)


def too_many_questions(count: int, most: int) -> Message:
    return (
        Text(f"共 {count} 题，最多 {most} 题", f"has {count} questions, at most {most} are allowed"),
        Text("请减少题数", "ask for fewer"),
    )


MORE_SHOWN_BEFORE_RELEASE: Message = (
    Text("公布前给看的比公布后还多", "shows more before release than after it"),
    Text("请改“公布以前”或“公布以后”能看到的内容", "change what is shown after submission or after release"),
)


def fixed_twice(item: str) -> Message:
    return Text(f"{item} 出现了两次", f"{item} appears twice"), Text("请删去一处", "remove one")


def fixed_enemies(other: str, group: str) -> Message:
    return (
        Text(f"与 {other} 互斥（{group}），不能同卷", f"is an enemy of {other} ({group})"),
        Text("请删去其中一道", "remove one of them"),
    )


def practice_only(item: str) -> Message:
    return (
        Text(f"{item} 仅供练习，不能进考试", f"{item} is for practice only and cannot be in an exam"),
        Text(
            "请换一道题；确要考它，先在题目里把用途改为“考试和练习”，经审题人批准",
            "choose another question; if an exam is to ask it, first change its use to exams and practice and have "
            "that approved",
        ),
    )


def uneven_points(points: Sequence[Decimal]) -> Message:
    zh = "、".join(decimal_text(each) for each in points)
    en = ", ".join(decimal_text(each) for each in points)
    return (
        Text(
            f"符合条件的题分值不同（{zh}），各人试卷总分会不一样",
            f"the questions that match have different points ({en}), so papers would have different totals",
        ),
        Text("请统一设定每题分值", "set points for each question of this draw"),
    )


def rubric_points(item: str, points: Decimal) -> Message:
    rubric = decimal_text(points)
    return (
        Text(f"{item} 按评分标准共 {rubric} 分", f"the rubric of {item} has {rubric} points"),
        Text("请改成同样的分值，或不写分值", "set the same points, or none"),
    )


_WIDEN = Text(
    "请减少题数、放宽条件，或补充并审核试题",
    "ask for fewer, widen the filter, or write and approve more questions",
)


def too_few_questions(count: int, found: int, lacking: int) -> Message:
    return (
        Text(
            f"要 {count} 题，符合条件的有 {found} 题，还缺 {lacking} 题",
            f"asks for {count}, {found} match, {lacking} more needed",
        ),
        _WIDEN,
    )


def too_few_cases(count: int, questions: int, found: int, lacking: int) -> Message:
    return (
        Text(
            f"要 {count} 个材料，符合条件、小题够 {questions} 道的有 {found} 个，还缺 {lacking} 个",
            f"cases: asks for {count}, {found} match with enough questions ({questions}), "
            f"{lacking} more needed",
        ),
        _WIDEN,
    )


TAKEN_OR_ENEMIES = Text(
    "（其余已被别处抽走，或互斥不能同卷）", " (others draw from the same ones, or they are enemies)"
)
TAKEN_ELSEWHERE = Text("（其余已被别处抽走）", " (others draw from the same ones)")

TOO_MANY_ENEMIES: Message = (
    Text(
        "符合条件的题中互斥的太多，不能保证排出一份完整的试卷",
        "too many of the questions that match are enemies: a complete paper cannot be guaranteed",
    ),
    _WIDEN,
)
