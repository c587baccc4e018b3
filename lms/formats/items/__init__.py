"""Question formats: each module of this package reads or writes one; a new one needs no other edit."""

from functools import cache
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules
from typing import cast

from lms.domain.place import named
from lms.domain.problem import Problem, Text
from lms.formats import collector
from lms.formats.item import ItemFormat, Reading


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
