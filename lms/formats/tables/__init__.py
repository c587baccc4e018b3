"""Tables as files: each module of this package writes one format, and a new one needs no other edit."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from lms.formats.table import TableFormat


@cache
def table_formats() -> dict[str, TableFormat]:
    """Return every format by its name (csv, json, xlsx, …), in the order of their buttons."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    formats = sorted((cast(TableFormat, module) for module in modules), key=lambda form: form.ORDER)
    return {form.FORMAT: form for form in formats}
