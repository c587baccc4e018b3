"""Which font sets which character, and what no font may be asked for."""

import unicodedata
from pathlib import Path

import pytest

from lms.platform.pdf.faces import (
    BOLD,
    FOLDER,
    LATIN,
    REGULAR,
    Faces,
    MissingGlyph,
    faces,
    faces_for,
    to_unicode,
)


def fonts(chosen: Faces, text: str) -> list[tuple[str, str]]:
    """The runs of a text with the file name of their font."""
    return [(name.partition(".")[0], piece) for name, piece in chosen.runs(text)]


def test_each_character_is_set_in_the_first_font_that_has_it() -> None:
    assert fonts(faces(REGULAR), "王𠮷𬀩㛃\U0002f81aƏ") == [
        ("song", "王"),
        ("rare-20000-23fff", "𠮷"),
        ("song", "𬀩㛃"),
        ("rare-f900-2fa1f", "\U0002f81a"),
        ("kai", "Ə"),
    ]


def test_the_bold_face_gives_way_where_it_lacks_a_character() -> None:
    assert fonts(faces(BOLD), "证书䶮") == [("song-bold", "证书"), ("song", "䶮")]


def test_quotes_are_wide_beside_chinese_and_narrow_in_english() -> None:
    assert [faces_for("“书”").width("“", 10), faces_for("“a”").width("“", 10)] == [10.0, 4.65]
    assert fonts(faces(LATIN), "“a”") == [("quotes", "“"), ("song", "a"), ("quotes", "”")]


def test_every_ideograph_up_to_extension_f_has_a_glyph() -> None:
    blocks = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2EBE0), (0x2F800, 0x2FA1D))
    letters = [chr(code) for first, last in blocks for code in range(first, last + 1)]
    assigned = [letter for letter in letters if unicodedata.category(letter) == "Lo"]
    assert len(assigned) > 88_000
    chosen = faces(REGULAR)
    assert [letter for letter in assigned if chosen.glyph(letter) is None] == []


def test_all_of_gbk_is_set_in_the_one_main_face() -> None:
    pairs = [bytes([row, cell]) for row in range(0x81, 0xFF) for cell in range(0x40, 0xFF)]
    decoded = {pair.decode("gbk", "ignore") for pair in pairs}
    hanzi = {text for text in decoded if len(text) == 1 and "一" <= text <= "鿿"}
    assert len(hanzi) == 20_902
    assert {fonts(faces(REGULAR), text)[0][0] for text in hanzi} == {"song"}


@pytest.mark.parametrize("character", ["\ue000", "\x00", "\u2028", "\u0301", "א", "ش", "ᠮ", "\ud800"])
def test_what_is_private_invisible_or_needs_joining_has_no_glyph(character: str) -> None:
    assert faces(REGULAR).glyph(character) is None


def test_measuring_a_missing_character_is_refused_too() -> None:
    with pytest.raises(MissingGlyph):
        faces(REGULAR).width("\ue000", 10)


def test_the_unicode_map_writes_pairs_and_blocks_of_at_most_a_hundred() -> None:
    written = to_unicode([0, 0x6797, 0x20BB7, *range(0x4E00, 0x4E00 + 120)]).splitlines()
    assert written[written.index("<01> <6797>") + 1] == "<02> <D842DFB7>"
    assert [line for line in written if line.endswith("beginbfchar")] == ["100 beginbfchar", "22 beginbfchar"]


def test_every_font_file_is_used_and_has_its_licence_beside_it() -> None:
    used = {source.path for sources in (REGULAR, BOLD, LATIN) for source in sources}
    assert set(FOLDER.glob("*.xz")) == used
    assert sum(path.stat().st_size for path in used) < 25_000_000
    licences = {path.name for path in FOLDER.glob("LICENSE-*.txt")}
    named = {name for name in licences if name in Path(FOLDER / "README.md").read_text("utf-8")}
    assert (len(licences), named) == (3, licences)
