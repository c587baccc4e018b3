"""QTI 3.0: items, tests and packages."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.containers.content_package import root_tags
from lms.formats.item import Draft, Reading
from lms.formats.qti import exchange

FORMAT = "qti3"
NAME = Text("QTI 3.0", "QTI 3.0")
SUFFIXES = (".zip",)
CALLED = (7, Text("QTI", "QTI"))


def recognises(data: bytes, filename: str) -> bool:
    """Whether it is an item or a test, alone or in a package."""
    return bool(root_tags(data) & {"qti-assessment-item", "qti-assessment-test"})


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat. Places are files and lines, with the item's title."""
    return exchange.read(data, filename)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    return exchange.write(drafts, "3.0")


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return exchange.losses(drafts)
