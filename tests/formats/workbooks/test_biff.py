"""Texts in several fonts, as Excel 5 to 2003 stored them."""

import struct

from lms.formats.workbooks.biff import rich_bytes, rich_text, with_scripts

PLAIN, SUPERSCRIPT, SUBSCRIPT = 0, 5, 6
FONTS = [0, 0, 0, 0, 1, 2]
"""Fonts 0 to 3, 5 and 6: font 4 does not exist."""


def runs(*pairs: tuple[int, int]) -> bytes:
    return b"".join(struct.pack("<2H", at, font) for at, font in pairs)


def test_runs_of_excel_95_count_bytes_of_its_code_page() -> None:
    words = "面积10m2。".encode("gb18030")
    raw = struct.pack("<H", len(words)) + words + bytes([2, 7, SUPERSCRIPT, 8, PLAIN])
    assert rich_bytes(raw, "gb18030", FONTS) == "面积10m²。"


def test_runs_that_are_out_of_order_or_beyond_the_end_lose_no_character() -> None:
    assert with_scripts("甲12", runs((2, SUPERSCRIPT), (1, SUBSCRIPT), (99, SUPERSCRIPT)), FONTS) == "甲1₂"
    assert with_scripts("甲12", runs((1, 300)), FONTS) == "甲12"
    assert with_scripts("甲12", runs((2, SUPERSCRIPT))[:3], FONTS) == "甲12"


def test_a_text_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    raw = struct.pack("<HB", 3, 0) + b"102" + struct.pack("<H", 1) + runs((2, SUPERSCRIPT))
    assert [rich_text(raw[:end], FONTS) for end in (len(raw), 8, 6, 5, 2, 0)] == [
        "10²",
        "102",
        "102",
        "10",
        "",
        "",
    ]
