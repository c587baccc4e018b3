"""Item formats: each module of this package with a FORMAT reads or writes one; a new one needs no other edit."""

from functools import cache
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules
from typing import cast

from lms.domain.problem import Text
from lms.formats import collector, item_messages
from lms.formats.annotations.problem_list import problem_workbook
from lms.formats.excerpts import NO_EXCERPTS, Excerpts
from lms.formats.item import (
    Annotating,
    DistinctFilename,
    Excerpting,
    HandTyped,
    ItemFormat,
    ListedForImport,
    MayOmitPoints,
    Reading,
)
from lms.formats.remarks import Annotated, Remarks


@cache
def item_formats() -> dict[str, ItemFormat]:
    """Return every format by its name."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {module.FORMAT: cast(ItemFormat, module) for module in modules if hasattr(module, "FORMAT")}


def readable() -> list[str]:
    """Return the names of the formats that can be read."""
    return [name for name, item_format in item_formats().items() if hasattr(item_format, "read")]


def writable() -> list[str]:
    """Return the names of the formats that can be written."""
    return [name for name, item_format in item_formats().items() if hasattr(item_format, "write")]


def recognise(data: bytes, filename: str) -> str:
    """Return the name of the format by content, else by suffix; "" if no format recognises the file."""
    formats = {name: item_formats()[name] for name in readable()}
    for name, item_format in formats.items():
        if item_format.recognises(data, filename):
            return name
    suffix = PurePath(filename).suffix.lower()
    return next((name for name, item_format in formats.items() if suffix in item_format.SUFFIXES), "")


def import_names() -> list[Text]:
    """Return the formats that the import page lists as people call them, the most common first, each name once."""
    formats = [item_formats()[name] for name in readable()]
    called = [item_format.CALLED for item_format in formats if isinstance(item_format, ListedForImport)]
    return list(
        dict.fromkeys(name for _, name in sorted(called, key=lambda order_and_name: order_and_name[0]))
    )


def typed_formats() -> list[str]:
    """Return the names of the formats in which people type a question."""
    formats = {name: item_formats()[name] for name in readable()}
    return [name for name, each in formats.items() if isinstance(each, HandTyped) and each.IS_TYPED]


def may_omit_points(format_name: str) -> bool:
    """Whether one point may mean that a file in this format gives no points."""
    item_format = item_formats().get(format_name)
    return isinstance(item_format, MayOmitPoints) and item_format.POINTS_ARE_OPTIONAL


def file_name(stem: str, format_name: str) -> str:
    """Return the name of a file in this format."""
    item_format = item_formats()[format_name]
    name_end = item_format.NAME_ENDS if isinstance(item_format, DistinctFilename) else ""
    return f"{stem}{name_end}{item_format.SUFFIXES[0]}"


def excerpts(data: bytes, filename: str, format_name: str) -> Excerpts:
    """Return the parts of a file that are questions; none where the format does not separate them."""
    item_format = item_formats().get(format_name)
    return item_format.excerpts(data, filename) if isinstance(item_format, Excerpting) else NO_EXCERPTS


def annotated(data: bytes, filename: str, format_name: str, remarks: Remarks) -> Annotated:
    """Return the file with the remarks in it; a list of them where the format cannot contain them."""
    item_format = item_formats().get(format_name)
    if isinstance(item_format, Annotating):
        return item_format.annotated(data, filename, remarks)
    return problem_workbook(remarks)


def read(data: bytes, filename: str, format_name: str = "") -> Reading:
    """Read a file in the format named or recognised. A file that no format recognises is one problem."""
    name = format_name or recognise(data, filename)
    if name not in readable():
        return Reading(problems=[item_messages.unknown_format(filename, readable())])
    with collector.gc_paused():
        return item_formats()[name].read(data, filename)
