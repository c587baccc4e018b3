"""Refusals, problems and notices about questions, their reviews, comments and pictures, in both languages."""

from collections.abc import Iterable

from lms.domain.place import FieldPath
from lms.domain.problem import Message, Problem, Refused, Text, not_found

NO_REASON = Text("没有写理由", "No reason is given")
NO_COMMENT = Text("没有写意见", "There is no comment")
_WRITE_AND_SEND = Text("请写好再发", "write it and send it again")
NONE_IN_USE_CHOSEN = Text("没有选中在用的题", "No question that is in use was selected")
NO_FORMAT_CHOSEN = Text("没有选择格式", "No format was selected")

REASON_TO_RETURN_MISSING: Message = (
    NO_REASON,
    Text("请写明退回的理由，命题人要据此修改", "explain why, so that the author knows what to change"),
)
REASON_TO_RETIRE_MISSING: Message = (
    NO_REASON,
    Text("请写明停用的原因，日后查得到", "explain why, so that it can be looked up later"),
)
COMMENT_MISSING: Message = (NO_COMMENT, Text("请写好再发", "write it and send it again"))
NEW_STEM_MISSING: Message = (
    Text("没有写新题干", "There is no new stem"),
    Text("请先写新题干", "write it first"),
)
NO_QUESTION_TICKED: Message = (
    NONE_IN_USE_CHOSEN,
    Text("请勾选要停用的题", "tick the questions to retire"),
)
FORMAT_MISSING: Message = (NO_FORMAT_CHOSEN, Text("请从列表中选择", "choose one from the list"))
COMPETENCY_MISSING = Text("没有选择能力", "No competency is selected")
KIND_MISSING = Text("没有选择题型", "No kind is selected")
PICTURE_MISSING: Message = (
    Text("没有选择图片", "No picture was selected"),
    Text("请选一张图片", "choose one"),
)
PICTURE_DESCRIPTION_MISSING: Message = (
    Text("没有写图片说明", "The description of the picture is missing"),
    Text("请写一句话说明它的内容", "describe in one sentence what it shows"),
)


def item_not_found() -> Refused:
    return not_found(Text("题目", "question"))


def version_not_found() -> Refused:
    return not_found(Text("版本", "version"))


def question_of_case_not_found() -> Refused:
    return not_found(Text("小题", "question"))


def picture_not_found() -> Refused:
    return not_found(Text("图片", "picture"))


def name_taken(name: str) -> Refused:
    return Refused(
        "bank.name_taken",
        Text(f"题名 {name} 已被占用", f"The name {name} is already in use"),
        Text("请换一个题名", "give the question another name"),
        name=name,
    )


def name_or_competency_changed(name: str) -> Refused:
    return Refused(
        "bank.renamed",
        Text("题名和所属能力不能改", "The name and the competency of a question cannot be changed"),
        Text(f"请改回 {name}，或另建一题", f"change it back to {name}, or create another question"),
        status=400,
    )


def nothing_changed() -> Refused:
    return Refused(
        "bank.unchanged",
        Text("没有改动，没有存成新版本", "Nothing was changed, so there is no new version"),
        Text("请修改后再保存", "change something and save again"),
        status=400,
    )


def newer_version(newest: int, number: int) -> Refused:
    """The refusal of an action on version `number` when the item has a newer one."""
    return Refused(
        "bank.stale",
        Text(
            f"这道题已有第 {newest} 版，您看的是第 {number} 版",
            f"This question now has version {newest}; you were looking at version {number}",
        ),
        Text("请先看新版改了什么，再决定", "see what the new version changed before you decide"),
        number=newest,
    )


def case_not_found(name: str) -> Refused:
    return Refused(
        "bank.no_case",
        Text(f"本题库没有材料 {name}", f"This bank has no text to read named {name}"),
        Text("请先写好这份材料，或去掉材料的题名", "write the text first, or remove its name"),
        status=400,
        name=name,
    )


