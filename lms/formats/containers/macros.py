"""Files that bring programs along are not read, whatever else they hold."""

from collections.abc import Iterable

from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Text

_OF_MACROS = ("vbaproject.bin", "_vba_project", "vbadata.xml", "activex1.bin")


def macro_problem(names: Iterable[str]) -> Problem | None:
    """Why a file with these parts is refused; None if none of them is a program."""
    if not any(name.lower().rpartition("/")[2] in _OF_MACROS for name in names):
        return None
    what = Text(
        "文件里带有宏（程序），可能有害，没有读取", "brings macros along, which may do harm; it was not read"
    )
    how = Text(
        "请用 Excel、Word 或 WPS 打开，另存为不带宏的 .xlsx 或 .docx 后再导入",
        "Open it in Excel or Word and save it without macros, as .xlsx or .docx",
    )
    return Problem(NOWHERE, what, how)
