"""QTI 2.1 and 2.2: items, tests and packages; written as 2.2."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.containers.content_package import root_tags
from lms.formats.item import Draft, Reading
from lms.formats.qti import exchange

FORMAT = "qti2"
NAME = Text("QTI 2.1、2.2", "QTI 2.1 and 2.2")
SUFFIXES = (".zip",)
CALLED = (7, Text("QTI", "QTI"))


def recognises(data: bytes, filename: str) -> bool:
    """Whether it is an item or a test, alone or in a package."""
    return bool(root_tags(data) & {"assessmentItem", "assessmentTest"})


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat. Places are files and lines, with the item's title."""
    return exchange.read(data, filename)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    return exchange.write(drafts, "2.2")


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return exchange.losses(drafts)