def duplicate_text(name: str, practice: bool) -> Refused:
    where = Text("练习题", "practice question") if practice else Text("题目", "question")
    return Refused(
        "bank.twin",
        Text(f"与{where.zh} {name} 的文字完全相同", f"The {where.en} {name} has exactly the same text"),
        Text("请改写，或直接修改那一道", "write it differently, or edit that one"),
        name=name,
    )


def own_item() -> Refused:
    return Refused(
        "bank.own_item",
        Text("您写过这道题，不能审它", "You wrote a version of this question, so you cannot review it"),
        Text("请由另一位审题人审", "leave it to another reviewer"),
        status=403,
    )


_STATES = {
    "draft": Text("是草稿", "is a draft"),
    "in_review": Text("在审", "is being reviewed"),
    "approved": Text("已批准", "is approved"),
    "retired": Text("已停用", "is retired"),
}


def wrong_state(state: str) -> Refused:
    """The refusal of a step that is not possible in the item's state."""
    now = _STATES[state]
    return Refused(
        "bank.state",
        Text(f"这道题现在{now.zh}，不能这样处理", f"This question {now.en}, so this is not possible"),
        Text("请刷新页面，看看现在可以做什么", "reload the page and see what can be done now"),
        state=state,
    )


def no_reason_to_return() -> Refused:
    how = Text("请写明退回的理由，命题人要据此修改", "explain why, so that the author knows what to change")
    return Refused("bank.say_why", NO_REASON, how, status=400)


def no_reason_to_retire() -> Refused:
    how = Text("请写明停用的原因，日后查得到", "explain why, so that it can be looked up later")
    return Refused("bank.say_why", NO_REASON, how, status=400)


def comment_too_long(length: int, most: int) -> Refused:
    what = Text(
        f"最多 {most} 个字符，现有 {length} 个",
        f"At most {most} characters are allowed, there are {length}",
    )
    how = Text(f"请删去 {length - most} 个", f"remove {length - most}")
    return Refused("bank.too_long", what, how, 400, problems=[Problem(FieldPath("comment"), what, how)])


def no_comment_to_add() -> Refused:
    return Refused("bank.comment", NO_COMMENT, _WRITE_AND_SEND, status=400)


def comment_to_add_too_long(most: int) -> Refused:
    what = Text(f"超过 {most} 个字", f"It is longer than {most} characters")
    return Refused("bank.comment", what, _WRITE_AND_SEND, status=400)


def same_stem() -> Refused:
    return Refused(
        "bank.same_stem",
        Text("新题的题干还没有改", "The new question still has the old stem"),
        Text("请先写新题干，选项等保存后再改", "write its new stem; you can edit the rest after it is saved"),
        status=400,
    )


def not_a_picture(problem: Problem) -> Refused:
    return Refused("bank.picture", problem.what, problem.how, status=400)


def not_saved(count: int, problems: Iterable[Problem] = ()) -> Refused:
    """The refusal of a draft with `count` things to correct."""
    what = Text(
        f"有 {count} 处要改，还没有保存",
        f"{count} {'things' if count > 1 else 'thing'} to correct; nothing has been saved yet",
    )
    how = Text("请改好后再保存", "correct it and save again")
    return Refused("bank.draft", what, how, 400, problems=list(problems))


def tags_added_and_removed(tags: Iterable[str]) -> Message:
    both = list(tags)
    return (
        Text(f"“{'、'.join(both)}”同时写在“增加标签”里", f"“{', '.join(both)}” is also in “Add tags”"),
        Text("请从其中一处删去", "remove it from one of the two"),
    )


def version_numbers(numbers: Iterable[int]) -> Text:
    """Return "第 1、3 版", "versions 1, 3"."""
    listed = [str(number) for number in sorted(numbers)]
    return Text(f"第 {'、'.join(listed)} 版", f"version{'s' if len(listed) > 1 else ''} {', '.join(listed)}")
