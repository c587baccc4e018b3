"""What is not read of a Word file, and why a file is none, in both languages."""

from lms.domain.place import NOWHERE, Place
from lms.domain.problem import Problem, Text

ARCHIVE = Problem(
    NOWHERE,
    Text("这是压缩包，不是 Word 文件", "this is an archive, not a Word file"),
    Text("请解压后导入其中的 .docx", "unpack it and import the .docx in it"),
)
EXCEL = Problem(
    NOWHERE,
    Text("这是 Excel 文件，扩展名写成了 .docx", "this is an Excel file named .docx"),
    Text("请把扩展名改为 .xlsx 后导入", "rename it to .xlsx and import that"),
)
POWERPOINT = Problem(
    NOWHERE,
    Text("这是 PowerPoint 文件", "this is a PowerPoint file"),
    Text("请把题目复制到 .docx 后导入", "copy the questions into a .docx file"),
)
ODT = Problem(
    NOWHERE,
    Text("这是 ODT 文件", "this is an ODT file"),
    Text("请另存为 .docx 后导入", "save it as .docx and import that"),
)


def picture_not_read(place: Place) -> Problem:
    what = Text("这里有图片，没有读入", "the picture here was not read")
    how = Text("请在导入后给这道题补上图片", "add the picture to the question after the import")
    return Problem(place, what, how, notice=True)


def formula_not_read(place: Place) -> Problem:
    what = Text("这里有公式，只读入了其中的文字", "only the characters of the formula here were read")
    how = Text("请核对这道题，必要时改写公式", "check the question and rewrite the formula if necessary")
    return Problem(place, what, how, notice=True)
