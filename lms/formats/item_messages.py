"""What is wrong with files of questions, and what an item format cannot carry."""

from collections.abc import Sequence

from lms.domain.place import FieldPath, Place, named
from lms.domain.problem import Message, Problem, Text

EMPTY_FILE: Message = (
    Text("文件里没有题目", "the file contains no questions"),
    Text("请核对文件内容和格式", "check the file and its format"),
)
NO_MOODLE_QUESTIONS: Message = (
    Text("没有找到试题", "contains no questions"),
    Text("请核对导出的分类", "check which category was exported"),
)
NOT_QTI_12: Message = (
    Text("不是 QTI 1.2，或里面没有试题", "is not QTI 1.2, or contains no items"),
    Text("请重新导出 QTI 包", "export the QTI package again"),
)


def unknown_format(filename: str, formats: Sequence[str]) -> Problem:
    what = Text(f"认不出 {filename} 的格式", f"the format of {filename} was not recognised")
    how = Text(f"请用 --from 指明格式：{'、'.join(formats)}", f"name it with --from: {', '.join(formats)}")
    return Problem(named(filename), what, how)


def word_file_too_large(filename: str, most_mb: int) -> Problem:
    what = Text(f"文件超过 {most_mb} MB", f"the file is larger than {most_mb} MB")
    how = Text("请分成几个文件，或先压缩其中的图片", "split it, or make its pictures smaller")
    return Problem(named(filename), what, how)


def only_named_xlsx(filename: str) -> Problem:
    what = Text(
        "内容不是 Excel 文件，只是扩展名写成了 .xlsx", "is not an Excel file, although its name ends in .xlsx"
    )
    how = Text("请换一个文件，或重新导出", "choose another file, or export it again")
    return Problem(named(filename), what, how)


def too_long_for_a_cell(place: Place, field: str) -> Problem:
    what = Text(
        f"{field}超过 Excel 单元格的长度，单元格里只有开头，全文在“附加数据”列里",
        f"{field} is too long for an Excel cell: the cell has its beginning, the last columns have all of it",
    )
    how = Text("请不要改动这道题，或改用 TOML 导出", "do not change this question there, or export TOML")
    return Problem(place, what, how, notice=True)


def ids_not_written(place: Place) -> Problem:
    what = Text(
        "先后要求用编号指明各项，各项的编号没有写出",
        "the rules of order refer to entries by ids, and the ids are not written",
    )
    how = Text("需要原样保存时请用 TOML 或 Excel", "use TOML or Excel to keep it unchanged")
    return Problem(place, what, how, notice=True)


def not_a_kind_of_moodle(place: Place, kind: Text) -> Problem:
    what = Text(
        f"Moodle 没有“{kind.zh}”这种题型，没有写出",
        f'Moodle has no kind "{kind.en}"; the question was left out',
    )
    return Problem(place, what, Text("请用 Excel 导出", "export Excel"))


def left_out_of_gift(place: Place, reason: Text) -> Problem:
    what = reason + Text("，这道题没有写出", "; the question was left out")
    return Problem(place, what, Text("请改用 Moodle XML 导出这道题", "export this question as Moodle XML"))


NOT_SINGLE_CHOICE = Text(
    "Aiken 只有单选题，这道题没有写出", "Aiken has single choice only; the question was left out"
)
NOT_ONE_RIGHT_OPTION = Text(
    "Aiken 只能有一个正确选项，这道题没有写出",
    "Aiken allows only one right option; the question was left out",
)
MISREAD_BY_AIKEN = Text(
    "题干像选项或答案行，Aiken 会读错，这道题没有写出",
    "Aiken would read its text as an option or an answer; the question was left out",
)
_EXPORT_OTHERWISE = Text("请改用 Moodle XML 或 Excel 导出", "export as Moodle XML or Excel instead")


def left_out_of_aiken(place: Place, reason: Text) -> Problem:
    return Problem(place, reason, _EXPORT_OTHERWISE)


def not_carried_by_aiken(place: Place, parts: Sequence[Text]) -> Problem:
    zh, en = "、".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    return Problem(place, Text(f"带不走：{zh}", f"not carried over: {en}"), _EXPORT_OTHERWISE, notice=True)


def not_utf_8(place: Place) -> Problem:
    what = Text("不是 UTF-8 编码", "is not UTF-8")
    return Problem(place, what, Text("请另存为 UTF-8 后重试", "save it as UTF-8 and try again"))


def invalid_toml(place: Place, error: str) -> Problem:
    what = Text(f"TOML 写法有误（{error[:100]}）", f"is not valid TOML ({error[:100]})")
    how = Text("请检查引号、方括号和逗号是否成对", "check the quotes, brackets and commas")
    return Problem(place, what, how)


def no_items(filename: str) -> Problem:
    what = Text("没有 [[item]]，不是题库文件", "has no [[item]] and is not a file of questions")
    how = Text("每道题以一行 [[item]] 开头", "begin each question with a line [[item]]")
    return Problem(named(filename), what, how)


def unknown_table(filename: str, name: str) -> Problem:
    what = Text(f"不认识“{name[:40]}”", f'"{name[:40]}" is not known here')
    how = Text("题库文件只有 [defaults] 和 [[item]]", "a file of questions has [defaults] and [[item]] only")
    return Problem(named(filename), what, how)


def invalid_points(item: Place) -> Problem:
    what = Text("分值写法不对，已按 1 分读入", "the points are not a valid number; 1 point was used")
    how = Text('请写成 "2" 或 "2.5"', 'write "2" or "2.5"')
    return Problem(FieldPath("points").within(item), what, how)


def not_in_toml(place: Place, parts: Text) -> Problem:
    how = Text(
        "能力由文件夹决定；其余请用 Excel 导出",
        "the folder decides the competency; export Excel for the other parts",
    )
    return Problem(place, parts, how, notice=True)
