"""Question formats: each module of this package reads or writes one; a new one needs no other edit."""

from functools import cache
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules
from typing import cast

from lms.domain.place import named
from lms.domain.problem import Problem, Text
from lms.formats import collector
from lms.formats.annotations.listed import listed
from lms.formats.excerpts import NO_EXCERPTS, Excerpts
from lms.formats.item import (
    Annotating,
    Called,
    Excerpting,
    ItemFormat,
    MayOmitPoints,
    NamedApart,
    Reading,
    Typed,
)
from lms.formats.remarks import Annotated, Remarks


@cache
def item_formats() -> dict[str, ItemFormat]:
    """Every format by its name."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return {module.FORMAT: cast(ItemFormat, module) for module in modules if hasattr(module, "FORMAT")}


def readable() -> list[str]:
    """The names of the formats that can be read."""
    return [name for name, form in item_formats().items() if hasattr(form, "read")]


def writable() -> list[str]:
    """The names of the formats that can be written."""
    return [name for name, form in item_formats().items() if hasattr(form, "write")]


def recognise(data: bytes, filename: str) -> str:
    """The format's name by content, else by suffix; "" if nobody knows it."""
    forms = {name: item_formats()[name] for name in readable()}
    sure = [name for name, form in forms.items() if form.recognises(data, filename)]
    if sure:
        return sure[0]
    suffix = PurePath(filename).suffix.lower()
    return next((name for name, form in forms.items() if suffix in form.SUFFIXES), "")


def import_names() -> list[Text]:
    """What people call the formats that are named on the import page, the commonest first, each name once."""
    forms = [item_formats()[name] for name in readable()]
    found = sorted((form.CALLED for form in forms if isinstance(form, Called)), key=lambda each: each[0])
    return list(dict.fromkeys(name for _, name in found))


def typed_formats() -> list[str]:
    """The formats in which people type a question."""
    return [name for name in readable() if isinstance(form := item_formats()[name], Typed) and form.IS_TYPED]


def may_omit_points(form: str) -> bool:
    """Whether one point may mean that a file in this format says nothing of points."""
    own = item_formats().get(form)
    return isinstance(own, MayOmitPoints) and own.POINTS_ARE_OPTIONAL


def file_name(stem: str, form: str) -> str:
    """What a file in this format is called."""
    own = item_formats()[form]
    return f"{stem}{own.NAME_ENDS if isinstance(own, NamedApart) else ''}{own.SUFFIXES[0]}"


def excerpts(data: bytes, filename: str, form: str) -> Excerpts:
    """The parts of a file in this format; none where the format does not keep them apart."""
    own = item_formats().get(form)
    return own.excerpts(data, filename) if isinstance(own, Excerpting) else NO_EXCERPTS


def annotated(data: bytes, filename: str, form: str, remarks: Remarks) -> Annotated:
    """The file with the remarks in it; a list where the format has no room for them."""
    own = item_formats().get(form)
    return own.annotated(data, filename, remarks) if isinstance(own, Annotating) else listed(remarks)


def read(data: bytes, filename: str, form: str = "") -> Reading:
    """What the file holds, in the format named or recognised."""
    name = form or recognise(data, filename)
    if name not in readable():
        what = Text(f"认不出 {filename} 的格式", f"the format of {filename} is not known")
        names = "、".join(readable())
        how = Text(f"请用 --from 指明格式：{names}", f"Name it with --from: {', '.join(readable())}")
        return Reading(problems=[Problem(named(filename), what, how)])
    with collector.seldom():
        return item_formats()[name].read(data, filename)
