"""QTI 1.2: quizzes of Canvas and of older systems, as a file or a package; read only."""

from lms.domain.problem import Text
from lms.formats.containers.content_package import root_tags
from lms.formats.item import Reading
from lms.formats.qti12.read import read_qti12

FORMAT = "qti12"
NAME = Text("QTI 1.2（Canvas）", "QTI 1.2 (Canvas)")
SUFFIXES = (".imscc",)
CALLED = (7, Text("QTI", "QTI"))


def recognises(data: bytes, filename: str) -> bool:
    """A <questestinterop>, alone or in a package."""
    return "questestinterop" in root_tags(data)


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat. Places are files and lines, with the item's title."""
    what = Text("不是 QTI 1.2，或里面没有试题", "is not QTI 1.2, or holds no items")
    how = Text("请重新导出 QTI 包", "Export the QTI package again")
    return read_qti12(data).with_filename(filename, what, how)
