"""Tables as files: each module of this package writes one format; a new one needs no other edit."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from lms.formats.table import TableFormat


@cache
def table_formats() -> dict[str, TableFormat]:
    """Every format by its name (csv, json, xlsx, …), in the order of their buttons."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    formats = sorted((cast(TableFormat, module) for module in modules), key=lambda form: form.ORDER)
    return {form.FORMAT: form for form in formats}
