"""Messages about questions and responses that more than one kind needs; a kind's own are in its module."""

from collections.abc import Sequence

from lms.domain.problem import Message, Text


def unknown_kind(kind: str, kinds: Sequence[str]) -> Message:
    names = ", ".join(kinds)
    return (
        Text(f"没有“{kind}”这种题型", f'there is no kind "{kind}"'),
        Text(f"请选用：{names}", f"use one of: {names}"),
    )


NO_FULL_MARK: Message = (
    Text("没有一个答案得满分", "has no answer that earns the full mark"),
    Text("请让至少一个答案得满分", "let at least one answer earn the full mark"),
)
RIGHT_AND_FRACTION: Message = (
    Text("既标了正确，又写了得分比例", "is both marked as right and given a share of the mark"),
    Text("请只留一个", "keep one of them"),
)
FRACTION_WITHOUT_WEIGHTS: Message = (
    Text("这种计分规则不用得分比例", "this rule of scoring does not use shares of the mark"),
    Text(
        "请只标出正确的项，或改用“按得分比例相加”的规则",
        "mark what is right instead, or choose the rule that adds the shares",
    ),
)
CORRECT_ID = Text(
    "请改正，或删去（会自动编号）", "correct it, or remove it (an id is then given automatically)"
)
INVALID_ID: Message = (
    Text("编号只能用字母和数字，至多 20 个", "must be letters and digits, at most 20"),
    CORRECT_ID,
)


def duplicate(first: str) -> Message:
    """`first` is the path of the row that has the same value."""
    return Text(f"与 {first} 相同", f"is the same as {first}"), Text("请改成不同的", "make them different")


CONSTRAINT_NOT_MET: Message = (
    Text("标准顺序自身不满足这一条", "is not met by the right order itself"),
    Text("请改正这一条，或改正标准顺序", "correct it, or correct the right order"),
)
NOT_A_WEIGHT: Message = (
    Text("应大于 0", "must be above 0"),
    Text("请写大于 0 的数，如 2", "write a number above 0, such as 2"),
)
NOT_A_CONSTRAINT: Message = (
    Text(
        "应只写一种要求：哪项最先、哪项最后，或哪项在哪项之前",
        "needs exactly one: which entry is first, which is last, or which comes before which",
    ),
    Text("请只留一种", "keep one of them"),
)
UNKNOWN_ENTRY: Message = (
    Text("各项中没有这一项", "is not one of the entries"),
    Text("请照抄那一项的文字", "copy the words of the entry"),
)
BEFORE_ITSELF: Message = (
    Text("前后两项相同", "is the same entry as the one that it comes after"),
    Text("请写另一项", "name another entry"),
)

TRANSLATION_NOT_A_TABLE: Message = (
    Text("应是一张键值表", "must be a table of keys"),
    Text("请参照题库说明的例子", "see the example in the description of the bank"),
)
NOT_IN_THE_ORIGINAL: Message = (
    Text("原文没有这一项", "is not in the original"),
    Text("请删去，或先补进原文", "remove it, or add it to the original first"),
)
TRANSLATION_CHANGES_KEY: Message = (
    Text("译文改动了答案或结构", "changes the key or the structure"),
    Text("译文里只写文字，不写答案、分值和规则", "translate words only: no key, points or rules"),
)


def wrong_translation_count(count: int, original: int) -> Message:
    what = Text(f"有 {count} 项，原文有 {original} 项", f"has {count} entries, the original has {original}")
    return what, Text("请逐项对应", "Give one entry for each")


RELOAD = Text("请刷新页面后重新作答", "reload the page and answer again")
RESPONSE_NOT_A_TABLE: Message = (
    Text("作答应是一张键值表", "A response must be a table of keys"),
    RELOAD,
)
NOT_A_LIST: Message = Text("应是一个列表", "must be a list"), RELOAD
NOT_TEXT: Message = Text("应是文字", "must be text"), RELOAD
NO_SUCH_OPTION: Message = Text("没有这个选项", "There is no such option"), RELOAD


def not_the_key(name: str) -> Message:
    return Text(f"这种题只用 {name}", f"This kind of question uses {name} only"), RELOAD


def too_long(length: int, longest: int) -> Message:
    what = Text(f"有 {length} 个字，最多 {longest} 个", f"has {length} characters, at most {longest}")
    return what, Text("请缩短后再保存", "Shorten it and save again")


def unknown_letters(letters: str, last: str) -> Message:
    """`last` is the letter of the last option."""
    return (
        Text(f"“{letters}”不是本题的选项", f'"{letters}" does not answer this question'),
        Text(f"请填 A 到 {last}", f"write letters from A to {last}"),
    )


TYPE_AGAIN = Text("请对照答题纸重新录入", "Compare with the answer sheet and type it again")
"""What to do when a response that was typed from paper cannot be read."""
