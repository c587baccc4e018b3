"""QTI 1.2: quizzes of Canvas and of older systems, as a file or a package; read only."""

from lms.domain.problem import Text
from lms.formats import item_messages
from lms.formats.containers.content_package import root_tags
from lms.formats.item import Reading
from lms.formats.qti12.read import read_qti12

FORMAT = "qti12"
NAME = Text("QTI 1.2（Canvas）", "QTI 1.2 (Canvas)")
SUFFIXES = (".imscc",)
CALLED = (7, Text("QTI", "QTI"))


def recognises(data: bytes, filename: str) -> bool:
    """Whether it is a <questestinterop>, alone or in a package."""
    return "questestinterop" in root_tags(data)


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat. Places are files and lines, with the item's title."""
    return read_qti12(data).with_filename(filename, *item_messages.NOT_QTI_12)
