"""Every item format has what the protocol requires, under the names that it requires."""

import ast
from pathlib import Path

import pytest

from lms.formats import item
from lms.formats.items import item_formats

OPTIONAL = (
    item.ListedForImport,
    item.DistinctFilename,
    item.MayOmitPoints,
    item.HandTyped,
    item.Excerpting,
    item.Annotating,
)
FACTS = {"FORMAT", "NAME", "SUFFIXES", "CALLED", "NAME_ENDS", "POINTS_ARE_OPTIONAL", "IS_TYPED"}
FORMATS = sorted(item_formats())


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_the_parts_that_belong_together(name):
    item_format = item_formats()[name]
    assert (item_format.FORMAT, bool(item_format.NAME.zh and item_format.NAME.en)) == (name, True)
    assert [suffix for suffix in item_format.SUFFIXES if not suffix.startswith(".")] == []
    assert hasattr(item_format, "read") == hasattr(item_format, "recognises")
    assert hasattr(item_format, "write") == hasattr(item_format, "losses")
    assert hasattr(item_format, "read") or hasattr(item_format, "write")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_no_public_constant_outside_the_protocol(name):
    source = ast.parse(Path(item_formats()[name].__file__).read_text("utf-8"))
    facts = [ast.unparse(node.targets[0]) for node in source.body if isinstance(node, ast.Assign)]
    assert [fact for fact in facts if not fact.startswith("_") and fact not in FACTS] == []


def test_every_optional_part_belongs_to_some_formats_and_not_to_all():
    having = {part: [n for n in FORMATS if isinstance(item_formats()[n], part)] for part in OPTIONAL}
    assert [part.__name__ for part, names in having.items() if not names or names == FORMATS] == []
