"""What cannot be read of a workbook, its sheets and cells, in both languages."""

from lms.domain.place import NOWHERE, named
from lms.domain.problem import Problem, Text

CELL_IS_PICTURE = Text("是一幅图片", "is a picture")
FORMULA_FAILED = Text("公式出错", "has a formula that fails")
FORMULA_NOT_CALCULATED = Text("公式没有结果", "has a formula that was never calculated")
TEXT_MISSING = Text("文字缺失，文件已损坏", "has lost its text, as the file is damaged")

NO_TABLE_ON_PAGE = Problem(
    NOWHERE,
    Text("是网页，里面没有表格", "is a web page without a table"),
    Text("请导出为 .xlsx 后重试", "export it as .xlsx and try again"),
)


def formula_failed(error: str) -> Text:
    return Text(f"公式出错（{error}）", f"has a formula that fails ({error})")


def _unreadable(zh: str, en: str) -> Problem:
    what = Text(f"Excel 文件读不了：{zh}", f"the Excel file cannot be read: {en}")
    how = Text("请用 Excel 打开，去掉密码，另存为 .xlsx 再试", "open it in Excel and save it as .xlsx")
    return Problem(NOWHERE, what, how)


TOO_LARGE = _unreadable("超过 30 MB", "it is larger than 30 MB")
ENCRYPTED = _unreadable("加了密码", "it is protected by a password")
NO_WORKBOOK = _unreadable("里面没有工作簿", "it contains no workbook")
DAMAGED = _unreadable("文件已损坏", "it is damaged")


def pictures_not_read(count: int) -> Problem:
    pictures = "1 picture, which was" if count == 1 else f"{count} pictures, which were"
    what = Text(f"有 {count} 幅图片，没有读入", f"contains {pictures} not read")
    how = Text("请在导入后给题目加上图片", "add them to the questions after the import")
    return Problem(NOWHERE, what, how, notice=True)


def too_many_rows(sheet: str, most: int) -> Problem:
    what = Text(
        f"超过 {most} 行，后面的没有读", f"has more than {most} rows; the following ones were not read"
    )
    return Problem(named(sheet), what, Text("请分成几个文件", "split it into several files"))


def invalid_csv(error: str) -> Problem:
    what = Text(f"CSV 写法有误（{error}）", f"is not valid CSV ({error})")
    return Problem(NOWHERE, what, Text("请用 Excel 另存为 .xlsx 后重试", "save it as .xlsx and try again"))
