"""Every item format has what the protocol asks for, under the names that it asks for."""

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
    form = item_formats()[name]
    assert (form.FORMAT, bool(form.NAME.zh and form.NAME.en)) == (name, True)
    assert [suffix for suffix in form.SUFFIXES if not suffix.startswith(".")] == []
    assert hasattr(form, "read") == hasattr(form, "recognises")
    assert hasattr(form, "write") == hasattr(form, "losses")
    assert hasattr(form, "read") or hasattr(form, "write")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_names_no_fact_that_nothing_asks_for(name):
    source = ast.parse(Path(item_formats()[name].__file__).read_text("utf-8"))
    facts = [ast.unparse(node.targets[0]) for node in source.body if isinstance(node, ast.Assign)]
    assert [fact for fact in facts if not fact.startswith("_") and fact not in (*FACTS, "MOST_BYTES")] == []


def test_every_optional_part_is_had_by_some_format_and_not_by_all():
    having = {part: [n for n in FORMATS if isinstance(item_formats()[n], part)] for part in OPTIONAL}
    assert [part.__name__ for part, names in having.items() if not names or names == FORMATS] == []
