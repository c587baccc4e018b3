"""Choose and load the font of every printed character, so that none is ever omitted silently."""

import hashlib
import lzma
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFNameBytes, TTFont

from lms.domain.problem import Refused
from lms.platform.pdf import messages

rl_config.useA85 = 0  # costs a fourth more bytes and most of the time, for printers of another century
FOLDER = Path(__file__).with_name("fonts")
# ReportLab: a font object serves one document at a time, because it seeks and reads while it cuts a subset.
ONE_AT_A_TIME = Lock()
PER_BLOCK = 100  # the most entries one bfchar block may hold, PDF 32000-1, 9.10.3


@dataclass(frozen=True, slots=True)
class Source:
    """A font file and the code points for which it is used; others do not open it."""

    path: Path
    first: int = 0
    last: int = 0x10FFFF


RARE = (
    Source(FOLDER / "rare-20000-23fff.ttf.xz", 0x20000, 0x23FFF),
    Source(FOLDER / "rare-24000-27fff.ttf.xz", 0x24000, 0x27FFF),
    Source(FOLDER / "rare-28000-2b81f.ttf.xz", 0x28000, 0x2B81F),
    Source(FOLDER / "rare-2b820-2ebef.ttf.xz", 0x2B820, 0x2EBEF),
    Source(FOLDER / "rare-f900-2fa1f.ttf.xz", 0xF900, 0x2FA1F),
    Source(FOLDER / "kai.ttf.xz", 0x100),
)
REGULAR = (Source(FOLDER / "song.ttf.xz"), *RARE)
LATIN = (Source(FOLDER / "quotes.ttf.xz", 0x2018, 0x2026), *REGULAR)
BOLD = (Source(FOLDER / "song-bold.ttf.xz"), *REGULAR)
IDEOGRAPH = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class MissingGlyph(Refused):
    """No font can draw some characters; `characters` names them, each once, in order of appearance."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = tuple(dict.fromkeys(characters))
        codes = [f"U+{ord(character):04X}" for character in self.characters]
        shown = [
            code if unicodedata.category(character)[0] == "C" else f"{character} {code}"
            for character, code in zip(self.characters, codes, strict=True)
        ]
        what, how = messages.missing_glyph(shown)
        super().__init__("certificate.missing_glyph", what, how, status=422, characters=codes)


class UnusableFont(Refused):
    """A font file that the installation added cannot be read or embedded."""

    def __init__(self, path: Path, reason: str) -> None:
        what, how = messages.unusable_font(path.name, reason)
        super().__init__("certificate.unusable_font", what, how, status=500)


class ExtractableFont(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """A TrueType font whose text can be copied and searched also above U+FFFF.

    ReportLab writes its ToUnicode map as `%04X`, which makes five digits of 𠮷 (U+20BB7) and so
    another character for every reader; the standard requires UTF-16BE, here a surrogate pair.
    """

    def addObjects(self, doc: Any) -> None:
        subsets = [list(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            doc.idToObject[fonts[name].ToUnicode.name].content = to_unicode(subset)


def to_unicode(subset: Sequence[int]) -> str:
    """Return the ToUnicode CMap of a one-byte font whose code n means the character subset[n]."""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks = [entries[at : at + PER_BLOCK] for at in range(0, len(entries), PER_BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


@cache
def load(path: Path) -> ExtractableFont:
    """Return the font of a .ttf or .ttf.xz file, parsed once per process and registered by its digest.

    Raise UnusableFont if it cannot be read.
    """
    try:
        raw = path.read_bytes()
        raw = lzma.decompress(raw) if path.suffix == ".xz" else raw
        digest = hashlib.sha256(raw).hexdigest()[:8]
        font = ExtractableFont(f"{path.name}-{digest}", BytesIO(raw), asciiReadable=False, shapable=False)
    except Exception as fault:  # a damaged table makes ReportLab's parser raise anything
        raise UnusableFont(path, str(fault)) from fault
    # Embedded objects are named after the face: two files of one name would be confused.
    font.face.name = TTFNameBytes(font.face.name + b"-" + digest.encode("ascii"))
    pdfmetrics.registerFont(font)
    return font


def single_glyph(character: str) -> bool:
    """Return whether one glyph shows the character: not private, invisible, joining or right-to-left."""
    category = unicodedata.category(character)
    if category == "Cn":  # Python's Unicode tables may be older than the ideographs of a name
        return 0x20000 <= ord(character) <= 0x3FFFD and ord(character) & 0xFFFE != 0xFFFE
    if category[0] in "CM" or category in ("Zl", "Zp") or "\u1800" <= character <= "\u18af":
        return False
    return unicodedata.bidirectional(character) not in ("R", "AL")


class Faces:
    """Fonts in order of preference; each character is set in the first that has it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._glyphs: dict[str, tuple[str, float] | None] = {}

    def glyph(self, character: str) -> tuple[str, float] | None:
        """Return ReportLab's name of the font and the advance in em, or None if no font has the character."""
        if character not in self._glyphs:
            self._glyphs[character] = self._find(character) if single_glyph(character) else None
        return self._glyphs[character]

    def _find(self, character: str) -> tuple[str, float] | None:
        code = ord(character)
        for source in self._sources:
            if source.first <= code <= source.last:
                font = load(source.path)
                if code in font.face.charToGlyph:
                    return font.fontName, font.face.getCharWidth(code) / 1000
        return None

    def require(self, texts: Iterable[str]) -> None:
        """Raise MissingGlyph with every character of the texts that no font has."""
        missing = [character for text in texts for character in text if self.glyph(character) is None]
        if missing:
            raise MissingGlyph(missing)

    def width(self, text: str, size: float, tracking: float = 0) -> float:
        """Return the width in points; tracking is in em, between characters only."""
        advances = sum(self._of(character)[1] for character in text)
        return (advances + tracking * max(0, len(text) - 1)) * size

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Return the text split where the font changes: (font name, piece)."""
        pieces: list[tuple[str, str]] = []
        for character in text:
            name = self._of(character)[0]
            if pieces and pieces[-1][0] == name:
                pieces[-1] = (name, pieces[-1][1] + character)
            else:
                pieces.append((name, character))
        return pieces

    def _of(self, character: str) -> tuple[str, float]:
        glyph = self.glyph(character)
        if glyph is None:
            raise MissingGlyph([character])
        return glyph


@cache
def faces(sources: tuple[Source, ...], extra: tuple[Path, ...] = ()) -> Faces:
    """Return the product's fonts, then those of the installation in the given order."""
    return Faces((*sources, *(Source(path) for path in extra)))


def faces_for(text: str, extra: tuple[Path, ...] = ()) -> Faces:
    """Return the fonts for a text: quotes are as wide as a 汉字 in Chinese, and proportional in other text."""
    return faces(REGULAR if IDEOGRAPH.search(text) else LATIN, extra)
