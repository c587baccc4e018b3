"""What importing questions says to its readers: refusals, problems and notices, in both languages."""

from collections.abc import Sequence
from typing import NamedTuple

from lms.domain.place import Named, Place
from lms.domain.problem import Message, Problem, Refused, Text, not_found

_RELOAD = Text("请刷新页面，看看现在可以做什么", "reload the page and see what can be done now")

PASTED_FILE_NAME = Text("粘贴的文字.txt", "pasted text.txt")


class Mail(NamedTuple):
    """The words of a mail; the address of the import follows its text."""

    subject: Text
    text: Text


MAILS = {
    "previewed": Mail(
        Text("试题文件已读完，请核对", "Your questions have been read; please check them"),
        Text("请打开预览，核对后导入：", "Open the preview, check the questions and import them:"),
    ),
    "failed": Mail(
        Text("试题文件导入不了", "Your questions could not be imported"),
        Text("原因见：", "See the reasons:"),
    ),
    "committed": Mail(
        Text("试题已导入题库", "Your questions are in the question bank"),
        Text("请送审：", "Submit them for review:"),
    ),
}
"""The mail about a background job, by the state of the import that it reached."""


def import_not_found() -> Refused:
    return not_found(Text("导入", "import"))


def question_not_found() -> Refused:
    return not_found(Text("题目", "question"))


def file_not_found() -> Refused:
    return not_found(Text("文件", "file"))


def file_unreadable(problems: list[Problem]) -> Refused:
    return Refused(
        "bank.unreadable",
        Text("这个文件导入不了，没有保存", "This file cannot be imported; nothing was saved"),
        Text("请按下面的说明改好后再试", "correct the problems below and try again"),
        status=400,
        problems=problems,
    )


def too_many_questions(file_name: str, count: int, most: int) -> Problem:
    return Problem(
        Named(file_name),
        Text(
            f"文件里有 {count} 道题，一次最多 {most} 道",
            f"the file has {count} questions; an import has at most {most}",
        ),
        Text("请分成几个文件", "split it into several files"),
    )


NO_FILE_OR_TEXT: Message = (
    Text("没有选择文件，也没有粘贴文字", "No file was chosen and no text was pasted"),
    Text("请选择一个文件，或粘贴题目", "choose a file, or paste questions"),
)
BOTH_FILE_AND_TEXT: Message = (
    Text("既选了文件，又粘贴了文字", "A file was chosen and text was pasted as well"),
    Text("请只留一样", "keep only one of them"),
)
EMPTY_FILE: Message = (Text("文件是空的", "The file is empty"), Text("请换一个文件", "choose another"))
NO_BANK_CHOSEN: Message = (
    Text("没有选择题库", "No bank was chosen"),
    Text("请选择题目属于哪项能力", "choose the competency that the questions are about"),
)


def file_name_too_long(count: int, most: int) -> Message:
    return (
        Text(
            f"文件名最多 {most} 个字符，现有 {count} 个",
            f"A file name has at most {most} characters, this one has {count}",
        ),
        Text("请把文件名改短", "shorten the name"),
    )


def too_long_to_edit(place: Place, count: int, most: int) -> Problem:
    return Problem(
        place,
        Text(
            f"这道题有 {count} 个字符，超过 {most} 个，不能在这里改",
            f"this question has {count} characters, more than {most}; it cannot be edited here",
        ),
        Text("请在文件里改好后重新导入", "correct the file and import it again"),
    )


def fields_not_stored(place: Place, names: Sequence[str]) -> Problem:
    return Problem(
        place,
        Text(f"题库不保存这些：{'、'.join(names)}", f"the bank does not store: {', '.join(names)}"),
        Text("需要时请写进题目或标签", "put it into the question or its tags if you need it"),
    )


def category_shortened(place: Place, most: int) -> Problem:
    return Problem(
        place,
        Text(
            f"内容域最多 {most} 个字符，这个分类只留下前 {most} 个",
            f"a content area has at most {most} characters; the rest of this category was cut off",
        ),
        Text("需要时请在题目里改内容域", "edit the content area of the question if you need to"),
    )


def import_of_another(author: str) -> Refused:
    return Refused(
        "bank.import_of_another",
        Text(f"这是{author}的导入", f"This import belongs to {author}"),
        Text("请由本人处理，或自己导入一次", "leave it to them, or import the file yourself"),
        status=403,
    )


def wrong_state(state: str) -> Refused:
    return Refused(
        "bank.import_state",
        Text("这次导入已不能这样处理", "This can no longer be done with this import"),
        _RELOAD,
        state=state,
    )


