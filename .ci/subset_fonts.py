"""Make the files of lms/platform/pdf/fonts/ from the packages that its README.md names; run it only to renew them.

    .venv/bin/python .ci/subset_fonts.py FOLDER

FOLDER holds the unpacked packages; the fonts in it are found by file name. Every face is
a modified version in the sense of the OFL, hence the names of our own.
"""

import lzma
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "lms/platform/pdf/fonts"
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3347F))
LATIN = ((0x100, 0x24F), (0x1E00, 0x1EFF))
MARKS = ((0x20, 0x180), (0x2010, 0x2040), (0x3000, 0x3020), (0xFF01, 0xFF5F))  # the end excluded
PRIVATE = (0xE000, 0xF8FF)
QUOTES = (0x2018, 0x2019, 0x201C, 0x201D, 0x2026)  # full-width in a Chinese font
# A rare name loads one of these, not all 60,000 glyphs.
RARE = ((0x20000, 0x23FFF), (0x24000, 0x27FFF), (0x28000, 0x2B81F), (0x2B820, 0x2EBEF))
KEPT_NAMES = (0, 5, 7, 9, 13, 14)  # copyright, version, trademark, designer, licence and its address


def within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    """Whether a code point lies in one of the ranges, both ends included."""
    return any(first <= code <= last for first, last in ranges)


def level_one() -> set[int]:
    """GB 2312 level 1, the 3,755 everyday characters, with ASCII, Latin-1 and the marks of print."""
    hanzi = {
        ord(bytes([row, cell]).decode("gb2312", "ignore") or " ")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
    }
    return (
        hanzi
        | set(range(0x20, 0x180))
        | set(range(0x2010, 0x2040))
        | set(range(0x3000, 0x3020))
        | set(range(0xFF01, 0xFF5F))
    )


def cut(font: TTFont, codes: Iterable[int]) -> TTFont:
    """The font with only these characters: no hinting, no layout tables, no glyph names."""
    options = subset.Options(
        hinting=False,
        layout_features=[],
        glyph_names=False,
        notdef_outline=True,
        name_languages=[0x409],
        name_IDs=list(KEPT_NAMES),
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "gasp", "vhea", "vmtx", "FFTM", "prop"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return font


def proportional(font: TTFont) -> TTFont:
    """The font with the quotes and the ellipsis as wide as English sets them (its own `pwid` glyphs)."""
    layout = font["GSUB"].table
    narrow: dict[str, str] = {}
    for record in layout.FeatureList.FeatureRecord:
        for index in record.Feature.LookupListIndex if record.FeatureTag == "pwid" else ():
            for table in layout.LookupList.Lookup[index].SubTable:
                narrow |= getattr(table, "ExtSubTable", table).mapping
    for table in font["cmap"].tables:
        for code in set(QUOTES) & set(getattr(table, "cmap", ())):
            table.cmap[code] = narrow.get(table.cmap[code], table.cmap[code])
    return font


def keep(font: TTFont, file: str, family: str) -> None:
    """Writes `file`.ttf.xz under a name of our own and prints what it holds."""
    for name_id, words in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        font["name"].setName(words, name_id, 3, 1, 0x409)
    font.recalcTimestamp = False
    raw = BytesIO()
    font.save(raw)
    packed = lzma.compress(raw.getvalue(), preset=9)
    (FONTS / f"{file}.ttf.xz").write_bytes(packed)
    print(f"{file}: {len(font.getBestCmap())} characters, {len(packed):,} of {raw.tell():,} bytes")


def main(folder: Path) -> None:
    """Song first, then what it lacks from HanaMin, then what both lack from WenKai."""

    def find(name: str) -> Path:
        return next(folder.rglob(name))

    song = TTFont(find("NotoSerifSC_400Regular.ttf"))
    have = {code for code in song.getBestCmap() if not within(code, (PRIVATE,))}
    keep(cut(song, have), "song", "Wuneng Song")
    keep(cut(proportional(TTFont(find("NotoSerifSC_400Regular.ttf"))), QUOTES), "quotes", "Wuneng Quotes")
    keep(cut(TTFont(find("NotoSerifSC_700Bold.ttf")), level_one()), "song-bold", "Wuneng Song Bold")
    for source, ranges in (("HanaMinB.ttf", RARE), ("HanaMinA.ttf", ((0xF900, 0x2FA1F),))):
        codes = {code for code in TTFont(find(source)).getBestCmap() if within(code, IDEOGRAPHS)} - have
        for first, last in ranges:
            file = f"rare-{first:x}-{last:x}"
            keep(
                cut(TTFont(find(source)), {code for code in codes if first <= code <= last}),
                file,
                f"Wuneng Rare {first:X}",
            )
        have |= codes
    kai = TTFont(find("LXGWWenKai-Regular.ttf"))
    codes = {code for code in kai.getBestCmap() if within(code, IDEOGRAPHS + LATIN)} - have
    keep(cut(kai, codes), "kai", "Wuneng Kai")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
