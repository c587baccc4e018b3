"""Names of columns, and merged cells."""

from lms.domain.place import column_name
from lms.formats.workbooks.grid import Row, Sheet, column_number, fill_merged_cells


def test_columns_are_named_as_in_a_sheet() -> None:
    assert [column_name(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_number(column_name(n)) for n in range(1000)] == list(range(1000))


def test_a_merged_cell_has_its_value_in_every_cell_it_covers() -> None:
    sheet = fill_merged_cells(
        Sheet("", (Row(1, {0: "甲"}), Row(3, {1: "乙"})), merges=((1, 0, 2, 1), (3, 1, 3, 2), (9, 0, 9, 5)))
    )
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, {0: "甲", 1: "甲"}), (2, {0: "甲", 1: "甲"}), (3, {1: "乙", 2: "乙"}),
    ]  # fmt: skip


def test_a_place_is_written_as_people_look_for_it() -> None:
    assert Sheet("单选题", ()).place(5, 2).in_("zh") == "单选题!C5"
    assert Sheet("", ()).place(5, 2).in_("zh") == "C5"