def choice_not_allowed() -> Refused:
    return Refused(
        "bank.import_choice",
        Text("这道题不能这样处理", "This cannot be done with this question"),
        Text("请从页面上的几种处理中选一种", "choose one of the options on the page"),
        status=400,
    )


def unknown_competency() -> Refused:
    return Refused(
        "bank.competency",
        Text("没有这项能力", "There is no such competency"),
        Text("请从列表中选择", "choose one from the list"),
        status=400,
    )


NO_QUESTION = Text("没有题目", "There is no question")
TEXT_TOO_LONG = Text("文字过长", "The text is too long")
NOT_A_QUESTION = Text("还读不成一道题", "This is not a complete question yet")


def several_questions(count: int) -> Text:
    return Text(f"有 {count} 道题", f"There are {count} questions")


def not_one_question(what: Text, problems: Sequence[Problem] = ()) -> Refused:
    how = Text("请按提示改好，一次写一道题", "correct it as described, and write one question")
    return Refused("bank.import_mend", what, how, status=400, problems=list(problems))


def nothing_to_import() -> Refused:
    return Refused(
        "bank.import_nothing",
        Text("没有要导入的题", "There is nothing to import"),
        Text(
            "请先改好有错的题，或决定相近的题怎么办",
            "correct the questions with errors, or decide about the similar ones",
        ),
    )


def preview_outdated() -> Refused:
    return Refused(
        "bank.import_stale",
        Text(
            "预览之后题库有了变化，没有导入", "The bank has changed since the preview; nothing was imported"
        ),
        Text("请点“重新核对”，看过后再导入", 'press "Compare again", check the preview, then import'),
    )


def two_versions_of_one_item() -> Refused:
    return Refused(
        "bank.import_twice",
        Text("有两道题要成为同一道题的新版本", "Two questions are to become the next version of one item"),
        Text("请把其中一道改为跳过", "skip one of them"),
    )


def stimuli_missing(names: Sequence[str], kinds: Sequence[str]) -> Refused:
    return Refused(
        "bank.no_case",
        Text(f"题库里没有这些材料：{', '.join(names)}", f"The bank has no stimulus named {', '.join(names)}"),
        Text(
            f"请把材料（题型 {'、'.join(kinds)}）一起导入",
            f"import each stimulus (kind {', '.join(kinds)}) together with its questions",
        ),
    )


def nothing_to_review() -> Refused:
    return Refused(
        "bank.import_nothing",
        Text("没有要送审的题", "There is nothing to submit for review"),
        Text("请刷新页面，看看各题现在的状态", "reload the page and see the state of each question"),
    )


def selection_changed() -> Refused:
    return Refused(
        "bank.import_review",
        Text(
            "勾选的题里有的已被修改、审过，或是您写的；都没有批准",
            "Some of these have been changed or reviewed since, or are your own; none was approved",
        ),
        Text("请刷新页面，看过后再勾选", "reload the page, read them and tick them again"),
    )


NO_QUESTION_TICKED: Message = (
    Text("没有勾选题目", "No question is ticked"),
    Text("请在可以批准的题前打勾", "tick those that you approve"),
)


def no_question_ticked() -> Refused:
    return Refused(
        "bank.import_review",
        NO_QUESTION_TICKED[0],
        Text("请逐题看过，在要批准的题前打勾", "read the questions and tick those to approve"),
        status=400,
    )


def nothing_to_undo(state: str) -> Refused:
    return Refused(
        "bank.import_state",
        Text("这次导入没有可撤销的内容", "There is nothing to undo in this import"),
        _RELOAD,
        state=state,
    )


def may_not_undo() -> Refused:
    return Refused(
        "forbidden",
        Text("撤销导入须有编写试题的权限", "You need the permission to write questions to undo an import"),
        Text("请由教员办理", "ask a trainer"),
        status=403,
    )


def has_newer_version(number: int) -> Text:
    return Text(f"导入后又有了第 {number} 版", f"now has version {number}")


def was_approved_by(reviewer: str) -> Text:
    return Text(f"已由{reviewer}批准", f"was approved by {reviewer}")


IS_RETIRED = Text("已停用", "is retired already")

DEFAULTS_SET = Text("已设定，并重新核对", "Saved, and compared with the bank again")
RECHECKED = Text("已重新核对", "Compared with the bank again")
UNDONE = Text("导入已撤销", "The import has been undone")
DISCARDED = Text("已放弃这次导入，题库没有变动", "The import has been discarded; the bank is unchanged")


def question_corrected(position: int) -> Text:
    return Text(f"第 {position} 题已改好", f"Question {position} has been corrected")


def approved(count: int) -> Text:
    return Text(f"已批准 {count} 题", "1 question approved" if count == 1 else f"{count} questions approved")
